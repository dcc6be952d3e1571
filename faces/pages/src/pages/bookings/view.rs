//! What the page shows.

use holdpoint_domain::booking::{BookEnvironment, EndBooking, Purpose};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{BookingView, FindSlot, ListBookings, ShowEnvironment};

use super::words::BookingWords;
use crate::desk::Desk;
use crate::frame::Choice;
use crate::pages::shared::titled;
use crate::visit::Fields;
use crate::when::When;

/// What the page shows.
pub(super) struct BookingsView {
    pub(super) title: String,
    /// The page of the environment, and this one.
    pub(super) place: String,
    pub(super) here: String,
    pub(super) lines: Vec<Line>,
    pub(super) can_book: bool,
    pub(super) free: Option<String>,
    pub(super) form: Form,
}

/// A booking.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) from: When,
    pub(crate) until: When,
    /// The same as a browser's field has it.
    pub(crate) fields: (String, String),
    pub(crate) purpose: String,
    /// The release that it is for.
    pub(crate) release: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) by: String,
    pub(crate) active: bool,
    pub(crate) shared: bool,
    pub(crate) can_change: bool,
}

/// What was typed into the form.
pub(super) struct Form {
    pub(super) from: String,
    pub(super) until: String,
    pub(super) purposes: Vec<Choice>,
    pub(super) release: String,
    pub(super) title: String,
    pub(super) shared: bool,
}

pub(super) fn view(
    desk: &Desk<'_>,
    t: BookingWords,
    name: &str,
    typed: &Fields,
) -> Result<BookingsView, ServiceError> {
    let name = name.to_owned();
    let environment = name.clone();
    let place = desk.ask(&ShowEnvironment { environment })?.environment;
    let environment = Some(name.clone());
    let all = desk.ask(&ListBookings { environment })?.bookings;
    let lines = all.iter().map(|one| line(desk, t, one));
    let can_book = desk.at.is_none() && may_book(desk, &place.name)?;
    let slot = match can_book {
        true => desk.ask(&next_two_hours(name.clone()))?.from,
        false => None,
    };
    let page = format!("/environments/{name}");
    Ok(BookingsView {
        title: titled(&place.title, &name).to_owned(),
        here: format!("{page}/bookings"),
        place: desk.to(&page),
        lines: lines.collect::<Result<_, _>>()?,
        can_book,
        free: slot.map(|from| t.next_free(desk.when(from).short)),
        form: form(desk, t, typed, slot),
    })
}

fn next_two_hours(environment: String) -> FindSlot {
    FindSlot {
        environment,
        minutes: 120,
        after: None,
        shared: false,
    }
}

/// Whether who looks may book at all: asked of an hour so far ahead that nobody is in the way.
fn may_book(desk: &Desk<'_>, environment: &EnvironmentName) -> Result<bool, ServiceError> {
    let far = desk.reading.now.after(3_650 * 24 * 3_600_000);
    let asked = BookEnvironment {
        environment: environment.clone(),
        from: far,
        until: far.after(3_600_000),
        purpose: Purpose::Use,
        shared: true,
        title: None,
    };
    Ok(desk.could(&asked.into())?.is_ok())
}

/// A booking as a line of a list.
pub(crate) fn line(
    desk: &Desk<'_>,
    t: BookingWords,
    one: &BookingView,
) -> Result<Line, ServiceError> {
    let booking = one.booking.clone();
    let end = EndBooking { booking }.into();
    let release = one.purpose.strip_prefix("release/");
    let field = |time| desk.reading.field(time);
    Ok(Line {
        id: one.booking.to_string(),
        from: desk.when(one.from),
        until: desk.when(one.until),
        fields: (field(one.from), field(one.until)),
        purpose: match (release, one.purpose.as_str()) {
            (Some(name), _) => name.to_owned(),
            (None, "refresh") => t.for_refresh().to_owned(),
            (None, _) => t.for_use().to_owned(),
        },
        release: release.map(|name| desk.to(&format!("/releases/{name}"))),
        title: one.title.clone(),
        by: desk.called(&one.by),
        active: one.active,
        shared: one.shared,
        can_change: desk.at.is_none() && desk.could(&end)?.is_ok(),
    })
}

fn form(
    desk: &Desk<'_>,
    t: BookingWords,
    typed: &Fields,
    slot: Option<holdpoint_domain::Time>,
) -> Form {
    // Only what was typed into this form; the other forms have fields of these names, too.
    let booking = typed.get("booking").is_none();
    let text = |name: &str| typed.get(name).filter(|_| booking).map(str::to_owned);
    let proposed = |later: i64| slot.map(|from| desk.reading.field(from.after(later)));
    let chosen = text("for").unwrap_or_default();
    let purposes = [
        ("use", t.for_use()),
        ("refresh", t.for_refresh()),
        ("release", t.for_release()),
    ];
    let purpose = |(value, label): (&str, &str)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: chosen == value,
    };
    Form {
        from: text("from").or(proposed(0)).unwrap_or_default(),
        until: text("until")
            .or(proposed(2 * 3_600_000))
            .unwrap_or_default(),
        purposes: purposes.into_iter().map(purpose).collect(),
        release: text("release").unwrap_or_default(),
        title: text("title").unwrap_or_default(),
        shared: text("shared").is_some(),
    }
}
