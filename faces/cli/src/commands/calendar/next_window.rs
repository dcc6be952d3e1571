//! `holdpoint calendar next-window`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_icalendar::{Feed, Kind, Occurrence};
use holdpoint_schedule::{Fit, Span, Spans, Zone};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::expand::stamp;
use super::feed::{self, Shown};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::moment;
use crate::output::{Human, Page};
use crate::session::Session;

/// Find the next time at which something of some length fits between what the calendars close.
///
/// The events of a calendar close it, unless it says `X-CALENDAR-TYPE:DEFAULT_CLOSED` or is named by `--open`: then it is open only
/// during its events. What any calendar closes is closed. Events that were called off count for nothing, all others do, also
/// those that leave their owner free.
#[derive(Debug, Args)]
pub(crate) struct NextWindow {
    /// iCalendar files with what is closed.
    #[arg(long = "calendar", value_name = "FILE", num_args = 1.., required_unless_present = "open")]
    calendars: Vec<PathBuf>,
    /// iCalendar files with what is open, such as maintenance windows.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    open: Vec<PathBuf>,
    /// How long it takes, such as `90m`, `2h` or `1h30m`.
    #[arg(long, value_name = "DURATION")]
    duration: String,
    /// From when on.
    #[arg(long, value_name = "TIME")]
    after: String,
    /// Until when it has to be over; five years later if nothing is said.
    #[arg(long, value_name = "TIME")]
    before: Option<String>,
}

/// How far ahead is looked at first, then if nothing was found, and so on, in days.
const AHEAD: [i64; 4] = [14, 92, 366, i64::MAX];

/// Until when is looked, in days.
const FAR: i64 = 5 * 366;

/// The most events that are said to be in the way.
const MOST: usize = 10;

impl Run for NextWindow {
    fn run(self, session: &Session) -> Outcome {
        let calendars = self.read()?;
        let after = stamp(&self.after, session)?;
        let before = match &self.before {
            Some(text) => stamp(text, session)?,
            None => days_after(after, FAR),
        };
        let sought = Sought {
            length: moment::length(&self.duration)?,
            span: Span {
                from: after,
                to: before,
            },
        };
        let (window, in_the_way) = sought.find(&calendars, session)?;
        let exit = if window.is_some() {
            Exit::Go
        } else {
            Exit::NoGo
        };
        session.show(&Window::of(window, in_the_way, session))?;
        Ok(exit)
    }
}

impl NextWindow {
    /// The calendars, each with whether its events close it.
    fn read(&self) -> Result<Vec<(Feed, bool)>, Failure> {
        let mut calendars = Vec::new();
        for path in &self.calendars {
            let feed = feed::read(path)?;
            let closes = feed.kind != Some(Kind::Closed);
            calendars.push((feed, closes));
        }
        for path in &self.open {
            calendars.push((feed::read(path)?, false));
        }
        Ok(calendars)
    }
}

struct Sought {
    length: SignedDuration,
    span: Span,
}

impl Sought {
    /// Looks further ahead until it is found.
    fn find(
        &self,
        calendars: &[(Feed, bool)],
        session: &Session,
    ) -> Result<(Option<Span>, Vec<Occurrence>), Failure> {
        let here = feed::here(&session.zone);
        let mut found = (None, Vec::new());
        for days in AHEAD {
            let to = days_after(self.span.from, days).checked_add(self.length);
            let to = to.unwrap_or(Timestamp::MAX).min(self.span.to);
            let from = self.span.from;
            found = self.find_within(Span { from, to }, calendars, &here)?;
            if found.0.is_some() || to == self.span.to {
                break;
            }
        }
        Ok(found)
    }

    /// Where it fits within a span, and what is in the way before that.
    fn find_within(
        &self,
        within: Span,
        calendars: &[(Feed, bool)],
        here: &Zone,
    ) -> Result<(Option<Span>, Vec<Occurrence>), Failure> {
        let (mut open, mut closing) = (None::<Spans>, Vec::new());
        for (feed, closes) in calendars {
            let found = feed::within(feed, within, here)?;
            if *closes {
                closing.extend(found);
                continue;
            }
            let spans: Spans = found.into_iter().map(|one| one.span).collect();
            open = Some(open.map_or(spans.clone(), |open| open.intersection(&spans)));
        }
        let fit = Fit {
            open: open.as_ref(),
            closed: &closing.iter().map(|one| one.span).collect(),
            length: self.length,
        };
        let window = fit.next(within.from, within.to);
        let until = window.map_or(within.to, |window| window.from);
        closing.retain(|one| one.span.from <= until);
        Ok((window, closing))
    }
}

fn days_after(from: Timestamp, days: i64) -> Timestamp {
    let hours = days.checked_mul(24);
    let later = hours.and_then(|hours| from.checked_add(SignedDuration::from_hours(hours)).ok());
    later.unwrap_or(Timestamp::MAX)
}

#[derive(Debug, Serialize)]
struct Window {
    /// When it may begin; null if it fits nowhere.
    start: Option<String>,
    end: Option<String>,
    /// What is closed before it, at most ten.
    in_the_way: Vec<Shown>,
}

impl Window {
    fn of(window: Option<Span>, in_the_way: Vec<Occurrence>, session: &Session) -> Self {
        let zone = &session.zone;
        let in_the_way = in_the_way.into_iter().take(MOST);
        Self {
            start: window.map(|window| feed::shown(window.from, zone)),
            end: window.map(|window| feed::shown(window.to, zone)),
            in_the_way: in_the_way.map(|one| Shown::of(one, zone)).collect(),
        }
    }
}

impl Human for Window {
    fn human(&self, page: &mut Page) {
        match (&self.start, &self.end) {
            (Some(start), Some(end)) => {
                page.field("from", start);
                page.field("until", end);
            }
            _ => page.line("it fits nowhere"),
        }
        if !self.in_the_way.is_empty() {
            page.heading("In the way");
            let row = |one: &Shown| vec![one.start.clone(), one.end.clone(), one.summary.clone()];
            page.table(
                &["start", "end", "event"],
                self.in_the_way.iter().map(row).collect(),
            );
        }
    }
}
