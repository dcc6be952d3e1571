//! Who is to be told now, and what.

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, State, Time, access};
use holdpoint_ports::{Letter, PersonalKind};

use super::{Kept, slot, written};
use crate::personal::settings_read;
use crate::queries::{Inbox, Query, ShowInbox};
use crate::{
    At, BulletinChannel, BulletinDays, Cadence, Service, ServiceError, Settings, SpokenLanguage,
};

/// How many letters a round has at most: the rest are of the next one.
const MOST: usize = 500;

const HOUR: i64 = 3_600_000;

/// How far back the first bulletin of each hour tells what is new, to somebody who was told nothing before: a day.
const FIRST: i64 = 24 * HOUR;

/// How far back somebody is told hourly what is new, if they were told nothing for long: a week.
const FARTHEST: i64 = 168 * HOUR;

/// What holds for everybody.
pub(super) struct House {
    pub(super) name: String,
    pub(super) zone: String,
    pub(super) address: String,
}

/// Somebody who is to be told.
pub(super) struct Due {
    pub(super) person: PersonId,
    /// The moment that it was due, as the vault names the letter.
    pub(super) slot: String,
    /// How often that was tried.
    pub(super) tries: usize,
    pub(super) by: BulletinChannel,
    pub(super) letter: Letter,
}

/// Everybody who is to be told now, and for whom there is something to tell.
pub(super) fn all(
    service: &Service,
    house: &House,
    open: impl Fn(BulletinChannel) -> bool,
) -> Result<Vec<Due>, ServiceError> {
    let now = Time::from_millis(service.now_ms());
    let mut due = Vec::new();
    for (person, thing) in service
        .personal_store()
        .personal_everywhere(PersonalKind::Settings)?
    {
        let settings = settings_read(Some(&thing.text));
        let Some(moment) = slot::newest(&settings, &house.zone, now) else {
            continue;
        };
        let Ok(person) = PersonId::new(person) else {
            continue;
        };
        if open(settings.channel) {
            due.extend(one(service, house, &person, &settings, moment)?);
        }
        if due.len() == MOST {
            break;
        }
    }
    Ok(due)
}

/// What one person is to be told for a moment, unless that was done, or there is nothing.
fn one(
    service: &Service,
    house: &House,
    person: &PersonId,
    settings: &Settings,
    moment: Time,
) -> Result<Option<Due>, ServiceError> {
    let slot = moment.to_string();
    let Some(tries) = tries(service, person, &slot)? else {
        return Ok(None);
    };
    if !wanted_then(service, person, settings, moment)? {
        return Ok(None);
    }
    let Some(inbox) = inbox(service, person, settings, moment)? else {
        service.keep_letter(person.as_str(), &slot, &Kept::nothing())?;
        return Ok(None);
    };
    let Some(to) = address(service, person, settings.channel) else {
        return Ok(None);
    };
    let reader = written::Reader {
        to,
        language: settings.language.unwrap_or(SpokenLanguage::En),
        by: settings.channel,
        organisation: &house.name,
        address: house.address.trim_end_matches('/'),
    };
    Ok(Some(Due {
        person: person.clone(),
        slot,
        tries,
        by: settings.channel,
        letter: written::letter(&reader, &inbox),
    }))
}

/// How often a letter was tried; none if it is not to be tried now.
fn tries(service: &Service, person: &PersonId, slot: &str) -> Result<Option<usize>, ServiceError> {
    let store = service.personal_store();
    let kept = store.personal(person.as_str(), PersonalKind::Letter, slot)?;
    let now = Time::from_millis(service.now_ms());
    Ok(match kept {
        None => Some(0),
        Some(text) => Kept::read(&text).and_then(|kept| kept.waits(now)),
    })
}

/// Where somebody is told.
fn address(service: &Service, person: &PersonId, by: BulletinChannel) -> Option<String> {
    let profile = service.names().profile(person)?;
    match by {
        BulletinChannel::Mail => profile.mail,
        BulletinChannel::Chat => Some(profile.handle),
    }
}

/// Whether somebody wants to be told on such a day and, each hour, at such a time of it.
fn wanted_then(
    service: &Service,
    person: &PersonId,
    settings: &Settings,
    moment: Time,
) -> Result<bool, ServiceError> {
    if settings.days == BulletinDays::Every {
        return Ok(true);
    }
    let hourly = settings.bulletin == Cadence::Hourly;
    let view = service.engine().view(At::Now)?;
    Ok(view.ask(|state| Ok(at_work(state, person, moment, hourly)))?)
}

fn at_work(state: &State, person: &PersonId, moment: Time, hourly: bool) -> bool {
    let mut calendars = state.calendars_of(person).peekable();
    calendars.peek().is_none()
        || calendars.any(|calendar| match hourly {
            true => calendar.working(moment),
            false => calendar.working_day(moment),
        })
}

/// What is to be told: each day everything that waits, each hour only what is new since somebody was told before.
fn inbox(
    service: &Service,
    person: &PersonId,
    settings: &Settings,
    moment: Time,
) -> Result<Option<Inbox>, ServiceError> {
    let actor = Actor::Person(person.clone());
    let may = service.may(&actor, access::Permission::Read);
    if may.is_err() {
        return Ok(None);
    }
    let mut inbox = ShowInbox::default().answer(&service.reader_for(&actor, At::Now)?)?;
    if settings.bulletin == Cadence::Hourly {
        let told = service.told_until(person.as_str())?;
        let before = told
            .unwrap_or_else(|| moment.after(-FIRST))
            .max(moment.after(-FARTHEST));
        inbox
            .items
            .retain(|item| item.since >= before && item.since < moment);
    }
    Ok((!inbox.items.is_empty()).then_some(inbox))
}
