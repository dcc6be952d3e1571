//! `calendar.feed`: a calendar that programs subscribe to, as iCalendar.

use holdpoint_domain::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::environment::find;
use crate::feeds::{Choice, view};
use crate::{Reader, ServiceError};

/// A calendar for programs: what is closed, planned and booked, for whom it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowFeed {
    /// Only what is about this environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Only a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<FeedPart>,
}

/// A part of what is closed and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FeedPart {
    /// What is about components that teams of whoever asks own.
    Mine,
    /// Days off.
    DaysOff,
}

/// A calendar as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedView {
    /// What it is called.
    pub name: String,
    /// When anything in it was changed last.
    pub modified: Time,
    /// The file: iCalendar, RFC 5545.
    pub text: String,
}

impl ShowFeed {
    /// What it is called in an address.
    pub(crate) fn called(&self) -> &str {
        match (&self.environment, self.only) {
            (Some(environment), _) => environment,
            (None, Some(FeedPart::Mine)) => "mine",
            (None, Some(FeedPart::DaysOff)) => "days-off",
            (None, None) => "all",
        }
    }
}

impl Query for ShowFeed {
    const NAME: &'static str = "calendar.feed";
    type View = FeedView;

    fn answer(&self, reader: &Reader<'_>) -> Result<FeedView, ServiceError> {
        self.leading_to(reader, None)
    }
}

impl ShowFeed {
    /// The calendar, with events that lead to pages at that address.
    pub(crate) fn leading_to(
        &self,
        reader: &Reader<'_>,
        site: Option<&str>,
    ) -> Result<FeedView, ServiceError> {
        let house = reader.ask(|state| {
            let house = state.organisation.as_ref();
            Ok(house
                .map(|house| house.name.to_string())
                .unwrap_or_default())
        })?;
        let of = |what: &str| match what {
            "" => house.clone(),
            what => format!("{house}: {what}"),
        };
        if let Some(name) = &self.environment {
            let place = reader.ask(|state| {
                Ok(find(state, name).map(|place| (place.name.clone(), place.title.clone())))
            })??;
            let title = if place.1.is_empty() {
                place.0.as_str()
            } else {
                &place.1
            };
            return view(reader, of(title), &Choice::Place(place.0.clone()), site);
        }
        match self.only {
            Some(FeedPart::Mine) => {
                let mine = Choice::Mine(reader.person()?.clone());
                view(reader, of("mine"), &mine, site)
            }
            Some(FeedPart::DaysOff) => view(reader, of("days off"), &Choice::DaysOff, site),
            None => view(reader, of(""), &Choice::All, site),
        }
    }
}
