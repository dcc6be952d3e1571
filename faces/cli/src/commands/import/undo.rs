//! Undoing an import.

use std::path::Path;

use holdpoint_service::{PlanView, Receipt, Undo, Wanted};
use serde::Serialize;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::Outcome;
use crate::commands::release::create::send_all;
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::present::counted;
use crate::session::Session;

/// How many releases are taken back at once.
pub(super) const MOST: usize = 500;

/// Makes what the entries changed what it was before, unless it has changed again since, and takes back the past
/// releases that they brought in.
pub(super) fn undo(session: &Session, entries: &Path, write: &Write) -> Outcome {
    let undo = span(&entries.display().to_string())?;
    let client = session.client()?;
    let plan = client.plan(&Wanted::Undo(undo))?;
    let mut requests: Vec<_> = plan
        .releases
        .chunks(MOST)
        .map(|releases| {
            json!({ "command": "release.withdraw-import", "arguments": { "releases": releases } })
        })
        .collect();
    if requests.is_empty() || changes(&plan) > 0 {
        let undo = json!({ "undo": undo });
        requests.push(json!({ "command": "organisation.apply", "arguments": undo }));
    }
    let receipt = send_all(&*client, write, requests)?;
    session.show(&Undone { plan, receipt })
}

/// How many things change back, people who are erased included.
fn changes(plan: &PlanView) -> usize {
    plan.added + plan.changed + plan.removed + plan.gone.len()
}

/// `FIRST..LAST`.
fn span(text: &str) -> Result<Undo, Failure> {
    let numbers = text.split_once("..").and_then(|(first, last)| {
        let undo = Undo {
            first: first.parse().ok()?,
            last: last.parse().ok()?,
        };
        (undo.first <= undo.last).then_some(undo)
    });
    numbers.ok_or_else(|| {
        Failure::input("entries-wrong", format!("`{text}` are no entries"))
            .help("write `FIRST..LAST`, as the import said")
    })
}

/// What was undone.
#[derive(Debug, Serialize)]
struct Undone {
    #[serde(flatten)]
    plan: PlanView,
    #[serde(flatten)]
    receipt: Receipt,
}

impl Human for Undone {
    fn human(&self, page: &mut Page) {
        let releases = self.plan.releases.len();
        let changes = changes(&self.plan);
        if releases == 0 || changes > 0 {
            page.block(self.plan.text.trim_end());
        }
        for note in &self.plan.notes {
            page.line(format!("note: {note}"));
        }
        if !self.plan.gone.is_empty() {
            page.line(format!("erased: {}", self.plan.gone.join(", ")));
        }
        if releases > 0 {
            let releases = counted(releases as u64, "past release");
            page.line(format!("taken back: {releases}"));
        }
        match self.receipt.dry_run {
            true => page.line("nothing was undone: this was a rehearsal"),
            false if changes + releases > 0 => page.line("undone"),
            false => {}
        }
    }
}
