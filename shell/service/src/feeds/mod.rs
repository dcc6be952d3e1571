//! Calendars that programs subscribe to: blackouts, maintenance windows, days off, plans of releases and bookings as iCalendar.
//!
//! A subscriber has no session and no token: the address that it was given bears a secret of its person's, which is good for
//! calendars and for nothing else.

mod holiday;
mod meant;
mod mine;
mod window;

use holdpoint_domain::access::Permission;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::window::{Standing, Window};
use holdpoint_domain::{Key, Kind, State, Time};
use holdpoint_icalendar::{Event, Feed, Length};
use holdpoint_ports::Credential;
use jiff::{SignedDuration, Timestamp};

use crate::queries::{FeedView, ShowFeed};
use crate::{At, Reader, Service, ServiceError};

/// How often a subscriber looks again, in minutes.
const REFRESH: i64 = 30;

/// What is known of the entries about something: when it was changed last, and how often.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    stamp: Timestamp,
    sequence: u32,
}

impl Service {
    /// A calendar for whoever knows a secret of somebody's. `site` is the address of the pages, to which its events lead.
    ///
    /// # Errors
    /// When nobody's secret it is, they may not read, or there is no such calendar: the answer does not tell these apart.
    pub fn feed(
        &self,
        secret: &str,
        wanted: &ShowFeed,
        site: Option<&str>,
    ) -> Result<FeedView, ServiceError> {
        let absent = || ServiceError::absent(Kind::Calendar, wanted.called(), std::iter::empty());
        let credential = Credential::Feed(secret.to_owned());
        let actor = self.recognise(&credential)?.ok_or_else(absent)?;
        let view = self.may(&actor, Permission::Read).and_then(|()| {
            let reader = self.reader_for(&actor, At::Now)?;
            wanted.leading_to(&reader, site)
        });
        view.map_err(|error| match error.nature() {
            crate::Nature::Failed => error,
            _ => absent(),
        })
    }
}

/// The calendar of that name and those events.
pub(crate) fn view(
    reader: &Reader<'_>,
    name: String,
    choice: &Choice,
    site: Option<&str>,
) -> Result<FeedView, ServiceError> {
    let mut events = Vec::new();
    let windows = reader.ask(|state| {
        let wanted = state
            .windows
            .values()
            .filter(|one| choice.has(state, &one.window));
        Ok(wanted.cloned().collect::<Vec<Standing>>())
    })?;
    for standing in &windows {
        let head = head(reader, &standing.window.name.key())?;
        let found = reader.ask(|state| Ok(window::events(state, standing, reader.now())))?;
        events.extend(found.into_iter().map(|event| headed(event, head)));
    }
    if choice.days_off() {
        let calendars =
            reader.ask(|state| Ok(state.calendars.values().cloned().collect::<Vec<_>>()))?;
        for calendar in calendars {
            let head = head(reader, &calendar.name.key())?;
            let found = holiday::events(&calendar);
            events.extend(found.into_iter().map(|event| headed(event, head)));
        }
    }
    events.extend(meant::events(reader, choice, site)?);
    let modified = newest(reader)?;
    let feed = Feed {
        name: Some(name.clone()),
        refresh: Some(Length::exact(SignedDuration::from_mins(REFRESH))),
        events,
        ..Feed::default()
    };
    Ok(FeedView {
        name,
        modified: Time::from_millis(modified.as_millisecond()),
        text: feed.write(modified),
    })
}

/// When anything was recorded last: what is gone has changed the calendar, too.
fn newest(reader: &Reader<'_>) -> Result<Timestamp, ServiceError> {
    let last = reader.view().size().checked_sub(1);
    let last: Vec<_> = last.into_iter().collect();
    let entries = reader.view().recorded(&last)?;
    let time = entries.first().map(|entry| entry.meta.time.millis());
    let stamp = time.and_then(|time| Timestamp::from_millisecond(time).ok());
    Ok(stamp.unwrap_or_default())
}

fn headed(event: Event, head: Head) -> Event {
    Event {
        stamp: Some(head.stamp),
        sequence: head.sequence,
        ..event
    }
}

fn head(reader: &Reader<'_>, key: &Key) -> Result<Head, ServiceError> {
    let positions = reader.view().positions(key, false)?;
    let last = positions.last().copied().into_iter().collect::<Vec<_>>();
    let entries = reader.view().recorded(&last)?;
    let time = entries.first().map(|entry| entry.meta.time);
    let stamp = time.and_then(|time| Timestamp::from_millisecond(time.millis()).ok());
    Ok(Head {
        stamp: stamp.unwrap_or_default(),
        sequence: u32::try_from(positions.len().saturating_sub(1)).unwrap_or(u32::MAX),
    })
}

/// What is in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// All.
    All,
    /// What is about an environment.
    Place(holdpoint_domain::environment::EnvironmentName),
    /// What is about components that somebody's teams own.
    Mine(PersonId),
    /// Days off.
    DaysOff,
}

impl Choice {
    fn days_off(&self) -> bool {
        !matches!(self, Self::Place(_))
    }

    fn has(&self, state: &State, window: &Window) -> bool {
        match self {
            Self::All => true,
            Self::DaysOff => false,
            Self::Place(name) => {
                window.environments.is_empty() || window.environments.contains(name)
            }
            Self::Mine(person) => mine::window(state, window, person),
        }
    }
}
