//! `holdpoint calendar import`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_domain::declaration::Change;
use holdpoint_service::Wanted;
use holdpoint_service::queries::ShowCalendar;
use serde_json::json;

use super::ics;
use crate::arguments::Write;
use crate::client::ask;
use crate::commands::apply::Applied;
use crate::commands::{Outcome, Run};
use crate::files;
use crate::session::{Session, send};

/// Replace the holidays of a calendar by the whole days of an iCalendar file.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Which calendar; it is declared in the configuration.
    name: String,
    /// The file; `-` is standard input.
    file: PathBuf,
    /// Keep the holidays that the calendar has.
    #[arg(long)]
    merge: bool,
    #[command(flatten)]
    write: Write,
}

impl Run for Import {
    fn run(self, session: &Session) -> Outcome {
        let mut holidays = ics::holidays(&files::read_text(&self.file)?)?;
        let client = session.client()?;
        let mut calendar = ask(
            &*client,
            &ShowCalendar {
                calendar: self.name,
            },
            None,
        )?
        .calendar;
        if self.merge {
            holidays.extend(calendar.holidays);
            holidays.sort();
            holidays.dedup_by(|a, b| a.date == b.date);
        }
        calendar.holidays = holidays;
        let changes = vec![Change::Calendar(calendar)];
        let plan = client.plan(&Wanted::Changes(changes.clone()))?;
        let request =
            json!({ "command": "organisation.apply", "arguments": { "changes": changes } });
        let receipt = send(&*client, &self.write, request)?;
        session.show(&Applied { plan, receipt })
    }
}
