//! `holdpoint calendar export`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_service::queries::ShowCalendar;

use super::ics;
use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::files;
use crate::session::Session;

/// Write the holidays of a calendar as an iCalendar file.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Which calendar.
    name: String,
    /// The file to write.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Only say what would be written.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    past: Past,
}

impl Run for Export {
    fn run(self, session: &Session) -> Outcome {
        let at = session.at(&self.past)?;
        let query = ShowCalendar {
            calendar: self.name,
        };
        let view = ask(&*session.client()?, &query, at.as_deref())?;
        let text = ics::write(&view.calendar)?;
        if self.dry_run {
            let (count, file) = (view.calendar.holidays.len(), self.file.display());
            session.note(format!("would be written: {count} holidays, to `{file}`"));
            return Ok(Exit::Go);
        }
        files::write(&self.file, text.as_bytes())?;
        Ok(Exit::Go)
    }
}
