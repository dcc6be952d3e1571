//! Words and small views that several pages share.

use holdpoint_domain::access::Role;
use holdpoint_domain::evidence::{SHORT_NAMES, matches};
use holdpoint_domain::gate::{Ask, Requirement, Wait};
use holdpoint_service::ActorRef;

use crate::desk::Desk;
use crate::words::{Language, messages};
use serde_json::Value;

messages! {
    /// What gates ask for, and wait for.
    GateWords {
        approvals_one(role): "The approval of a {role}" | "Die Zustimmung durch: {role}";
        approvals(quorum, role): "Approvals of {quorum} people as {role}" | "Zustimmung von {quorum} Personen als {role}";
        evidence_present(what): "Evidence: {what}" | "Nachweis: {what}";
        evidence_passed(what): "Evidence that has passed: {what}" | "Bestandener Nachweis: {what}";
        evidence_fresh(what, hours): "Evidence that has passed in the last {hours} h: {what}" | "In den letzten {hours} Std. bestandener Nachweis: {what}";
        scheme: "Artifacts named as the scheme says" | "Artefakte, wie das Schema sie benennt";
        readiness(item): "Readiness: {item}" | "Bereitschaft: {item}";
        ran(place): "Has run in {place}" | "Ist in {place} gelaufen";
        rule(title): "Rule: {title}" | "Regel: {title}";
        signed_one(role): "The signed approval of a {role}" | "Die signierte Zustimmung durch: {role}";
        signed(count, role): "Signed approvals of {count} people as {role}" | "Signierte Zustimmungen von {count} Personen als {role}";
        still_active(asked): "{asked}, and still active" | "{asked}, weiterhin aktiv";
        wait_signed(role): "Waits for the signed approval of a {role}" | "Wartet auf signierte Zustimmung durch: {role}";
        wait_approval(role): "Waits for the approval of a {role}" | "Wartet auf Zustimmung durch: {role}";
        wait_evidence(what): "Waits for evidence: {what}" | "Wartet auf Nachweis: {what}";
        wait_readiness(item): "Waits for confirmation: {item}" | "Wartet auf Bestätigung: {item}";
        wait_environment(place): "Waits until it has run in {place}" | "Wartet, bis es in {place} gelaufen ist";
        wait_submission: "Waits to be submitted" | "Wartet auf Einreichung";
        witnessed: "Everything it rests on cosigned by witnesses" | "Alles, worauf sie beruht, von Zeugen mitsigniert";
        wait_witnesses: "Waits for witnesses to cosign" | "Wartet auf die Signaturen der Zeugen";
        contracts: "Everybody there can go on with its interfaces" | "Alle dort kommen mit ihren Schnittstellen zurecht";
        wait_contract(interface, consumer, provider): "Waits for a check whether {consumer} can use {interface} of {provider}" | "Wartet auf die Prüfung, ob {consumer} mit {interface} von {provider} zurechtkommt";
        wait_provider(interface): "Waits for somebody to provide {interface} there" | "Wartet, bis dort jemand {interface} anbietet";
        calendar: "Nothing in the calendar is in its way" | "Nichts im Kalender ist im Weg";
        planned: "The time that it is planned for" | "Die Zeit, für die es geplant ist";
        wait_window(windows, opens): "{windows}: open from {opens}" | "{windows}: offen ab {opens}";
        wait_window_never(windows): "{windows}: not open within five years" | "{windows}: in fünf Jahren nicht offen";
        wait_plan(from): "Waits for its time: {from}" | "Wartet auf die geplante Zeit: {from}";
        wait_booking(when): "Waits for a booking to end: {when}" | "Wartet auf das Ende einer Buchung: {when}";
        wait_release(release): "Waits for release {release} to be out of the way" | "Wartet, bis Release {release} nicht mehr im Weg ist";
        wait_release_until(release, when): "Waits for release {release} to be out of the way: {when}" | "Wartet, bis Release {release} nicht mehr im Weg ist: {when}";
        wait_team(team, when): "Waits for somebody of {team} to be there: {when}" | "Wartet, bis jemand von {team} da ist: {when}";
        wait_planned: "Waits to be planned" | "Wartet darauf, geplant zu werden";
        wait_rule: "Waits for a rule that can be evaluated" | "Wartet auf eine auswertbare Regel";
        release_manager: "release manager" | "Release-Manager";
        developer: "developer" | "Entwickler";
        component_owner: "component owner" | "Komponentenverantwortlicher";
        deployer: "deployer" | "Deployer";
        change_manager: "change manager" | "Change-Manager";
        board_member: "board member" | "Gremienmitglied";
        business_owner: "business owner" | "Fachverantwortlicher";
        support_lead: "support lead" | "Support-Leitung";
        sre: "SRE" | "SRE";
        auditor: "auditor" | "Auditor";
        provisioner: "directory" | "Verzeichnis";
        administrator: "administrator" | "Administrator";
        tests: "test results" | "Testergebnisse";
        bill: "bill of materials" | "Stückliste (SBOM)";
        provenance: "provenance" | "Herkunft";
    }
}

