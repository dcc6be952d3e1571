//! Days off as iCalendar (RFC 5545) has them: events that take whole days.
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
mod read;
mod text;
mod write;

pub use read::{CalendarError, Day, read};
pub use write::write;
