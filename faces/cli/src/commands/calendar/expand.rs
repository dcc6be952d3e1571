//! `holdpoint calendar expand`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_schedule::Span;
use jiff::Timestamp;
use serde::Serialize;

use super::feed::{self, Shown};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// Show when the events of an iCalendar file take place, each of their times.
///
/// Rules are expanded on the clock of the event's zone: times that do not exist are left out, of those that occur twice it is the
/// first (RFC 5545). Whole days, and times without a zone, are meant in the zone that the calendar names, or else in that of
/// `--timezone`. Nothing is sent anywhere.
#[derive(Debug, Args)]
pub(crate) struct Expand {
    /// The file; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    ics: PathBuf,
    /// From when on.
    #[arg(long, value_name = "TIME")]
    from: String,
    /// Until when; what begins then is not shown.
    #[arg(long, value_name = "TIME")]
    to: String,
}

impl Run for Expand {
    fn run(self, session: &Session) -> Outcome {
        let calendar = feed::read(&self.ics)?;
        let span = Span {
            from: stamp(&self.from, session)?,
            to: stamp(&self.to, session)?,
        };
        if span.to <= span.from {
            let failure = Failure::input("span-wrong", "the span ends before it begins");
            return Err(failure.help("give a `--to` that is later than `--from`"));
        }
        let found = feed::within(&calendar, span, &feed::here(&session.zone))?;
        let events = found.into_iter().map(|one| Shown::of(one, &session.zone));
        session.show(&Events {
            events: events.collect(),
        })
    }
}

/// A time as people write it.
pub(super) fn stamp(text: &str, session: &Session) -> Result<Timestamp, Failure> {
    let time = session.time(text)?;
    let stamp = Timestamp::from_millisecond(time.millis());
    stamp.map_err(|error| {
        Failure::input("time-wrong", format!("`{text}` is no time")).because(&error)
    })
}

#[derive(Debug, Serialize)]
struct Events {
    events: Vec<Shown>,
}

impl Human for Events {
    fn human(&self, page: &mut Page) {
        let row = |one: &Shown| {
            vec![
                one.start.clone(),
                one.end.clone(),
                one.summary.clone(),
                one.uid.clone(),
            ]
        };
        page.table(
            &["start", "end", "event", "uid"],
            self.events.iter().map(row).collect(),
        );
    }
}
