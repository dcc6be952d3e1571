//! `holdpoint audit export`.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;
use holdpoint_service::queries::ShowOrganisation;
use serde::Serialize;
use serde_json::json;

use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::{Session, send};

/// Write a bundle of the ledger and its evidence that verifies offline, on a machine that has never seen the
/// data: `holdpoint audit verify BUNDLE`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write, a tar archive.
    file: PathBuf,
    /// Add a proof file for each entry of this release.
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    /// Overwrite the file if there is one.
    #[arg(long)]
    force: bool,
    /// Only say what would be written.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Export {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let wrong = |error: std::io::Error| Failure::file("write", &self.file, &error);
        if self.dry_run {
            return self.rehearse(session, &*client);
        }
        let file = self.create()?;
        let progress = session.progress("exporting", None);
        let mut to = BufWriter::new(file);
        let written = client.export(self.release.as_deref(), &mut to);
        let written = written.and_then(|()| to.flush().map_err(wrong));
        drop(progress);
        if let Err(failure) = written {
            // Half a bundle would be taken for a damaged one.
            let _ = std::fs::remove_file(&self.file);
            return Err(failure);
        }
        let size = std::fs::metadata(&self.file).map_err(wrong)?.len();
        session.show(&Exported {
            file: self.file.display().to_string(),
            size,
        })
    }
}

impl Export {
    fn create(&self) -> Result<File, Failure> {
        let mut options = File::options();
        options
            .write(true)
            .create_new(!self.force)
            .create(true)
            .truncate(self.force);
        options
            .open(&self.file)
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => self.exists(),
                _ => Failure::file("write", &self.file, &error),
            })
    }

    fn exists(&self) -> Failure {
        let message = format!("there is a `{}` already", self.file.display());
        Failure::input("file-exists", message).help("`--force` overwrites it")
    }

    /// Says what would be in the bundle; nothing is written and nothing is handed out.
    fn rehearse(&self, session: &Session, client: &dyn Client) -> Outcome {
        if self.file.exists() && !self.force {
            return Err(self.exists());
        }
        let request = json!({
            "command": "audit.record-export",
            "arguments": { "release": self.release }
        });
        send(client, &Write::rehearsal(), request)?;
        let organisation = ask(client, &ShowOrganisation::default(), None)?;
        session.show(&Rehearsed {
            dry_run: true,
            file: self.file.display().to_string(),
            entries: organisation.entries,
        })
    }
}

/// What would be written.
#[derive(Debug, Serialize)]
struct Rehearsed {
    dry_run: bool,
    file: String,
    entries: u64,
}

impl Human for Rehearsed {
    fn human(&self, page: &mut Page) {
        let (file, entries) = (&self.file, self.entries);
        page.line(format!(
            "would be written: {file}, with {entries} entries and what they name"
        ));
    }
}

/// What was written.
#[derive(Debug, Serialize)]
struct Exported {
    file: String,
    size: u64,
}

impl Human for Exported {
    fn human(&self, page: &mut Page) {
        page.line(format!("wrote {} ({} bytes)", self.file, self.size));
        page.line(format!(
            "verify it anywhere: holdpoint audit verify {}",
            self.file
        ));
    }
}
