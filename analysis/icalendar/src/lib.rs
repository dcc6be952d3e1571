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
//!
//! ```
//! use holdpoint_icalendar::{Event, Feed, Length, When};
//! use holdpoint_schedule::Zone;
//! use jiff::{SignedDuration, Timestamp, civil::date};
//!
//! let start = When::Zoned(date(2026, 1, 5).at(22, 0, 0, 0), Zone::named("Europe/Vienna").expect("a zone"));
//! let mut night = Event::new("night@example.org", start);
//! night.length = Length::exact(SignedDuration::from_hours(2));
//! night.rules.push("FREQ=WEEKLY;BYDAY=MO".parse()?);
//! let feed = Feed { name: Some("Nights".to_owned()), events: vec![night], ..Feed::default() };
//! let text = feed.write(Timestamp::UNIX_EPOCH);
//! assert!(text.contains("DTSTART;TZID=Europe/Vienna:20260105T220000\r\n") && text.contains("BEGIN:VTIMEZONE\r\n"));
//! # Ok::<(), holdpoint_schedule::RuleMistakes>(())
//! ```

mod event;
mod feed;
mod read;
mod text;
mod write;

pub use feed::{Event, Expanded, Feed, Kind, Length, Mistake, Occurrence, Status, TooMany, When};
pub use read::{CalendarError, Day, read};
pub use write::write;
