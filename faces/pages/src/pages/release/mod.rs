//! One release: its journey as a line of hold points, what each says and waits for, and everything about it.

mod acts;
pub(crate) mod checks;
mod decisions;
mod evidence;
mod facts;
mod journey;
mod post;
mod shown;
mod timeline;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::conversation::Topic;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{Journey, ListGates, ReleasePage, ShowJourney, ShowRelease};

use self::acts::Act;
use self::facts::Facts;
use self::journey::{Node, Point};
use self::timeline::Event;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::mark::Mark;
use crate::pages::shared::actor;
use crate::pages::talk::{Talk, talk};
use crate::visit::{Posted, Visit};
use crate::when::When;
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) ReleaseWords {
        created_by(who): "by {who}" | "von {who}";
        journey: "Journey" | "Weg";
        draft: "Draft" | "Entwurf";
        submitted: "Submitted" | "Eingereicht";
        passed(when): "since {when}" | "seit {when}";
        ready: "may go" | "frei";
        running: "on its way" | "unterwegs";
        planned(from, until): "Planned from {from} until {until}." | "Geplant von {from} bis {until}.";
        planned_with(train, from, until): "Goes with train {train}, from {from} until {until}." | "Fährt mit Zug {train} von {from} bis {until}.";
        planned_against(why): "In the way by now: {why}. Plan it anew." | "Inzwischen im Weg: {why}. Neu planen.";
        closed_meanwhile: "It has been closed since this deployment began; what has begun goes on." | "Seit Beginn dieses Deployments gesperrt; was begonnen hat, läuft weiter.";
        holds[n]: "{n} open" / "{n} open" | "{n} offen" / "{n} offen";
        observed: "only observed" | "nur beobachtet";
        warned: "warns only" | "warnt nur";
        gate_of(place): "Hold point: {place}" | "Haltepunkt: {place}";
        who_can: "Who can:" | "Wer kann:";
        nobody: "nobody who is there now" | "niemand, der gerade da ist";
        waived: "waived" | "Ausnahme";
        no_criteria: "Nothing is asked for here." | "Hier wird nichts verlangt.";
        evidence: "Evidence" | "Nachweise";
        no_evidence: "No evidence is attached yet. CI attaches it with holdpoint evidence add." | "Noch kein Nachweis. Die CI fügt ihn mit holdpoint evidence add hinzu.";
        about: "About" | "Worüber";
        kind: "Kind" | "Art";
        result: "Result" | "Ergebnis";
        recorded: "Recorded" | "Erfasst";
        approvals: "Decisions" | "Entscheidungen";
        no_approvals: "Nobody has decided yet." | "Noch hat niemand entschieden.";
        approved: "Approved" | "Zugestimmt";
        rejected: "Rejected" | "Abgelehnt";
        outdated: "on earlier content" | "zu früherem Inhalt";
        instead_of(who): "in place of {who}" | "in Vertretung von {who}";
        signed(key): "signed with {key}" | "signiert mit {key}";
        signed_once(key): "signed with {key}, which was removed since" | "signiert mit {key}, inzwischen entfernt";
        artifacts: "Artifacts" | "Artefakte";
        scope: "Scope" | "Umfang";
        compared(place): "Compared with {place} now" | "Verglichen mit {place} jetzt";
        component: "Component" | "Komponente";
        runs_now: "Runs now" | "Läuft jetzt";
        comes: "This release" | "Dieses Release";
        nothing_there: "nothing" | "nichts";
        same: "the same" | "dasselbe";
        commits[n]: "{n} commit" / "{n} commits" | "{n} Commit" / "{n} Commits";
        people: "People" | "Personen";
        authors: "Wrote it" | "Geschrieben";
        creator: "Put it together" | "Zusammengestellt";
        confirmed: "Confirmed" | "Bestätigt";
        manifest: "Manifest" | "Manifest";
        origin: "Made from" | "Erstellt aus";
        notes: "Notes" | "Hinweise";
        timeline: "Timeline" | "Verlauf";
        all_entries: "In the ledger" | "Im Ledger";
        details: "Details" | "Details";
        waivers: "Waivers" | "Ausnahmen";
        findings[n]: "{n} finding" / "{n} findings" | "{n} Befund" / "{n} Befunde";
        see_findings: "Findings" | "Befunde";
        until(when): "until {when}" | "bis {when}";
        open: "asked for" | "beantragt";
        active: "in force" | "gültig";
        over: "over" | "abgelaufen";
        why_not: "Not now:" | "Jetzt nicht:";
        comment: "Comment (kept with the decision)" | "Kommentar (bleibt bei der Entscheidung)";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "release.html")]
