//! `holdpoint calendar export`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_service::queries::{FeedPart, ShowCalendar, ShowFeed};

use super::ics;
use crate::arguments::Past;
use crate::client::{Client, ask};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::files;
use crate::session::Session;

/// Write what is closed when as an iCalendar file: blackouts, maintenance windows and days off; or the holidays of one calendar.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Only the holidays of this calendar.
    #[arg(conflicts_with_all = ["environment", "mine"])]
    name: Option<String>,
    /// The file to write.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Only what is about this environment.
    #[arg(long, value_name = "NAME", conflicts_with = "mine")]
    environment: Option<String>,
    /// Only what is about components that your teams own.
    #[arg(long)]
    mine: bool,
    /// The file to write; the same as FILE.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    output: Option<PathBuf>,
    /// Only say what would be written.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    past: Past,
}

/// A calendar that is written, and what to say of it instead.
struct Written {
    text: String,
    said: String,
}

impl Run for Export {
    fn run(self, session: &Session) -> Outcome {
        let at = session.at(&self.past)?;
        let client = session.client()?;
        let written = self.written(&*client, at.as_deref())?;
        let file = self.output.unwrap_or(self.file);
        if self.dry_run {
            let (said, file) = (written.said, file.display());
            session.note(format!("would be written: {said}, to `{file}`"));
            return Ok(Exit::Go);
        }
        files::write(&file, written.text.as_bytes())?;
        Ok(Exit::Go)
    }
}

impl Export {
    fn written(&self, client: &dyn Client, at: Option<&str>) -> Result<Written, Failure> {
        if let Some(calendar) = self.name.clone() {
            let calendar = ask(client, &ShowCalendar { calendar }, at)?.calendar;
            return Ok(Written {
                text: ics::write(&calendar)?,
                said: format!("{} holidays", calendar.holidays.len()),
            });
        }
        let query = ShowFeed {
            environment: self.environment.clone(),
            only: self.mine.then_some(FeedPart::Mine),
        };
        let text = ask(client, &query, at)?.text;
        let events = text.lines().filter(|line| *line == "BEGIN:VEVENT").count();
        Ok(Written {
            text,
            said: format!("{events} events"),
        })
    }
}
