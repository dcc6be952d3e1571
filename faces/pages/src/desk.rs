//! Where a page is made: what the ledger says at the moment that is asked about, read for one visitor.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use holdpoint_domain::access::Permission;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Command, Refusal, State, Time};
use holdpoint_service::queries::Query;
use holdpoint_service::{At, PersonRef, Reader, ServiceError};
use jiff::tz::TimeZone;

use crate::frame::{Frame, Section};
use crate::respond;
use crate::visit::Visit;
use crate::when::{Reading, When};
use crate::words::Language;

/// What a page is made with.
pub(crate) struct Desk<'a> {
    pub(crate) visit: &'a Visit,
    pub(crate) reader: Reader<'a>,
    pub(crate) reading: Reading,
    pub(crate) house: House,
    /// The moment that is asked about, if it is not now.
    pub(crate) at: Option<Time>,
    /// Whether they may read; else only what is theirs is shown.
    pub(crate) reads: bool,
}

/// What every page says of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct House {
    pub(crate) name: String,
    pub(crate) sample: bool,
    pub(crate) founded: Option<Time>,
    pub(crate) zone: String,
}

impl<'a> Desk<'a> {
    /// A desk for somebody who may read.
    pub(crate) fn open(visit: &'a Visit) -> Result<Self, ServiceError> {
        visit.service.may(&visit.actor, Permission::Read)?;
        Self::set_up(visit, true)
    }

    /// A desk for anybody who is known, for what is theirs. Who may not read sees it as of now.
    pub(crate) fn own(visit: &'a Visit) -> Result<Self, ServiceError> {
        let reads = visit.service.may(&visit.actor, Permission::Read).is_ok();
        Self::set_up(visit, reads)
    }

    fn set_up(visit: &'a Visit, reads: bool) -> Result<Self, ServiceError> {
        let house = house(&visit.service.reader(At::Now)?)?;
        let chosen = visit.zone.as_ref().or(visit.preferences.zone.as_ref());
        let zone = chosen.unwrap_or(&house.zone);
        let mut reading = Reading {
            language: visit.preferences.language,
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
            now: Time::from_millis(visit.service.now_ms()),
        };
        let at = match reads {
            true => moment(visit, &reading, &house)?,
            false => At::Now,
        };
        let reader = visit.service.reader_for(&visit.actor, at)?;
        let at = (at != At::Now).then(|| reader.now());
        reading.now = reader.now();
        Ok(Self {
            visit,
            reader,
            reading,
            house,
            at,
            reads,
        })
    }

    /// The answer to a question.
    pub(crate) fn ask<Q: Query>(&self, question: &Q) -> Result<Q::View, ServiceError> {
        question.answer(&self.reader)
    }

    /// What surrounds a page.
    pub(crate) fn frame(&self, title: &str, section: Section) -> Frame {
        Frame::of(self, title, section)
    }

    /// A page as it is sent.
    pub(crate) fn rendered<T: Template>(&self, page: &T) -> Result<Response, ServiceError> {
        self.rendered_as(StatusCode::OK, page)
    }

    /// The same, with another status.
    pub(crate) fn rendered_as<T: Template>(
        &self,
        status: StatusCode,
        page: &T,
    ) -> Result<Response, ServiceError> {
        let text = page.render();
        let text = text.map_err(|error| ServiceError::Internal(error.to_string()))?;
        Ok(respond::page(status, text, self.visit.compress()))
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> Language {
        self.reading.language
    }

    /// Hours and minutes of a moment, on the clock of whoever looks.
    pub(crate) fn clock(&self, time: Time) -> String {
        self.reading.clock(time)
    }

    /// A moment as this visitor reads it.
    pub(crate) fn when(&self, time: Time) -> When {
        self.reading.when(time)
    }

    /// An address on this site, as of the same moment.
    pub(crate) fn to(&self, path: &str) -> String {
        match self.at {
            None => path.to_owned(),
            Some(at) => {
                let sign = if path.contains('?') { '&' } else { '?' };
                format!("{path}{sign}at={at}")
            }
        }
    }

    /// Who looks, as a person.
    pub(crate) fn me(&self) -> Option<&PersonId> {
        self.visit.actor.person()
    }

    /// A person by name, or handle, or what is left of them.
    pub(crate) fn called(&self, person: &PersonRef) -> String {
        let profile = self.reader.names().profile(&person.id);
        match profile.map(|profile| profile.name) {
            Some(name) if !name.is_empty() => name,
            _ => person.to_string(),
        }
    }

    /// Whether somebody could have that done now: nothing is, and a refusal says why not. In the past nothing
    /// can be done.
    pub(crate) fn could(&self, command: &Command) -> Result<Result<(), Refusal>, ServiceError> {
        self.reader.could(&self.visit.actor, command)
    }

    /// The same, if it were signed with a key of theirs.
    pub(crate) fn could_signed(
        &self,
        command: &Command,
    ) -> Result<Result<(), Refusal>, ServiceError> {
        self.reader.could_signed(&self.visit.actor, command)
    }

    /// Whether who looks has a key to sign with.
    pub(crate) fn has_a_key(&self) -> Result<bool, ServiceError> {
        let Some(me) = self.me() else {
            return Ok(false);
        };
        self.reader
            .ask(|state| Ok(state.keys_of(me).next().is_some()))
    }
}

fn house(reader: &Reader<'_>) -> Result<House, ServiceError> {
    let of = |state: &State| {
        let found = state.organisation.as_ref();
        found.map(|found| House {
            name: found.name.to_string(),
            sample: found.sample,
            founded: Some(found.founded),
            // Who has said nothing is shown UTC, by name.
            zone: match found.settings.timezone.as_str() {
                "" => "UTC".to_owned(),
                zone => zone.to_owned(),
            },
        })
    };
    Ok(reader.ask(|state| Ok(of(state)))?.unwrap_or_default())
}

/// How fine the time slider is: a thousandth of the organisation's life.
pub(crate) const NOTCHES: i64 = 1_000;

/// The moment that the address names: a position, a time, what a field of the page says, or a notch of the slider.
fn moment(visit: &Visit, reading: &Reading, house: &House) -> Result<At, ServiceError> {
    if let Some(text) = visit.query.get("at") {
        if let Some(time) = reading.of_field(text) {
            return Ok(At::Time(time));
        }
        return text.parse().map_err(|_| ServiceError::At(text.to_owned()));
    }
    let notch = visit
        .query
        .get("notch")
        .and_then(|text| text.parse::<i64>().ok());
    Ok(match (notch, house.founded) {
        (Some(notch @ 0..NOTCHES), Some(founded)) => {
            let life = reading.now.millis() - founded.millis();
            let minute = (founded.millis() + life / NOTCHES * notch) / 60_000 * 60_000;
            At::Time(Time::from_millis(minute.max(founded.millis())))
        }
        _ => At::Now,
    })
}
