//! One run of the program: what was said for every command, and where output goes.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::arguments::Global;
use crate::commands::Outcome;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{self, Format, Human, Page};
use crate::progress::Progress;

/// One run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) global: Global,
    pub(crate) zone: TimeZone,
}

impl Session {
    pub(crate) fn new(global: Global) -> Result<Self, (Failure, Format)> {
        match jiff::tz::db().get(&global.timezone) {
            Ok(zone) => Ok(Self { global, zone }),
            Err(_) => {
                let message = format!("there is no time zone `{}`", global.timezone);
                let failure = Failure::input("timezone-unknown", message);
                let help = "use an IANA name such as `Europe/Vienna`";
                Err((failure.help(help), global.format))
            }
        }
    }

    pub(crate) fn format(&self) -> Format {
        self.global.format
    }

    /// Writes data to standard output, as it was asked for.
    pub(crate) fn show<V: Human + Serialize>(&self, view: &V) -> Outcome {
        let text = match self.global.format {
            Format::Json => output::json(view)?,
            Format::Human => {
                let mut page = Page::new(self.zone.clone());
                view.human(&mut page);
                page.finish()
            }
        };
        output::write(&text)?;
        Ok(Exit::Go)
    }

    /// Says something to people, on standard error.
    pub(crate) fn note(&self, text: impl std::fmt::Display) {
        if !self.global.quiet {
            output::note(&text.to_string());
        }
    }

    /// Says something to people who want to hear more.
    pub(crate) fn detail(&self, text: impl std::fmt::Display) {
        if self.global.verbose {
            output::note(&text.to_string());
        }
    }

    pub(crate) fn progress(&self, what: &str, total: Option<u64>) -> Progress {
        Progress::new(what, total, self.global.quiet)
    }
}
