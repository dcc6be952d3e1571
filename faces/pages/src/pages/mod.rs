//! The pages, a file each.

mod agents;
mod archive;
mod bookings;
mod calendar;
mod catalogue;
mod contracts;
mod cutovers;
mod environment;
mod environments;
mod explain;
mod home;
mod inbox;
mod keys;
mod ledger;
pub(crate) mod login;
mod people;
mod person;
mod policies;
pub(crate) mod preferences;
mod release;
mod releases;
mod runs;
mod search;
mod settings;
pub(crate) mod setup;
mod shared;
mod sign_on;
mod signing;
mod sure;
pub(crate) mod talk;
mod trains;

pub(crate) use shared::role;

use axum::Router;
use axum::response::Response;

use crate::Site;
use crate::visit::Visit;
use crate::words::{Language, messages};
use crate::wrong;

messages! {
    /// What was done, said once above the page that one comes back to.
    Done {
        submitted: "The release is submitted: its content stands, and gates may let it pass." | "Das Release ist eingereicht: Sein Inhalt steht fest, und Gates können es durchlassen.";
        revised: "The release is a draft again." | "Das Release ist wieder ein Entwurf.";
        cancelled: "The release is cancelled." | "Das Release ist abgesagt.";
        approved: "Your approval is recorded." | "Ihre Zustimmung ist festgehalten.";
        signed: "Your approval is recorded, with your signature." | "Ihre Zustimmung ist festgehalten, mit Ihrer Signatur.";
        decision_signed: "Your decision is recorded, with your signature." | "Ihre Entscheidung ist festgehalten, mit Ihrer Signatur.";
        went: "Your go is recorded." | "Ihr Go ist festgehalten.";
        rejected: "Your rejection is recorded." | "Ihre Ablehnung ist festgehalten.";
        withdrawn: "Your decision is withdrawn." | "Ihre Entscheidung ist zurückgezogen.";
        confirmed: "The item is confirmed." | "Der Punkt ist bestätigt.";
        stopped: "The release is stopped." | "Das Release ist gestoppt.";
        deploying: "The deployment is on its way." | "Das Deployment ist unterwegs.";
        rolling_back: "The rollback is on its way." | "Das Zurückrollen ist unterwegs.";
        waiver_asked: "The waiver is asked for; somebody else has to approve it." | "Die Ausnahme ist beantragt; jemand anderes muss sie genehmigen.";
        waiver_revoked: "The waiver counts no more." | "Die Ausnahme gilt nicht mehr.";
        waiver_approved: "The waiver is approved." | "Die Ausnahme ist genehmigt.";
        commented: "Your comment is there." | "Ihr Kommentar steht da.";
        comment_edited: "Your comment is changed; what it said before stays in the ledger." | "Ihr Kommentar ist geändert; was er vorher sagte, bleibt im Ledger.";
        comment_withdrawn: "The comment is withdrawn." | "Der Kommentar ist zurückgezogen.";
        marked: "It is marked." | "Es ist markiert.";
        gone: "That waits no more: somebody has settled it." | "Das wartet nicht mehr: Jemand hat es erledigt.";
        settings: "Your settings are kept." | "Ihre Einstellungen sind gespeichert.";
        password: "Your new password counts; everywhere else you are signed out." | "Ihr neues Passwort gilt; überall sonst sind Sie abgemeldet.";
        revoked: "The token counts no more." | "Das Token gilt nicht mehr.";
        no_token: "You have no token of that name." | "Sie haben kein Token dieses Namens.";
        key_added: "The key is yours: what you sign with it counts from now on." | "Der Schlüssel ist Ihrer: Was Sie damit signieren, zählt ab jetzt.";
        passkey_added: "The passkey is yours: what you sign with it counts from now on." | "Der Passkey ist Ihrer: Was Sie damit signieren, zählt ab jetzt.";
        key_removed: "The key is removed: what was signed with it counts no more." | "Der Schlüssel ist entfernt: Was damit signiert wurde, zählt nicht mehr.";
        signed_out: "That browser is signed out." | "Dieser Browser ist abgemeldet.";
        person_deactivated: "They are deactivated: whatever let them in has ended." | "Die Person ist deaktiviert: Was sie einließ, ist beendet.";
        person_reactivated: "They act again; they log in anew." | "Die Person handelt wieder; sie meldet sich neu an.";
        person_erased: "The person is erased. What a retention class or a legal hold needs stays, for auditors only." | "Die Person ist gelöscht. Was eine Aufbewahrungsklasse oder eine Sperre braucht, bleibt, nur für Auditoren.";
        booked: "It is booked." | "Es ist gebucht.";
        booking_moved: "The booking is moved." | "Die Buchung ist verschoben.";
        train_aboard: "It goes with the train." | "Es fährt mit.";
        train_off: "It does not go with the train any more." | "Es fährt nicht mehr mit.";
        plan_moved: "The plan is moved." | "Der Plan ist verschoben.";
        unmoved: "It was there already." | "Es war schon dort.";
        run_started: "The run is on its way." | "Der Lauf ist unterwegs.";
        cutover_planned: "The cutover is planned." | "Der Cutover ist geplant.";
        cutover_abandoned: "The cutover is abandoned." | "Der Cutover ist aufgegeben.";
        run_cancelled: "The run is cancelled: what runs is being stopped." | "Der Lauf ist abgebrochen: Was läuft, wird beendet.";
        step_approved: "It is recorded." | "Es ist festgehalten.";
        step_rejected: "It is rejected: the step has failed." | "Es ist abgelehnt: Der Schritt ist gescheitert.";
        booking_ended: "The booking has ended: the environment is free." | "Die Buchung ist beendet: Die Umgebung ist frei.";
        hold_placed: "The hold is on." | "Die Sperre gilt.";
        hold_lifted: "The hold is lifted." | "Die Sperre ist aufgehoben.";
        linked: "Your identity provider knows you as this person: you can log in with it from now on." | "Ihr Identitätsanbieter kennt Sie als diese Person: Sie können sich ab jetzt damit anmelden.";
        unlinked: "Your identity provider does not let you in any more; roles that it gave are gone." | "Ihr Identitätsanbieter lässt Sie nicht mehr herein; Rollen, die er gab, sind weg.";
        feeds_revoked: "Your addresses for calendars count no more." | "Ihre Adressen für Kalender gelten nicht mehr.";
        view_saved: "The view is kept." | "Die Ansicht ist gemerkt.";
        view_removed: "The view is removed." | "Die Ansicht ist entfernt.";
    }
}

