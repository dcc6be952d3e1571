//! The ledger: every entry from the newest, and one entry that the browser itself verifies.

mod entry;
mod horizons;

use std::fmt::Write as _;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::queries::{EntryView, Latest, LatestEntries, Paging};
use holdpoint_service::{Nature, ServiceError};

use super::shared::actor;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::list::{Cell, ColumnSpec, Empty, Filter, List, ListSpec, Order, ROWS, Row, exported};
use crate::visit::Visit;
use crate::words::messages;
use crate::wrong::notice;

messages! {
    /// Words of the page.
    pub(crate) LedgerWords {
        title: "Ledger" | "Ledger";
        says(size, origin): "{size} entries in {origin}, each provable. Open one, and your browser verifies it." | "{size} Einträge in {origin}, jeder beweisbar. Öffnen Sie einen, und Ihr Browser prüft ihn.";
        position: "Entry" | "Eintrag";
        event: "Event" | "Ereignis";
        subject: "About" | "Worüber";
        who: "By" | "Von";
        when: "When" | "Wann";
        subject_hint: "release/payments-1.0" | "release/payments-1.0";
        any_event: "Any event" | "Jedes Ereignis";
        none: "The ledger is empty" | "Das Ledger ist leer";
        none_says: "The first entry founds the organisation." | "Der erste Eintrag gründet die Organisation.";
        checkpoint: "Newest signed checkpoint" | "Neuester signierter Checkpoint";
        key: "The key that signs" | "Der signierende Schlüssel";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    frame: Frame,
    t: LedgerWords,
    says: String,
    checkpoint: String,
    key: String,
    horizons: horizons::Horizons,
    list: List,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/ledger", get(show))
        .route("/entries/{position}", get(entry::show))
}

async fn show(visit: Visit) -> Response {
    if visit.query.get("format").is_some() {
        return visit.at_a_desk(export).await;
    }
    visit
        .page(|desk| {
            let t = LedgerWords(desk.language());
            let engine = desk.visit.service.engine();
            let (latest, refused) = match found(desk, ROWS) {
                Err(error) if error.nature() == Nature::Input => {
                    (nothing(desk.reader.view().size()), Some(notice(&error)))
                }
                found => (found?, None),
            };
            let mut frame = desk.frame(t.title(), Section::Ledger);
            frame.notice = refused.or(frame.notice);
            Ok(LedgerPage {
                says: t.says(grouped(latest.size), engine.origin()),
                checkpoint: checkpoint(desk),
                key: engine.key().to_string(),
                horizons: horizons::card(desk)?,
                list: list(desk, t, &latest),
                frame,
                t,
            })
        })
        .await
}

/// What a filter that cannot be read finds: the page stays, with what was typed.
const fn nothing(size: u64) -> Latest {
    Latest {
        size,
        entries: Vec::new(),
        next: None,
    }
}

/// The newest signed checkpoint, as it is published.
fn checkpoint(desk: &Desk<'_>) -> String {
    let note = desk.visit.service.engine().checkpoint().unwrap_or_default();
    String::from_utf8_lossy(&note).into_owned()
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            // A narrow space that does not break: neither comma nor point means the same everywhere.
            text.push('\u{202f}');
        }
        // Writing to a string does not fail.
        let _ = text.write_char(digit);
    }
    text
}

fn export(desk: &Desk<'_>) -> Result<Response, ServiceError> {
    let t = LedgerWords(desk.language());
    let rows = || {
        Ok(found(desk, 1_000)?
            .entries
            .iter()
            .map(|entry| row(desk, entry))
            .collect())
    };
    let file = exported(desk, "entries", &columns(t), rows)?;
    file.ok_or_else(|| ServiceError::Malformed("`format` is `csv` or `xlsx`".to_owned()))
}

fn found(desk: &Desk<'_>, limit: usize) -> Result<Latest, ServiceError> {
    let query = &desk.visit.query;
    desk.ask(&LatestEntries {
        subject: query.get("subject").map(str::to_owned),
        event: query.get("event").map(str::to_owned),
        paging: Paging {
            limit,
            after: query.get("after").and_then(|text| text.parse().ok()),
        },
    })
}

fn columns(t: LedgerWords) -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::new("position", t.position()),
        ColumnSpec::new("when", t.when()),
        ColumnSpec::new("event", t.event()),
        ColumnSpec::new("about", t.subject()),
        ColumnSpec::new("by", t.who()),
    ]
}

/// Families of events that can be asked for.
const FAMILIES: &[&str] = &[
    "release.",
    "approval.",
    "gate.",
    "evidence.",
    "waiver.",
    "readiness.",
    "deployment.",
    "access.",
    "person.",
    "environment.",
    "component.",
    "organisation.",
];

fn list(desk: &Desk<'_>, t: LedgerWords, latest: &Latest) -> List {
    let query = &desk.visit.query;
    let families = FAMILIES.iter().map(|family| {
        (
            (*family).to_owned(),
            family.trim_end_matches('.').to_owned(),
        )
    });
    List::of(
        desk,
        ListSpec {
            caption: t.title().to_owned(),
            columns: columns(t),
            filters: vec![
                Filter::text(query, "subject", t.subject_hint()),
                Filter::choice(query, "event", t.any_event(), families),
            ],
            order: Order::of(query, "-position"),
            rows: latest
                .entries
                .iter()
                .map(|entry| row(desk, entry))
                .collect(),
            total: None,
            next: latest.next,
            acts: Vec::new(),
            reason: None,
            empty: Empty {
                icon: Icon::Ledger,
                heading: t.none().to_owned(),
                text: t.none_says().to_owned(),
                command: None,
            },
        },
    )
}

fn row(desk: &Desk<'_>, entry: &EntryView) -> Row {
    Row {
        id: entry.position.to_string(),
        pick: false,
        fresh: false,
        cells: vec![
            Cell::Title {
                text: entry.position.to_string(),
                to: desk.to(&format!("/entries/{}", entry.position)),
                sub: String::new(),
            },
            Cell::Time(desk.when(entry.time)),
            Cell::Mono(entry.event.clone()),
            Cell::Text(short(&entry.subject)),
            Cell::Person(actor(desk, &entry.actor)),
        ],
    }
}

/// Digits of a digest that tell it from all others of a ledger.
const TELLING: usize = 16;

/// A subject that fits into a line: the page of the entry has all of it.
fn short(subject: &str) -> String {
    match subject.split_once("sha256:") {
        Some((kind, digest)) if digest.len() > TELLING => {
            format!(
                "{kind}sha256:{}…",
                digest.get(..TELLING).unwrap_or_default()
            )
        }
        _ => subject.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, short};

    #[test]
    fn a_digest_is_told_by_its_beginning() {
        let digest = "13d0480d7a72731228abdbf30046edb1";
        assert_eq!(
            short(&format!("evidence/sha256:{digest}")),
            "evidence/sha256:13d0480d7a727312…"
        );
        assert_eq!(short("release/payments-1.0"), "release/payments-1.0");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
