//! `holdpoint task`.

mod settle;

use clap::{Args, Subcommand};
use holdpoint_service::queries::{InboxKind, InboxPart, ShowInbox};
use holdpoint_service::{PersonalRequest, Seen};
use serde::Serialize;

use super::{Outcome, Run};
use crate::arguments::Past;
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// What waits for me.
///
/// It is worked out from what the ledger says: what another has done meanwhile waits no more.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Task {
    /// What is done with, too.
    #[arg(long, conflicts_with = "new")]
    all: bool,
    /// Only what was not read.
    #[arg(long)]
    new: bool,
    /// Only what is of this kind, such as `approval` or `mention`.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    past: Past,
    #[command(subcommand)]
    mark: Option<Mark>,
}

/// What is done with things.
#[derive(Debug, Subcommand)]
enum Mark {
    /// Mark things as read.
    Read(Which),
    /// Mark things as done with: they are shown no more.
    Done(Which),
    /// Mark things as new again.
    Again(Which),
    Settle(settle::Settle),
}

#[derive(Debug, Args)]
struct Which {
    /// Which, by the id that the list shows.
    #[arg(required = true, value_name = "ID")]
    items: Vec<String>,
}

impl Run for Task {
    fn run(self, session: &Session) -> Outcome {
        let (seen, which) = match self.mark {
            None => return self.list(session),
            Some(Mark::Read(which)) => (Seen::Read, which),
            Some(Mark::Done(which)) => (Seen::Done, which),
            Some(Mark::Again(which)) => (Seen::New, which),
            Some(Mark::Settle(settle)) => return settle.run(session),
        };
        let count = which.items.len();
        let request = PersonalRequest::Mark {
            items: which.items,
            seen,
        };
        session.client()?.personal(&request)?;
        session.show(&Marked {
            marked: count,
            seen,
        })
    }
}

impl Task {
    fn list(self, session: &Session) -> Outcome {
        let which = match (self.all, self.new) {
            (true, _) => InboxPart::All,
            (_, true) => InboxPart::New,
            _ => InboxPart::Waiting,
        };
        let kind = self.kind.as_deref().map(kind).transpose()?;
        session.answer(&ShowInbox { which, kind }, &self.past)
    }
}

fn kind(text: &str) -> Result<InboxKind, Failure> {
    let value = serde_json::Value::String(text.to_owned());
    serde_json::from_value(value).map_err(|_| {
        let message = format!("nothing in an inbox is of kind `{text}`");
        Failure::input("kind-unknown", message)
            .help("write `approval`, `readiness`, `release-held`, `deployment-failed`, `step-lost`, `mention`, `waiver-asked`, `waiver-ending` or `grant-ending`")
    })
}

#[derive(Debug, Serialize)]
struct Marked {
    marked: usize,
    seen: Seen,
}

impl Human for Marked {
    fn human(&self, page: &mut Page) {
        let seen = match self.seen {
            Seen::New => "new again",
            Seen::Read => "read",
            Seen::Done => "done with",
        };
        page.line(format!("{} marked as {seen}", self.marked));
    }
}
