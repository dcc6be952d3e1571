//! `holdpoint ledger copy`.

use std::cell::RefCell;

use clap::Args;
use holdpoint_engine::transfer::{self, Phase, Plan, TransferError};
use holdpoint_ports::LedgerStore;
use serde::Serialize;

use super::end::End;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::progress::Progress;
use crate::session::Session;

/// Copy a ledger from a data directory to a PostgreSQL database, or back.
///
/// The same entries, tree, head and used keys; all of it is read back and compared. Servers have to be stopped. The target
/// may be empty, or have the beginning of the source, such as after a copy that broke off: then only the rest is copied.
/// People, keys and content stay in the data directory.
#[derive(Debug, Args)]
pub(crate) struct Copy {
    /// A data directory, or `postgres://USER@HOST/DATABASE`.
    from: String,
    /// The same.
    to: String,
    /// Only say what would be copied.
    #[arg(long)]
    dry_run: bool,
}

/// The same with both ends read: a URL may have a secret in it, and is not repeated when it cannot be read.
struct Work {
    from: End,
    to: End,
    dry_run: bool,
}

impl Run for Copy {
    fn run(self, session: &Session) -> Outcome {
        Work {
            from: End::named(&self.from)?,
            to: End::named(&self.to)?,
            dry_run: self.dry_run,
        }
        .done(session)
    }
}

impl Work {
    fn done(self, session: &Session) -> Outcome {
        let from = self.from.existing()?.ok_or_else(|| self.empty())?;
        let source = from.reader().map_err(|error| self.from.failed(&error))?;
        let plan = if self.dry_run {
            let to = self.to.existing()?;
            let target = to.as_ref().map(|to| to.reader()).transpose();
            let target = target.map_err(|error| self.to.failed(&error))?;
            transfer::plan(&*source, target.as_deref())
        } else {
            let mut to = self.to.open()?;
            copy(session, &*source, &mut *to)
        };
        let plan = plan.map_err(|error| self.failed(&error))?;
        let Some(head) = &plan.head else {
            return Err(self.empty());
        };
        if !self.dry_run {
            self.to.arrived()?;
        }
        session.show(&Copied {
            from: self.from.to_string(),
            to: self.to.to_string(),
            dry_run: self.dry_run,
            entries: plan.size(),
            copied: plan.size() - plan.there,
            root: head.root.to_string(),
            database: matches!(self.to, End::Database(_)),
        })
    }
}

fn copy(
    session: &Session,
    source: &dyn holdpoint_ports::LedgerReader,
    target: &mut dyn LedgerStore,
) -> Result<Plan, TransferError> {
    let shown: RefCell<Option<(Phase, Progress)>> = RefCell::new(None);
    transfer::transfer(source, target, &|phase, done, total| {
        let mut shown = shown.borrow_mut();
        if shown.as_ref().is_none_or(|(of, _)| *of != phase) {
            let what = match phase {
                Phase::Copying => "copying",
                Phase::Verifying => "reading back",
            };
            *shown = Some((phase, session.progress(what, Some(total))));
        }
        if let Some((_, bar)) = &*shown {
            bar.of(done, total);
        }
    })
}

impl Work {
    fn empty(&self) -> Failure {
        let message = format!("there is no ledger in `{}`", self.from);
        Failure::input("ledger-missing", message)
            .help("name a data directory, or a database that one was copied to or served from")
    }

    fn failed(&self, error: &TransferError) -> Failure {
        match error {
            TransferError::Differs { .. } | TransferError::Longer { .. } => {
                let message = format!("`{}` has another ledger", self.to);
                Failure::input("ledger-differs", message)
                    .because(error)
                    .help("copy to an empty database or directory")
            }
            _ => {
                let message = format!("`{}` cannot be copied to `{}`", self.from, self.to);
                Failure::failed("ledger-copy", message).because(error)
            }
        }
    }
}

#[derive(Debug, Serialize)]
struct Copied {
    from: String,
    to: String,
    dry_run: bool,
    /// In the source.
    entries: u64,
    /// Those that the target lacked.
    copied: u64,
    root: String,
    #[serde(skip)]
    database: bool,
}

impl Human for Copied {
    fn human(&self, page: &mut Page) {
        let Self {
            entries,
            copied,
            root,
            ..
        } = self;
        if self.dry_run {
            page.line(format!("would copy {copied} of {entries} entries"));
        } else {
            page.line(format!(
                "copied {copied} of {entries} entries, and read all of them back"
            ));
        }
        page.line(format!("root {root}"));
        if self.database && !self.dry_run {
            page.line("serve it with `--database-url`; people, keys and content are in the data directory");
        }
    }
}
