//! What happened to a release, the newest first.

use holdpoint_service::queries::{EntryView, LatestEntries, Paging};
use holdpoint_service::{ActorRef, ServiceError};

use crate::desk::Desk;
use crate::mark::Tone;
use crate::pages::shared::actor;
use crate::when::When;
use crate::words::{Language, messages};

messages! {
    /// What an entry of the ledger says, in words.
    EventWords {
        created: "created the release" | "hat das Release erstellt";
        artifact_added: "added an artifact" | "hat ein Artefakt hinzugefügt";
        artifact_removed: "removed an artifact" | "hat ein Artefakt entfernt";
        commits_added: "added commits" | "hat Commits hinzugefügt";
        scope_changed: "changed the scope" | "hat den Umfang geändert";
        notes_written: "wrote notes" | "hat Hinweise geschrieben";
        submitted: "submitted it" | "hat es eingereicht";
        revised: "made it a draft again" | "hat es wieder zum Entwurf gemacht";
        decided: "decided" | "hat entschieden";
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
        judged(verdict, place): "the gate of {place} said {verdict}" | "das Gate von {place} sagte {verdict}";
        evidence: "attached evidence" | "hat einen Nachweis angefügt";
        waiver_asked: "asked for a waiver" | "hat eine Ausnahme beantragt";
        commented: "commented" | "hat kommentiert";
        comment_edited: "changed a comment" | "hat einen Kommentar geändert";
        comment_withdrawn: "withdrew a comment" | "hat einen Kommentar zurückgezogen";
        requested(place): "asked for a deployment to {place}" | "hat die Auslieferung nach {place} beauftragt";
        succeeded: "The deployment succeeded" | "Das Deployment ist gelungen";
        failed: "The deployment failed" | "Das Deployment ist gescheitert";
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
    // Steps are told of where deployments are.
    let told = |entry: &&EntryView| !entry.event.starts_with("deployment.step-");
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

fn event(desk: &Desk<'_>, entry: &EntryView) -> Event {
    let (tone, text) = says(entry, desk.language());
    Event {
        tone,
        text,
        who: match &entry.actor {
            ActorRef::System => String::new(),
            person @ ActorRef::Person(_) => actor(desk, person),
        },
        when: desk.when(entry.time),
        to: desk.to(&format!("/entries/{}", entry.position)),
        event: entry.event.clone(),
        many: 1,
    }
}

fn says(entry: &EntryView, language: Language) -> (Tone, String) {
    let t = EventWords(language);
    let field = |path: &str| {
        entry
            .data
            .pointer(path)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
    };
    let (tone, text) = match entry.event.trim_end_matches(".v1") {
        "release.created" => (Tone::Quiet, t.created()),
        "release.artifact-added" => (Tone::Quiet, t.artifact_added()),
        "release.artifact-removed" => (Tone::Quiet, t.artifact_removed()),
        "release.commits-added" => (Tone::Quiet, t.commits_added()),
        "release.scope-changed" => (Tone::Quiet, t.scope_changed()),
        "release.notes-written" => (Tone::Quiet, t.notes_written()),
        "release.submitted" => (Tone::Live, t.submitted()),
        "release.revised" => (Tone::Quiet, t.revised()),
        "release.decided" => (Tone::Bad, t.decided()),
        "release.cancelled" => (Tone::Bad, t.cancelled()),
        "release.closed" => (Tone::Quiet, t.closed()),
        "release.reopened" => (Tone::Live, t.reopened()),
        "release.deployment-begun" => (Tone::Live, t.begun()),
        "approval.given" => (Tone::Good, t.approved()),
        "approval.rejected" => (Tone::Bad, t.rejected()),
        "approval.withdrawn" => (Tone::Quiet, t.withdrawn()),
        "evidence.recorded" => (Tone::Quiet, t.evidence()),
        "waiver.requested" => (Tone::Quiet, t.waiver_asked()),
        "comment.added" => (Tone::Quiet, t.commented()),
        "comment.edited" => (Tone::Quiet, t.comment_edited()),
        "comment.withdrawn" => (Tone::Quiet, t.comment_withdrawn()),
        "deployment.succeeded" => (Tone::Good, t.succeeded()),
        "deployment.failed" => (Tone::Bad, t.failed()),
        "release.environment-reached" => return (Tone::Good, t.reached(field("/environment"))),
        "readiness.confirmed" => return (Tone::Good, t.confirmed(field("/item"))),
        "readiness.withdrawn" => return (Tone::Quiet, t.unconfirmed(field("/item"))),
        "deployment.requested" => return (Tone::Live, t.requested(field("/environment"))),
        "gate.judged" => {
            return judged(t, field("/verdict/verdict"), field("/verdict/environment"));
        }
        other => return (Tone::Quiet, other.to_owned()),
    };
    (tone, text.to_owned())
}

fn judged(t: EventWords, verdict: &str, place: &str) -> (Tone, String) {
    let tone = match verdict {
        "go" => Tone::Good,
        "hold" => Tone::Wait,
        _ => Tone::Bad,
    };
    (tone, t.judged(verdict, place))
}
