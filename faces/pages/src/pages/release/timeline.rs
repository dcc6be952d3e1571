//! What happened to a release, the newest first.

use holdpoint_service::queries::{EntryView, LatestEntries, Paging};
use holdpoint_service::{ActorRef, ServiceError};
use serde_json::Value;

use super::shown::in_words;
use crate::desk::Desk;
use crate::mark::Tone;
use crate::pages::shared::actor;
use crate::when::When;
use crate::words::{Language, messages};

messages! {
    /// What an entry of the ledger says, in words.
    EventWords {
        copied: "copied commits of an earlier release" | "hat Commits eines früheren Releases übernommen";
        imported: "imported it from the past" | "hat es aus der Vergangenheit übernommen";
        import_withdrawn: "took the import back" | "hat die Übernahme zurückgenommen";
        created: "created the release" | "hat das Release erstellt";
        artifact_added: "added an artifact" | "hat ein Artefakt hinzugefügt";
        artifact_removed: "removed an artifact" | "hat ein Artefakt entfernt";
        commits_added: "added commits" | "hat Commits hinzugefügt";
        scope_changed: "changed the scope" | "hat den Umfang geändert";
        notes_written: "wrote notes" | "hat Hinweise geschrieben";
        submitted: "submitted it" | "hat es eingereicht";
        revised: "made it a draft again" | "hat es wieder zum Entwurf gemacht";
        went(place): "said go for {place}" | "hat Go für {place} gesagt";
        stopped: "said no-go" | "hat No-Go gesagt";
        signed(what): "{what}, signed" | "{what}, signiert";
        planned(place): "planned it for {place}" | "hat es für {place} geplant";
        unplanned(place): "planned it for {place} no more" | "hat es für {place} nicht mehr geplant";
        cancelled: "cancelled it" | "hat es abgesagt";
        closed: "Closed: it runs nowhere any more" | "Abgeschlossen: läuft nirgends mehr";
        reopened: "reopened it" | "hat es wieder geöffnet";
        begun: "began to deploy it" | "hat die Auslieferung begonnen";
        reached(place): "Reached {place}" | "{place} erreicht";
        confirmed(item): "confirmed {item}" | "hat {item} bestätigt";
        unconfirmed(item): "took back {item}" | "hat {item} zurückgenommen";
        approved: "approved" | "hat zugestimmt";
        rejected: "rejected" | "hat abgelehnt";
        withdrawn: "withdrew a decision" | "hat eine Entscheidung zurückgezogen";
        judged(verdict, place): "The gate of {place} said {verdict}" | "Das Gate von {place} sagte {verdict}";
        evidence: "attached evidence" | "hat einen Nachweis angefügt";
        evidence_withdrawn: "withdrew evidence" | "hat einen Nachweis zurückgezogen";
        waiver_asked: "asked for a waiver" | "hat eine Ausnahme beantragt";
        waiver_approved: "granted a waiver" | "hat eine Ausnahme gewährt";
        waiver_revoked: "revoked a waiver" | "hat eine Ausnahme widerrufen";
        waiver_expired: "A waiver ran out" | "Eine Ausnahme ist abgelaufen";
        exported: "exported the ledger with proofs of it" | "hat das Ledger mit Beweisen dazu exportiert";
        refused(place): "tried what is not permitted in {place}" | "hat versucht, was in {place} nicht erlaubt ist";
        commented: "commented" | "hat kommentiert";
        comment_edited: "changed a comment" | "hat einen Kommentar geändert";
        comment_withdrawn: "withdrew a comment" | "hat einen Kommentar zurückgezogen";
        requested(place): "asked for a deployment to {place}" | "hat die Auslieferung nach {place} beauftragt";
        succeeded: "The deployment succeeded" | "Das Deployment ist gelungen";
        contracted: "Its contracts became known" | "Seine Schnittstellen wurden bekannt";
        failed: "The deployment failed" | "Das Deployment ist gescheitert";
        aborted(place): "stopped the deployment to {place}" | "hat die Auslieferung nach {place} angehalten";
        superseded(place): "Another release took over in {place}" | "Ein anderes Release hat {place} übernommen";
        rolled_back(place): "Rolled back in {place}" | "In {place} zurückgerollt";
        unshown(place, why): "The forge does not show what the gate of {place} says: {why}" | "Die Forge zeigt nicht, was das Gate von {place} sagt: {why}";
        and_so_on(n): "and {n} more" | "und {n} weitere";
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(super) tone: Tone,
    pub(super) who: String,
    pub(super) text: String,
    pub(super) when: When,
    pub(super) to: String,
    event: String,
    /// How many of the same by the same stood next to each other.
    many: usize,
}

/// How many are read, and how many are shown.
const READ: usize = 120;
const SHOWN: usize = 40;

/// What happened, the newest first. The same by the same one after another is one line.
pub(super) fn events(desk: &Desk<'_>, release: &str) -> Result<Vec<Event>, ServiceError> {
    let paging = Paging {
        limit: READ,
        after: None,
    };
    let question = LatestEntries {
        subject: Some(format!("release/{release}")),
        event: None,
        paging,
    };
    let entries = desk.ask(&question)?.entries;
    let mut events: Vec<Event> = Vec::new();
    let told = |entry: &&EntryView| is_told(&entry.event);
    for entry in entries.iter().filter(told) {
        let event = event(desk, entry);
        match events.last_mut() {
            Some(last) if last.event == event.event && last.who == event.who => last.many += 1,
            _ => events.push(event),
        }
    }
    events.truncate(SHOWN);
    let words = EventWords(desk.language());
    for event in events.iter_mut().filter(|event| event.many > 1) {
        event.text = format!("{}, {}", event.text, words.and_so_on(event.many - 1));
    }
    Ok(events)
}

/// Steps are told of where deployments are, and what forges show below each hold point: but not that they do not.
fn is_told(event: &str) -> bool {
    let elsewhere = event.starts_with("deployment.step-") || event.starts_with("status.");
    !elsewhere || event.starts_with("status.failed")
}

/// Events that speak for themselves, whoever set them off.
const FOLLOWS: &[&str] = &[
    "gate.judged",
    "deployment.superseded",
    "deployment.succeeded",
    "deployment.failed",
    "deployment.contracted",
    "release.environment-reached",
    "release.closed",
    "waiver.expired",
    "status.failed",
];

fn event(desk: &Desk<'_>, entry: &EntryView) -> Event {
    let (tone, text) = says(entry, desk.language());
    Event {
        tone,
        text,
        who: match &entry.actor {
            // What follows from the rules, nobody has done.
            _ if FOLLOWS.contains(&entry.event.trim_end_matches(".v1")) => String::new(),
            ActorRef::System => String::new(),
            someone @ (ActorRef::Person(_) | ActorRef::Workload(_)) => actor(desk, someone),
        },
        when: desk.when(entry.time),
        to: desk.to(&format!("/entries/{}", entry.position)),
        event: entry.event.clone(),
        many: 1,
    }
}

fn says(entry: &EntryView, language: Language) -> (Tone, String) {
    let kind = entry.event.trim_end_matches(".v1");
    let plain = || plain(kind, language).map(|(tone, text)| (tone, text.to_owned()));
    let found = plain().or_else(|| told(kind, &entry.data, language));
    let (tone, text) = found.unwrap_or_else(|| (Tone::Quiet, entry.event.clone()));
    match entry.data.get("signature") {
        Some(_) => (tone, EventWords(language).signed(text)),
        None => (tone, text),
    }
}

/// What says nothing but itself.
fn plain(kind: &str, language: Language) -> Option<(Tone, &'static str)> {
    let t = EventWords(language);
    Some(match kind {
        "release.created" => (Tone::Quiet, t.created()),
        "release.content-copied" => (Tone::Quiet, t.copied()),
        "release.imported" => (Tone::Quiet, t.imported()),
        "release.import-withdrawn" => (Tone::Quiet, t.import_withdrawn()),
        "release.artifact-added" => (Tone::Quiet, t.artifact_added()),
        "release.artifact-removed" => (Tone::Quiet, t.artifact_removed()),
        "release.commits-added" => (Tone::Quiet, t.commits_added()),
        "release.scope-changed" => (Tone::Quiet, t.scope_changed()),
        "release.notes-written" => (Tone::Quiet, t.notes_written()),
        "release.submitted" => (Tone::Live, t.submitted()),
        "release.revised" => (Tone::Quiet, t.revised()),
        "release.cancelled" => (Tone::Bad, t.cancelled()),
        "release.closed" => (Tone::Quiet, t.closed()),
        "release.reopened" => (Tone::Live, t.reopened()),
        "release.deployment-begun" => (Tone::Live, t.begun()),
        "approval.given" => (Tone::Good, t.approved()),
        "approval.rejected" => (Tone::Bad, t.rejected()),
        "approval.withdrawn" => (Tone::Quiet, t.withdrawn()),
        "evidence.recorded" => (Tone::Quiet, t.evidence()),
        "evidence.withdrawn" => (Tone::Quiet, t.evidence_withdrawn()),
        "waiver.requested" => (Tone::Quiet, t.waiver_asked()),
        "waiver.approved" => (Tone::Wait, t.waiver_approved()),
        "waiver.revoked" => (Tone::Quiet, t.waiver_revoked()),
        "waiver.expired" => (Tone::Quiet, t.waiver_expired()),
        "comment.added" => (Tone::Quiet, t.commented()),
        "comment.edited" => (Tone::Quiet, t.comment_edited()),
        "comment.withdrawn" => (Tone::Quiet, t.comment_withdrawn()),
        "deployment.succeeded" => (Tone::Good, t.succeeded()),
        "deployment.failed" => (Tone::Bad, t.failed()),
        "deployment.contracted" => (Tone::Quiet, t.contracted()),
        "audit.exported" => (Tone::Quiet, t.exported()),
        _ => return None,
    })
}

/// What says where, or of what.
fn told(kind: &str, data: &Value, language: Language) -> Option<(Tone, String)> {
    let t = EventWords(language);
    let field = |path: &str| {
        data.pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let place = field("/environment");
    Some(match kind {
        "release.decided" => match field("/decision") {
            "go" => (Tone::Good, t.went(place)),
            _ => (Tone::Bad, t.stopped().to_owned()),
        },
        "release.environment-reached" => (Tone::Good, t.reached(place)),
        "release.planned" => (Tone::Quiet, t.planned(place)),
        "release.unplanned" => (Tone::Quiet, t.unplanned(place)),
        "readiness.confirmed" => (Tone::Good, t.confirmed(field("/item"))),
        "readiness.withdrawn" => (Tone::Quiet, t.unconfirmed(field("/item"))),
        "deployment.requested" => (Tone::Live, t.requested(place)),
        "deployment.aborted" => (Tone::Bad, t.aborted(place)),
        "deployment.superseded" => match data.pointer("/rolled_back").and_then(Value::as_bool) {
            Some(true) => (Tone::Bad, t.rolled_back(place)),
            _ => (Tone::Quiet, t.superseded(place)),
        },
        "access.refused" => (Tone::Bad, t.refused(place)),
        "status.failed" => {
            let trouble = data.get("trouble").cloned().map(serde_json::from_value);
            let why = trouble.and_then(Result::ok);
            let why = why.map_or("", |why| in_words(why, language));
            (Tone::Wait, t.unshown(place, why))
        }
        "gate.judged" => judged(t, field("/verdict/verdict"), field("/verdict/environment")),
        _ => return None,
    })
}

fn judged(t: EventWords, verdict: &str, place: &str) -> (Tone, String) {
    let tone = match verdict {
        "go" => Tone::Good,
        "hold" => Tone::Wait,
        _ => Tone::Bad,
    };
    (tone, t.judged(verdict, place))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::{is_told, plain, told};
    use crate::words::Language;

    /// What a release may be named by.
    const KINDS: &[&str] = &[
        "release.",
        "approval.",
        "evidence.",
        "waiver.",
        "comment.",
        "readiness.",
        "deployment.",
        "gate.",
        "audit.",
        "access.refused",
        "status.",
    ];

    #[test]
    fn whatever_happens_to_a_release_is_told_in_words() {
        for event in holdpoint_domain::EVENTS {
            let kind = event.name.trim_end_matches(".v1");
            let about = KINDS.iter().any(|prefix| kind.starts_with(prefix));
            if !about || !is_told(kind) {
                continue;
            }
            for language in [Language::English, Language::German] {
                let said = plain(kind, language).is_some();
                let said = said || told(kind, &json!({}), language).is_some();
                assert!(said, "`{kind}` has no words");
            }
        }
    }
}