/// A role in words.
pub(crate) fn role(role: Role, language: Language) -> &'static str {
    let words = GateWords(language);
    match role {
        Role::ReleaseManager => words.release_manager(),
        Role::Developer => words.developer(),
        Role::ComponentOwner => words.component_owner(),
        Role::Deployer => words.deployer(),
        Role::ChangeManager => words.change_manager(),
        Role::BoardMember => words.board_member(),
        Role::BusinessOwner => words.business_owner(),
        Role::SupportLead => words.support_lead(),
        Role::Sre => words.sre(),
        Role::Auditor => words.auditor(),
        Role::Provisioner => words.provisioner(),
        Role::Administrator => words.administrator(),
    }
}

/// A predicate type in words.
pub(crate) fn predicate(name: &str, language: Language) -> String {
    let words = GateWords(language);
    match name {
        "test-result" => words.tests().to_owned(),
        "sbom" => words.bill().to_owned(),
        "provenance" => words.provenance().to_owned(),
        other if other.contains("test-result") => words.tests().to_owned(),
        other if other.contains("cyclonedx") || other.contains("spdx") => words.bill().to_owned(),
        other if other.contains("provenance") => words.provenance().to_owned(),
        other => {
            let known = SHORT_NAMES.iter().find(|(short, _)| matches(short, other));
            known.map_or(other, |(short, _)| short).to_owned()
        }
    }
}

/// What a criterion asks for, in words.
pub(crate) fn asks(ask: &Ask, language: Language) -> String {
    let words = GateWords(language);
    match ask {
        Ask::Approvals {
            role: needed,
            quorum,
            signed,
            active,
        } => {
            let needed = role(*needed, language);
            let asked = match (quorum, signed) {
                (1, false) => words.approvals_one(needed),
                (1, true) => words.signed_one(needed),
                (_, false) => words.approvals(quorum, needed),
                (_, true) => words.signed(quorum, needed),
            };
            match active {
                true => words.still_active(asked),
                false => asked,
            }
        }
        Ask::Evidence {
            predicate: name,
            require,
        } => {
            let what = predicate(name, language);
            match require {
                Requirement::Present => words.evidence_present(what),
                Requirement::Passed => words.evidence_passed(what),
                Requirement::Fresh { max_age_hours } => words.evidence_fresh(what, max_age_hours),
            }
        }
        Ask::ArtifactScheme {} => words.scheme().to_owned(),
        Ask::Witnessed {} => words.witnessed().to_owned(),
        Ask::Contracts {} => words.contracts().to_owned(),
        Ask::Readiness { item } => words.readiness(item),
        Ask::Ran { environment } => words.ran(environment),
        Ask::Calendar {} => words.calendar().to_owned(),
        Ask::Planned {} => words.planned().to_owned(),
        Ask::Rego { title, policy } if title.is_empty() => words.rule(policy.short()),
        Ask::Rego { title, .. } => words.rule(title),
    }
}

/// What a hold waits for, in words.
pub(crate) fn waits(desk: &Desk<'_>, wait: &Wait) -> String {
    let language = desk.language();
    let words = GateWords(language);
    match wait {
        Wait::Approval {
            role: needed,
            signed,
            ..
        } => match signed {
            true => words.wait_signed(role(*needed, language)),
            false => words.wait_approval(role(*needed, language)),
        },
        Wait::Evidence {
            predicate: name, ..
        } => words.wait_evidence(predicate(name, language)),
        Wait::Readiness { item } => words.wait_readiness(item),
        Wait::Environment { environment } => words.wait_environment(environment),
        Wait::Submission { .. } => words.wait_submission().to_owned(),
        Wait::Witnesses { .. } => words.wait_witnesses().to_owned(),
        Wait::Contract {
            interface,
            provider,
            consumer,
            ..
        } => words.wait_contract(interface, consumer, provider),
        Wait::Provider { interface, .. } => words.wait_provider(interface),
        Wait::Window { opens, windows } => {
            let names: Vec<_> = windows.iter().map(|name| name.as_str()).collect();
            let names = names.join(", ");
            match opens {
                Some(opens) => words.wait_window(names, desk.when(*opens).short),
                None => words.wait_window_never(names),
            }
        }
        Wait::Release { release, opens } => match opens {
            Some(opens) => words.wait_release_until(release, desk.when(*opens).short),
            None => words.wait_release(release),
        },
        Wait::Team { team, until } => words.wait_team(team, desk.when(*until).short),
        Wait::Booking { until, .. } => words.wait_booking(desk.when(*until).short),
        Wait::Plan { from, .. } => match from {
            Some(from) => words.wait_plan(desk.when(*from).short),
            None => words.wait_planned().to_owned(),
        },
        Wait::Rule { .. } => words.wait_rule().to_owned(),
    }
}

/// What to call something with an optional title.
pub(crate) fn titled<'a>(title: &'a str, name: &'a str) -> &'a str {
    if title.is_empty() { name } else { title }
}

/// Who did something.
pub(crate) fn actor(desk: &Desk<'_>, actor: &ActorRef) -> String {
    match actor {
        ActorRef::Person(person) => desk.called(person),
        ActorRef::Workload(_) => actor.to_string(),
        ActorRef::System => "Holdpoint".to_owned(),
    }
}

/// The same form sent twice bears the same key; another act on the same page another one.
pub(crate) fn key_of(key: &str, request: &Value) -> String {
    use sha2::{Digest as _, Sha256};
    let what = hex::encode(Sha256::digest(request.to_string()));
    format!("{key}-{}", what.get(..16).unwrap_or_default())
}
