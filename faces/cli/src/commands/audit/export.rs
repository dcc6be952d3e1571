//! `holdpoint audit export`.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

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
}

impl Run for Export {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let wrong = |error: std::io::Error| Failure::file("write", &self.file, &error);
        let mut options = File::options();
        options
            .write(true)
            .create_new(!self.force)
            .create(true)
            .truncate(self.force);
        let file = options
            .open(&self.file)
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => {
                    let message = format!("there is a `{}` already", self.file.display());
                    Failure::input("file-exists", message).help("`--force` overwrites it")
                }
                _ => wrong(error),
            })?;
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
