//! `holdpoint calendar list` and `holdpoint calendar show`.

use clap::Args;
use holdpoint_service::queries::{
    Calendars, ListCalendars, ListWindows, ShowCalendar, ShowWindow, Windows,
};
use serde::Serialize;

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::output::{Human, Page};
use crate::session::Session;

/// List working calendars, blackouts and maintenance windows, and when these are.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only blackouts and maintenance windows of this environment.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// All times of blackouts and maintenance windows from then on.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Until then; for three months if nothing is said.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    #[command(flatten)]
    past: Past,
}

/// Working calendars, blackouts and maintenance windows.
#[derive(Debug, Serialize)]
struct All {
    #[serde(flatten)]
    calendars: Calendars,
    #[serde(flatten)]
    windows: Windows,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let at = session.at(&self.past)?;
        let client = session.client()?;
        let time =
            |text: &Option<String>| text.as_deref().map(|text| session.time(text)).transpose();
        let windows = ListWindows {
            from: time(&self.from)?,
            until: time(&self.to)?,
            environment: self.environment,
        };
        let windows = ask(&*client, &windows, at.as_deref())?;
        let calendars = ask(&*client, &ListCalendars::default(), at.as_deref())?;
        session.show(&All { calendars, windows })
    }
}

impl Human for All {
    fn human(&self, page: &mut Page) {
        self.calendars.human(page);
        if !self.windows.windows.is_empty() {
            page.gap();
            self.windows.human(page);
        }
    }
}

/// Show a working calendar, a blackout or a maintenance window.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its name.
    name: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let at = session.at(&self.past)?;
        let client = session.client()?;
        let (calendar, window) = (self.name.clone(), self.name);
        let found = ask(&*client, &ShowCalendar { calendar }, at.as_deref());
        let missing = match found {
            Ok(found) => return session.show(&found),
            Err(missing) if missing.code.ends_with("calendar-unknown") => missing,
            Err(failure) => return Err(failure),
        };
        match ask(&*client, &ShowWindow { window }, at.as_deref()) {
            Ok(found) => session.show(&found),
            Err(other) if other.code.ends_with("window-unknown") => Err(missing),
            Err(failure) => Err(failure),
        }
    }
}
