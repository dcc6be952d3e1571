//! `holdpoint release notes`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_service::queries::ShowRelease;
use serde_json::json;

use crate::arguments::{Past, Write};
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::files;
use crate::output::{self, Format};
use crate::session::Session;

/// Show what people should know about a release, or write it.
#[derive(Debug, Args)]
pub(crate) struct Notes {
    /// Which release.
    release: String,
    /// Write this text.
    #[arg(long, value_name = "TEXT", conflicts_with = "file")]
    text: Option<String>,
    /// Write what is in this file.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    write: Write,
    #[command(flatten)]
    past: Past,
}

impl Run for Notes {
    fn run(self, session: &Session) -> Outcome {
        let text = match (&self.text, &self.file) {
            (Some(text), _) => Some(text.clone()),
            (None, Some(file)) => Some(files::read_text(file)?),
            (None, None) => None,
        };
        let Some(text) = text else {
            return self.show(session);
        };
        let request = json!({
            "command": "release.write-notes",
            "arguments": { "release": self.release, "notes": { "plain": text } }
        });
        session.submit(
            &self.write,
            request,
            format!("release `{}` has new notes", self.release),
        )
    }
}

impl Notes {
    fn show(self, session: &Session) -> Outcome {
        let query = ShowRelease {
            release: self.release,
        };
        let at = session.at(&self.past)?;
        let view = ask(&*session.client()?, &query, at.as_deref())?;
        let notes = view.notes.unwrap_or_default();
        match session.format() {
            Format::Json => output::write(&output::json(&json!({ "notes": notes }))?)?,
            _ => output::write(&format!("{}\n", notes.trim_end()))?,
        }
        Ok(Exit::Go)
    }
}
