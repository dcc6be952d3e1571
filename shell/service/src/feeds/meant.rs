//! What is meant to happen as events: plans of releases, and bookings of environments.

use holdpoint_domain::booking::{Booking, BookingId, Purpose};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{Plan, Release, ReleaseName, Stage};
use holdpoint_domain::window::Stretch;
use holdpoint_domain::{Fact, State, Time};
use holdpoint_icalendar::{Event, Length, Status, When};
use jiff::Timestamp;

use super::{Choice, Head, head, headed, mine};
use crate::{Reader, ServiceError};

/// How long what has passed stays, in milliseconds: a year.
const KEPT: i64 = 366 * 86_400_000;

/// Plans of releases that still go somewhere, and bookings that have not ended; whatever is taken back is gone.
pub(super) fn events(
    reader: &Reader<'_>,
    choice: &Choice,
    site: Option<&str>,
) -> Result<Vec<Event>, ServiceError> {
    let since = reader.now().after(-KEPT);
    let found = reader.ask(|state| {
        let mut all = plans(reader, state, choice, since);
        all.extend(bookings(reader, state, choice));
        Ok(all)
    })?;
    let each = found.into_iter().map(|(mut event, of)| {
        of.leads(site, &mut event);
        Ok(headed(event, of.head(reader)?))
    });
    each.collect()
}

/// What an event is about.
enum Of {
    Plan(ReleaseName, EnvironmentName),
    Booking(BookingId, EnvironmentName),
}

impl Of {
    /// The page that says more.
    fn leads(&self, site: Option<&str>, event: &mut Event) {
        let path = match self {
            Self::Plan(release, _) => format!("/releases/{release}"),
            Self::Booking(_, place) => format!("/environments/{place}/bookings"),
        };
        event.url = site.map(|site| format!("{}{path}", site.trim_end_matches('/')));
    }

    fn head(&self, reader: &Reader<'_>) -> Result<Head, ServiceError> {
        match self {
            Self::Booking(id, _) => head(reader, &id.key()),
            Self::Plan(release, place) => planned(reader, release, place),
        }
    }
}

/// When the plan was changed last, and how often: also when it was taken back in between, so that it never counts less.
fn planned(
    reader: &Reader<'_>,
    release: &ReleaseName,
    place: &EnvironmentName,
) -> Result<Head, ServiceError> {
    let positions = reader.view().positions(&release.key(), false)?;
    let entries = reader.view().recorded(&positions)?;
    let about = |fact: &Fact| match fact {
        Fact::ReleasePlanned(event) => event.environment == *place,
        Fact::ReleaseUnplanned(event) => event.environment == *place,
        _ => false,
    };
    let mut times = entries.iter().filter(|entry| about(&entry.fact));
    let count = times.clone().count();
    let last = times.next_back().map(|entry| stamp(entry.meta.time));
    Ok(Head {
        stamp: last.unwrap_or_default(),
        sequence: u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX),
    })
}

fn plans(reader: &Reader<'_>, state: &State, choice: &Choice, since: Time) -> Vec<(Event, Of)> {
    let unfinished = state.releases.iter().map(|(_, release)| release);
    let unfinished = unfinished.filter(|release| !release.finished());
    let each = unfinished.flat_map(|release| {
        let plans = release.plans.iter();
        plans.map(move |(place, plan)| (release, place, plan))
    });
    let wanted = each
        .filter(|(_, _, plan)| plan.span.until > since)
        .filter(|(release, place, _)| choice.has_plan(state, release, place));
    let event = |(release, place, plan)| plan_event(reader, state, release, place, plan);
    wanted.map(event).collect()
}

fn plan_event(
    reader: &Reader<'_>,
    state: &State,
    release: &Release,
    place: &EnvironmentName,
    plan: &Plan,
) -> (Event, Of) {
    let title = reader.names().text(release.title.as_ref());
    let called = match title {
        Some(title) => format!("{title} ({})", release.name),
        None => release.name.to_string(),
    };
    let components = release.components.iter().map(ToString::to_string);
    let components = components.collect::<Vec<_>>().join(", ");
    let event = Event {
        summary: format!("Planned: {called} to {}", titled(state, place)),
        description: (!components.is_empty()).then(|| format!("Components: {components}")),
        categories: vec!["Planned release".to_owned()],
        // What a draft carries may change.
        status: Some(match release.stage {
            Stage::Draft => Status::Tentative,
            _ => Status::Confirmed,
        }),
        location: Some(titled(state, place)),
        ..spanning(
            format!("plan-{}-{place}@holdpoint", release.name),
            plan.span,
        )
    };
    (event, Of::Plan(release.name.clone(), place.clone()))
}

fn bookings(reader: &Reader<'_>, state: &State, choice: &Choice) -> Vec<(Event, Of)> {
    let all = state.bookings.iter();
    let wanted = all.filter(|(_, booking)| choice.has_booking(state, booking));
    let event = |(id, booking): (&BookingId, &Booking)| {
        let place = titled(state, &booking.environment);
        let purpose = match &booking.purpose {
            Purpose::Use => "use".to_owned(),
            Purpose::Refresh => "a data refresh".to_owned(),
            Purpose::Release(name) => format!("release {name}"),
        };
        let span = Stretch {
            from: booking.from,
            until: booking.until,
        };
        let event = Event {
            summary: format!("Booked: {place} for {purpose}"),
            description: reader.names().text(booking.title.as_ref()),
            categories: vec!["Booking".to_owned()],
            status: Some(Status::Confirmed),
            location: Some(place),
            ..spanning(format!("booking-{id}@holdpoint"), span)
        };
        (event, Of::Booking(id.clone(), booking.environment.clone()))
    };
    wanted.map(event).collect()
}

/// An event of a span, for which nobody is busy.
fn spanning(uid: String, span: Stretch) -> Event {
    let (from, until) = (stamp(span.from), stamp(span.until));
    Event {
        length: Length::exact(until.duration_since(from)),
        transparent: true,
        ..Event::new(uid, When::Utc(from))
    }
}

fn stamp(time: Time) -> Timestamp {
    Timestamp::from_millisecond(time.millis()).unwrap_or_default()
}

fn titled(state: &State, place: &EnvironmentName) -> String {
    let found = state.environments.get(place);
    let title = found.map(|found| found.title.clone()).unwrap_or_default();
    match title.is_empty() {
        true => place.to_string(),
        false => title,
    }
}

impl Choice {
    fn has_plan(&self, state: &State, release: &Release, place: &EnvironmentName) -> bool {
        match self {
            Self::All => true,
            Self::DaysOff => false,
            Self::Place(name) => name == place,
            Self::Mine(person) => {
                let mut owned = mine::components(state, person);
                owned.any(|component| release.components.contains(&component.name))
            }
        }
    }

    fn has_booking(&self, state: &State, booking: &Booking) -> bool {
        match self {
            Self::All => true,
            Self::DaysOff => false,
            Self::Place(name) => *name == booking.environment,
            Self::Mine(person) => {
                let release = booking.purpose.release();
                let release = release.and_then(|name| state.releases.peek(&name.key()));
                booking.person == *person
                    || release
                        .is_some_and(|release| self.has_plan(state, release, &booking.environment))
            }
        }
    }
}