pub(crate) struct ReleaseTemplate {
    frame: Frame,
    t: ReleaseWords,
    view: ReleaseView,
    talk: Talk,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReleaseView {
    name: String,
    to: String,
    title: String,
    stage: Mark,
    created: When,
    creator: String,
    /// What can be done with the release as a whole.
    acts: Vec<Act>,
    line: Vec<Node>,
    points: Vec<Point>,
    facts: Facts,
    events: Vec<Event>,
    ledger: String,
    /// What the next request of this page is kept under, so that a form sent twice is done once.
    key: String,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/releases/{release}", get(show).post(act))
        .merge(checks::routes())
}

async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    visit.page(move |desk| page(desk, &name)).await
}

/// The page with what was typed in a form that was refused.
pub(crate) async fn again(visit: Visit, status: StatusCode, name: String) -> Response {
    visit.page_with(status, move |desk| page(desk, &name)).await
}

/// Does what a button of the page says, and comes back to it; with the refusal on top, if it was refused.
async fn act(Path(name): Path<String>, Posted { visit, form, .. }: Posted) -> Response {
    post::act(name, visit, form).await
}

fn page(desk: &Desk<'_>, name: &str) -> Result<ReleaseTemplate, ServiceError> {
    let t = ReleaseWords(desk.language());
    let release = desk.ask(&ShowRelease {
        release: name.to_owned(),
    })?;
    let journey = desk.ask(&ShowJourney {
        release: name.to_owned(),
    })?;
    let mut frame = desk.frame(name, Section::Releases);
    // What was refused in the conversation is said there.
    let draft = desk.visit.draft.as_ref();
    if let Some(draft) = draft.filter(|draft| draft.form.get("talk").is_none()) {
        frame.notice = Some(draft.refused.clone());
    }
    Ok(ReleaseTemplate {
        view: view(desk, t, &release, &journey)?,
        talk: talk(desk, Topic::Release(release.release.clone()))?,
        frame,
        t,
    })
}

fn view(
    desk: &Desk<'_>,
    t: ReleaseWords,
    release: &ReleasePage,
    journey: &Journey,
) -> Result<ReleaseView, ServiceError> {
    let name = release.release.to_string();
    let gates = desk.ask(&ListGates::default())?.gates;
    let mut ahead = journey.points.iter().filter(|point| point.passed.is_none());
    let next = ahead.next().map(|point| &point.environment);
    let points: Result<Vec<_>, _> = journey
        .points
        .iter()
        .map(|point| journey::point(desk, t, release, point, next, &gates))
        .collect();
    Ok(ReleaseView {
        to: desk.to(&format!("/releases/{name}")),
        title: release.title.clone().unwrap_or_default(),
        stage: journey::reached(desk, release, journey),
        created: desk.when(release.created),
        creator: actor(desk, &release.creator),
        acts: acts::of_release(desk, release)?,
        line: journey::line(desk, t, release, journey),
        points: points?,
        facts: facts::facts(desk, t, release, journey)?,
        events: timeline::events(desk, &name)?,
        ledger: desk.to(&format!("/ledger?subject=release/{name}")),
        key: format!(
            "page-{}-{}",
            desk.reader.view().size(),
            desk.me().map_or("", |me| me.as_str())
        ),
        name,
    })
}
