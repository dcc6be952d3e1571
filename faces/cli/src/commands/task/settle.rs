//! `holdpoint task settle`.

use clap::Args;
use holdpoint_service::queries::{InboxItem, InboxPart, ShowInbox};
use serde::Serialize;

use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::{Session, send};

/// Give things what they wait for: approve releases and waivers, confirm readiness.
///
/// An approval is bound to what was looked at: it is refused if the release has changed meanwhile. What is refused to one
/// is done to the others.
#[derive(Debug, Args)]
pub(crate) struct Settle {
    /// Which, by the id that the list shows.
    #[arg(required = true, value_name = "ID")]
    items: Vec<String>,
    /// With what comment.
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Only say what would come of it.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Settle {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let inbox = ShowInbox {
            which: InboxPart::All,
            kind: None,
        };
        let inbox = ask(&*client, &inbox, None)?;
        let (mut settled, mut exit) = (Vec::new(), Exit::Go);
        for id in &self.items {
            let found = inbox.items.iter().find(|item| item.id == *id);
            let failure = self.settle(&*client, id, found).err();
            exit = failure.as_ref().map_or(exit, |failure| failure.exit);
            settled.push(Settled {
                item: id.clone(),
                failure,
            });
        }
        let dry_run = self.dry_run;
        session.show(&Settlement { settled, dry_run })?;
        Ok(exit)
    }
}

impl Settle {
    fn settle(
        &self,
        client: &dyn Client,
        id: &str,
        found: Option<&InboxItem>,
    ) -> Result<(), Failure> {
        let item = found.ok_or_else(|| {
            Failure::new(
                Exit::NoGo,
                "task-gone",
                format!("`{id}` does not wait, or not for you"),
            )
            .help("`holdpoint task` shows what does")
        })?;
        let requests = item.settled_with(self.comment.as_deref());
        if requests.is_empty() {
            let message = format!("`{id}` takes more than a word");
            return Err(
                Failure::new(Exit::NoGo, "task-not-a-word", message).help(format!(
                    "look at {}, do what it needs, and mark it as done",
                    item.subject
                )),
            );
        }
        let write = Write {
            dry_run: self.dry_run,
            key: None,
        };
        for request in requests {
            send(client, &write, request)?;
        }
        Ok(())
    }
}

/// What came of it for each.
#[derive(Debug, Serialize)]
struct Settlement {
    settled: Vec<Settled>,
    dry_run: bool,
}

#[derive(Debug, Serialize)]
struct Settled {
    item: String,
    /// Why not, if it was not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failure>,
}

impl Human for Settlement {
    fn human(&self, page: &mut Page) {
        for one in &self.settled {
            match &one.failure {
                None if self.dry_run => page.line(format!("would be settled: {}", one.item)),
                None => page.line(format!("settled: {}", one.item)),
                Some(failure) => {
                    page.line(format!("not settled: {}", one.item));
                    page.line(format!("    {}: {}", failure.code, failure.message));
                }
            }
        }
    }
}
