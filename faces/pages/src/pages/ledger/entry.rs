//! One entry, with everything that a browser needs to verify it: its bytes, its proof, the signed checkpoint and the key.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use holdpoint_engine::EngineError;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{EntryView, LatestEntries, Paging};

use crate::assets;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::pages::shared::actor;
use crate::visit::Visit;
use crate::when::When;
use crate::words::messages;
use crate::wrong::nowhere_for;

messages! {
    /// Words of the page.
    pub(crate) EntryWords {
        title(position): "Entry {position}" | "Eintrag {position}";
        by(who): "by {who}" | "von {who}";
        verify: "Verified by your browser" | "Von Ihrem Browser geprüft";
        waiting: "Your browser has not verified this: it needs JavaScript for that. The command below does the same." | "Ihr Browser hat das nicht geprüft: Dazu braucht er JavaScript. Der Befehl unten tut dasselbe.";
        leaf: "The entry's bytes hash to leaf" | "Die Bytes des Eintrags ergeben das Blatt";
        root: "With the proof, the leaf leads to the root" | "Mit dem Beweis führt das Blatt zur Wurzel";
        signed: "The log's key has signed that root" | "Der Schlüssel des Logs hat diese Wurzel signiert";
        good: "verified" | "geprüft";
        bad: "does not hold" | "stimmt nicht";
        unable: "this browser cannot" | "kann dieser Browser nicht";
        says: "What it says" | "Was er sagt";
        bytes: "Its bytes" | "Seine Bytes";
        proof: "Proof" | "Beweis";
        checkpoint: "Checkpoint" | "Checkpoint";
        command: "The same, with the command line" | "Dasselbe mit der Kommandozeile";
        previous: "Older" | "Älter";
        next: "Newer" | "Neuer";
        subject: "About" | "Worüber";
        when: "When" | "Wann";
        event: "Event" | "Ereignis";
        history: "All entries about it" | "Alle Einträge dazu";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "entry.html")]
pub(super) struct EntryPage {
    frame: Frame,
    t: EntryWords,
    script: &'static str,
    view: Shown,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    position: u64,
    event: String,
    subject: String,
    history: String,
    who: String,
    when: When,
    data: String,
    /// Its bytes: canonical JSON.
    bytes: String,
    /// Sibling hashes from the leaf up, in base64.
    proof: Vec<String>,
    size: u64,
    checkpoint: String,
    key: String,
    command: String,
    previous: Option<String>,
    next: Option<String>,
}

pub(super) async fn show(visit: Visit, Path(position): Path<String>) -> Response {
    let Ok(position) = position.parse() else {
        return nowhere_for(visit).await;
    };
    visit
        .page(move |desk| {
            let t = EntryWords(desk.language());
            let view = shown(desk, position)?;
            Ok(EntryPage {
                frame: desk.frame(&t.title(view.position), Section::Ledger),
                t,
                script: &assets::verify().url,
                view,
            })
        })
        .await
}

fn shown(desk: &Desk<'_>, position: u64) -> Result<Shown, ServiceError> {
    let absent = || EngineError::Beyond {
        position,
        size: desk.reader.view().size(),
    };
    let paging = Paging {
        limit: 1,
        after: position.checked_add(1),
    };
    let latest = desk.ask(&LatestEntries {
        paging,
        ..LatestEntries::default()
    })?;
    let entry = latest
        .entries
        .into_iter()
        .next()
        .filter(|entry| entry.position == position)
        .ok_or_else(absent)?;
    let engine = desk.visit.service.engine();
    let bytes = engine.entry(position)?.ok_or_else(absent)?;
    let (proof, checkpoint) = engine.proof(position)?;
    let to = |position: u64| desk.to(&format!("/entries/{position}"));
    Ok(Shown {
        history: desk.to(&format!("/ledger?subject={}", entry.subject)),
        who: actor(desk, &entry.actor),
        when: desk.when(entry.time),
        data: pretty(&entry),
        bytes: String::from_utf8_lossy(&bytes).into_owned(),
        proof: proof.hashes.iter().map(|hash| hash.to_base64()).collect(),
        size: proof.size,
        checkpoint: String::from_utf8_lossy(&checkpoint).into_owned(),
        key: engine.key().to_string(),
        command: format!("holdpoint log prove --entry {position}"),
        previous: position.checked_sub(1).map(to),
        next: (position + 1 < latest.size).then(|| to(position + 1)),
        event: entry.event,
        subject: entry.subject,
        position,
    })
}

fn pretty(entry: &EntryView) -> String {
    serde_json::to_string_pretty(&entry.data).unwrap_or_default()
}