/// The sentence of a code in `?done=`.
pub(crate) fn done(code: &str, language: Language) -> Option<&'static str> {
    let words = Done(language);
    Some(match code {
        "submitted" => words.submitted(),
        "revised" => words.revised(),
        "cancelled" => words.cancelled(),
        "approved" => words.approved(),
        "signed" => words.signed(),
        "decision-signed" => words.decision_signed(),
        "went" => words.went(),
        "rejected" => words.rejected(),
        "withdrawn" => words.withdrawn(),
        "confirmed" => words.confirmed(),
        "stopped" => words.stopped(),
        "deploying" => words.deploying(),
        "rolling-back" => words.rolling_back(),
        "waiver-asked" => words.waiver_asked(),
        "waiver-revoked" => words.waiver_revoked(),
        "waiver-approved" => words.waiver_approved(),
        "commented" => words.commented(),
        "comment-edited" => words.comment_edited(),
        "comment-withdrawn" => words.comment_withdrawn(),
        "marked" => words.marked(),
        "gone" => words.gone(),
        "settings" => words.settings(),
        "password" => words.password(),
        "revoked" => words.revoked(),
        "no-token" => words.no_token(),
        "key-added" => words.key_added(),
        "passkey-added" => words.passkey_added(),
        "key-removed" => words.key_removed(),
        "signed-out" => words.signed_out(),
        "person-deactivated" => words.person_deactivated(),
        "person-reactivated" => words.person_reactivated(),
        "person-erased" => words.person_erased(),
        "booked" => words.booked(),
        "booking-moved" => words.booking_moved(),
        "train-aboard" => words.train_aboard(),
        "train-off" => words.train_off(),
        "plan-moved" => words.plan_moved(),
        "unmoved" => words.unmoved(),
        "run-started" => words.run_started(),
        "cutover-planned" => words.cutover_planned(),
        "cutover-abandoned" => words.cutover_abandoned(),
        "run-cancelled" => words.run_cancelled(),
        "step-approved" => words.step_approved(),
        "step-rejected" => words.step_rejected(),
        "booking-ended" => words.booking_ended(),
        "hold-placed" => words.hold_placed(),
        "hold-lifted" => words.hold_lifted(),
        "linked" => words.linked(),
        "unlinked" => words.unlinked(),
        "feeds-revoked" => words.feeds_revoked(),
        "view-saved" => words.view_saved(),
        "view-removed" => words.view_removed(),
        _ => return None,
    })
}

/// The parts of the site that the navigation leads to.
const PARTS: &[&str] = &[
    "/",
    "/inbox",
    "/releases",
    "/environments",
    "/calendar",
    "/catalogue",
    "/ledger",
    "/settings",
];

/// Whether the navigation leads there.
pub(crate) fn built(path: &str) -> bool {
    PARTS.contains(&path)
}

/// All pages.
pub(crate) fn all() -> Router<Site> {
    Router::new()
        .merge(home::routes())
        .merge(inbox::routes())
        .merge(releases::routes())
        .merge(release::routes())
        .merge(environments::routes())
        .merge(environment::routes())
        .merge(bookings::routes())
        .merge(calendar::routes())
        .merge(contracts::routes())
        .merge(trains::routes())
        .merge(cutovers::routes())
        .merge(runs::routes())
        .merge(agents::routes())
        .merge(catalogue::routes())
        .merge(ledger::routes())
        .merge(explain::routes())
        .merge(talk::routes())
        .merge(search::routes())
        .merge(keys::routes())
        .merge(people::routes())
        .merge(person::routes())
        .merge(archive::routes())
        .merge(policies::routes())
        .merge(login::routes())
        .merge(sign_on::routes())
        .merge(preferences::routes())
        .merge(settings::routes())
        .merge(setup::routes())
        .fallback(nowhere)
}

async fn nowhere(visit: Visit) -> Response {
    wrong::nowhere_for(visit).await
}
