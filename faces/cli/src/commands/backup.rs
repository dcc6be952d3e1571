//! `holdpoint backup`.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use holdpoint_backup::{Manifest, Source, Stage, Written, back_up};
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_ports::{Clock as _, SystemClock};
use holdpoint_sqlite::SqliteLedger;
use serde::Serialize;

use super::{Outcome, Run};
use crate::data::{Backed, backup_failed};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::progress::Progress;
use crate::session::Session;

/// Back up a data directory, while a server goes on with it.
///
/// The ledger as of one position, the content that it names, what the vault keeps of people, and the configuration. Keys go
/// elsewhere: without them a backup tells nobody's name and signs nothing. The same command again adds what is new; one that
/// breaks off leaves the backup before it whole.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("apart").required(true))]
pub(crate) struct Backup {
    /// The directory of the backup, made if it is not there.
    to: PathBuf,
    /// The file for the keys, in another place. It replaces the one before, so that destroyed keys are gone from there, too.
    #[arg(long, value_name = "FILE", group = "apart")]
    keys: Option<PathBuf>,
    /// Leave the keys out: whoever restores it has to have them from elsewhere.
    #[arg(long, group = "apart")]
    without_keys: bool,
    /// Only say what would be backed up.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Backup {
    fn run(self, session: &Session) -> Outcome {
        self.apart()?;
        let source = session.backed()?;
        let before = Manifest::read(&self.to).map_err(|error| backup_failed(&error))?;
        if self.dry_run {
            return self.rehearse(session, &source, before.as_ref());
        }
        let written = self.write(session, &source)?.ok_or_else(unbegun)?;
        let backup = Shown::of(&self, &written);
        session.show(&backup)?;
        Ok(match backup.missing {
            0 => Exit::Go,
            _ => Exit::NoGo,
        })
    }
}

/// There is nothing in the ledger.
fn unbegun() -> Failure {
    Failure::input("ledger-missing", "there is nothing in the ledger yet")
        .help("`holdpoint apply` or `holdpoint serve` founds an organisation")
}

/// A bar for each stage of long work.
pub(super) fn watch<'s>(session: &'s Session) -> impl Fn(Stage, u64, u64) + 's {
    let shown: RefCell<Option<(Stage, Progress)>> = RefCell::new(None);
    move |stage, done, total| {
        let mut shown = shown.borrow_mut();
        if shown.as_ref().is_none_or(|(of, _)| *of != stage) {
            let what = match stage {
                Stage::Entries => "entries",
                Stage::ReadingBack => "reading back",
                Stage::Content => "content",
            };
            *shown = Some((stage, session.progress(what, Some(total))));
        }
        if let Some((_, bar)) = &*shown {
            bar.of(done, total);
        }
    }
}

impl Backup {
    /// Keys beside what they open would be no backup apart.
    fn apart(&self) -> Result<(), Failure> {
        let inside = |keys: &PathBuf| {
            let above = keys.parent().map(Path::to_path_buf).unwrap_or_default();
            let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            whole(&above).starts_with(whole(&self.to))
        };
        match self.keys.as_ref().filter(|keys| inside(keys)) {
            None => Ok(()),
            Some(keys) => {
                let message = format!("`{}` is within the backup itself", keys.display());
                Err(Failure::input("backup-keys-beside", message)
                    .help("name a file in another place, best on another machine"))
            }
        }
    }

    fn write(&self, session: &Session, source: &Backed) -> Result<Option<Written>, Failure> {
        let wrong = |error: &dyn std::error::Error| {
            let message = format!("`{}` cannot be written", self.to.display());
            Failure::failed("backup", message).because(error)
        };
        let mut ledger = SqliteLedger::open(&self.to).map_err(|error| wrong(&error))?;
        let blobs = DirectoryBlobs::open(self.to.join("blobs")).map_err(|error| wrong(&error))?;
        back_up(
            &Source {
                ledger: &*source.ledger,
                blobs: &*source.blobs,
                vault: &*source.vault,
                vault_key: &source.vault_key,
                log: &source.log,
                signing: source.signing.as_ref().map(|key| key.as_str()),
                files: source.files.clone(),
            },
            &self.to,
            (&mut ledger, &blobs),
            self.keys.as_deref(),
            SystemClock.now(),
            &watch(session),
        )
        .map_err(|error| backup_failed(&error))
    }

    fn rehearse(&self, session: &Session, source: &Backed, before: Option<&Manifest>) -> Outcome {
        let there = holdpoint_sqlite::look(&self.to).map_err(|error| {
            let message = format!("`{}` cannot be read", self.to.display());
            Failure::failed("backup", message).because(&error)
        })?;
        let plan = holdpoint_engine::transfer::plan(&*source.ledger, there.as_deref());
        let plan = plan.map_err(|error| backup_failed(&error.into()))?;
        session.show(&Shown {
            backup: self.to.display().to_string(),
            dry_run: true,
            entries: plan.size(),
            new_entries: plan.size().saturating_sub(plan.there),
            blobs: None,
            new_blobs: None,
            missing: 0,
            people: before.map(|before| before.people.count),
            keys: self.keys.as_ref().map(|keys| keys.display().to_string()),
            key_count: None,
        })
    }
}

/// What was backed up, or would be.
#[derive(Debug, Serialize)]
struct Shown {
    backup: String,
    dry_run: bool,
    /// In the ledger.
    entries: u64,
    /// Those that the backup lacked.
    new_entries: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    blobs: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_blobs: Option<u64>,
    /// Blobs that entries name and that are not there, or damaged.
    missing: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<usize>,
    /// The file with the keys.
    keys: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_count: Option<usize>,
}

impl Shown {
    fn of(command: &Backup, written: &Written) -> Self {
        let manifest = &written.manifest;
        Self {
            backup: command.to.display().to_string(),
            dry_run: false,
            entries: manifest.size,
            new_entries: written.entries,
            blobs: Some(manifest.blobs),
            new_blobs: Some(written.blobs),
            missing: manifest.missing.len(),
            people: Some(manifest.people.count),
            keys: command.keys.as_ref().map(|keys| keys.display().to_string()),
            key_count: written.keys,
        }
    }
}

impl Human for Shown {
    fn human(&self, page: &mut Page) {
        let (new, all) = (self.new_entries, self.entries);
        if self.dry_run {
            return page.line(format!("would back up {new} of {all} entries"));
        }
        page.line(format!("backed up to {}", self.backup));
        page.field("entries", format!("{all}, {new} of them new"));
        let (blobs, fresh) = (self.blobs.unwrap_or(0), self.new_blobs.unwrap_or(0));
        page.field("content", format!("{blobs} blobs, {fresh} of them new"));
        page.field("people", self.people.unwrap_or(0));
        match (&self.keys, self.key_count) {
            (Some(keys), Some(count)) => {
                page.field("keys", format!("{count} of people, in {keys}"))
            }
            _ => page.field(
                "keys",
                "none: nobody's name can be read from this backup alone",
            ),
        }
        if self.missing > 0 {
            let missing = self.missing;
            page.line(format!(
                "MISSING: {missing} blobs that entries name are not there or damaged; `holdpoint audit verify` lists them"
            ));
        }
    }
}
