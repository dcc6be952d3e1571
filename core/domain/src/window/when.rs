//! When a window is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Lasts;
use crate::calendar::CalendarName;

/// What is closed when books are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CloseOf {
    /// Every period: a month, or some weeks.
    Month,
    /// Every quarter.
    Quarter,
    /// The year.
    Year,
}

/// When a window is, on the clock of its time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum When {
    /// Once.
    Span {
        /// From when on, such as `2026-12-20T18:00:00`.
        from: String,
        /// Until when; that moment is not in it.
        until: String,
    },
    /// Again and again.
    Again {
        /// The rule (RFC 5545, section 3.3.10), such as `FREQ=WEEKLY;BYDAY=FR`.
        rule: String,
        /// From when on it counts, and at which time of day it begins.
        start: String,
        /// How long it takes each time.
        lasts: Lasts,
        /// Days on which it does not begin.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        except: Vec<String>,
    },
    /// While books are closed: whole days around the end of a fiscal period.
    Close {
        /// What is closed.
        of: CloseOf,
        /// The last so many working days before it ends.
        #[serde(default, skip_serializing_if = "is_zero")]
        before: u32,
        /// The first so many working days after it.
        #[serde(default, skip_serializing_if = "is_zero")]
        after: u32,
        /// Whose working days; Monday to Friday if none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calendar: Option<CalendarName>,
    },
    /// When the events of a calendar take place.
    Feed {
        /// The file that they were read from.
        file: String,
        /// Of the file (RFC 5545) only what says when its events take place, and what they are called.
        text: String,
    },
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl When {
    /// The working calendar that it counts by.
    pub(super) fn calendar(&self) -> Option<&CalendarName> {
        match self {
            Self::Close { calendar, .. } => calendar.as_ref(),
            Self::Span { .. } | Self::Again { .. } | Self::Feed { .. } => None,
        }
    }
}
