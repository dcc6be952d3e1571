//! iCalendar (RFC 5545): days off, which are events that take whole days, and [whole calendars](Feed) with times, zones and
//! recurrence.
//!
//! ```
//! use holdpoint_icalendar::{read, write};
//!
//! let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas\nEND:VEVENT\nEND:VCALENDAR\n";
//! let days = read(file)?;
//! assert_eq!((days[0].date.to_string().as_str(), days[0].name.as_str()), ("2026-12-25", "Christmas"));
//! assert_eq!(read(&write("austria", &days))?, days);
//! # Ok::<(), holdpoint_icalendar::CalendarError>(())
//! ```

mod event;
mod feed;
mod read;
mod text;
mod write;

pub use feed::{Event, Expanded, Feed, Kind, Length, Mistake, Occurrence, TooMany, When};
pub use read::{CalendarError, Day, read};
pub use write::write;
