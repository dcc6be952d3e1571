//! When a window is, worked out as far as it follows from the window alone.

mod close;
mod read;

use holdpoint_icalendar::Feed;
use holdpoint_schedule::{Span, Zone};

use self::close::Close;
use super::Window;
use crate::State;

/// Something that is wrong with a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowMistake {
    /// Which of its times; none if it is the window itself.
    pub when: Option<usize>,
    /// Which field.
    pub field: &'static str,
    /// What is wrong, and what was expected.
    pub why: String,
}

/// The times of a window.
#[derive(Debug, Clone)]
pub(super) struct Timetable {
    zone: Zone,
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Once(Span),
    Feed(Feed),
    Close(Close),
}

impl Default for Timetable {
    fn default() -> Self {
        Self {
            zone: Zone::UTC,
            parts: Vec::new(),
        }
    }
}

impl Timetable {
    /// The times of a window, or all that is wrong with them.
    pub(super) fn of(window: &Window) -> Result<Self, Vec<WindowMistake>> {
        read::timetable(window)
    }

    /// The spans that may meet another one, in any order.
    pub(super) fn within(&self, state: &State, within: Span) -> Vec<Span> {
        let mut found = Vec::new();
        for part in &self.parts {
            match part {
                Part::Once(span) => found.push(*span),
                Part::Close(close) => found.extend(close.within(state, &self.zone, within)),
                // What takes place too often is not declared.
                Part::Feed(feed) => {
                    let times = feed.within(within, &self.zone).unwrap_or_default();
                    found.extend(times.into_iter().map(|one| one.span));
                }
            }
        }
        found
    }
}
