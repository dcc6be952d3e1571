//! Why calendars stay as they are.

use crate::kernel::refusals;

refusals! {
    fn calendar_unknown(name) = "calendar-unknown": "there is no calendar `{name}`",
        help "declare it under `calendars` and apply, or correct the name",
        why "Working days are counted by the calendar of the unit.";
    fn calendar_in_use(name, user) = "calendar-in-use":
        "calendar `{name}` is still used by `{user}`",
        help "give it another calendar first",
        why "Working days of what uses it could no longer be counted.";
    fn calendar_wrong(name, why) = "calendar-wrong": "calendar `{name}` {why}",
        help "use IANA time zones, `HH:MM` times with the end after the beginning, and dates such as `2026-12-25`",
        why "Due times are counted in working time, so the calendar must say when that is.";
    fn fiscal_wrong(why) = "fiscal-wrong": "the fiscal calendar is wrong: {why}",
        help "give `year-start` as the first day of any of your fiscal years; `holdpoint calendar fiscal` shows what follows from it",
        why "Blackouts while books are closed are counted from the ends of fiscal periods.";
}
