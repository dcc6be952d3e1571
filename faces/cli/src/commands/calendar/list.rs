//! `holdpoint calendar list` and `holdpoint calendar show`.

use holdpoint_service::queries::{ListCalendars, ShowCalendar};

use crate::commands::group::lookups;

lookups! {
    /// List working calendars, and whether people work now.
    List(ListCalendars),
    /// Show a working calendar.
    Show(ShowCalendar { calendar }),
}
