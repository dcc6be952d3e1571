//! When something happens again, when something is allowed, and how a company divides its year.
//!
//! - [`Rule`] is a recurrence rule of iCalendar (RFC 5545, section 3.3.10); [`Occurrences`] are its times on the clock, without
//!   any zone, and [`Moments`] are they on the clock of one.
//! - [`Zone`] and [`Policy`] say which moment a time on the clock is, and what becomes of times that do not exist or occur twice.
//! - [`Spans`] are sets of moments: what is closed, what is open, and the next time at which something of some length fits.
//! - [`FiscalYear`] divides a year into quarters and periods: calendar months, or weeks as 4-4-5, 4-5-4 and 5-4-4.
//! - [`WorkingDays`] counts days on which people work.
//!
//! Nothing here reads a clock or a file.
//!
//! ```
//! use holdpoint_schedule::{Moments, Policy, Rule, Zone};
//! use jiff::civil::date;
//!
//! let rule: Rule = "FREQ=DAILY;COUNT=2".parse()?;
//! let zone = Zone::named("America/New_York").expect("a zone");
//! let begin = date(2026, 3, 7).at(2, 30, 0, 0);
//! let moments = Moments::new(&rule, begin, &zone, Policy::RFC5545);
//! let moments: Vec<_> = moments.map(|(_, moment)| moment.to_string()).collect();
//! // On 8 March 2026 the clock goes from 02:00 to 03:00.
//! assert_eq!(moments, ["2026-03-07T07:30:00Z", "2026-03-09T06:30:00Z"]);
//! # Ok::<(), holdpoint_schedule::RuleMistakes>(())
//! ```

mod expand;
mod fiscal;
mod moments;
mod rule;
mod span;
mod working;
mod zone;

pub use expand::Occurrences;
pub use fiscal::{CloseWindow, Fiscal, FiscalError, FiscalYear, Pattern, Period, Quarter, YearEnd};
pub use moments::Moments;
pub use rule::{DayOf, End, Frequency, Rule, RuleMistake, RuleMistakes, Until};
pub use span::{Fit, Span, Spans};
pub use working::WorkingDays;
pub use zone::{Change, Fold, Gap, Local, Policy, Transition, Zone};
