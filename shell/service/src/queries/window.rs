//! `window.list` and `window.show`.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::window::{Standing, Stretch, Window, spans};
use holdpoint_domain::{Kind, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::environment::find;
use crate::{Reader, ServiceError};

/// How far is looked ahead, in days, if nothing is said.
const AHEAD: i64 = 92;
/// The longest span that is looked at, in days.
const LONGEST: i64 = 1_830;
/// The most spans that are told of one window.
const MOST: usize = 500;
/// How many of them, if nothing is said of a span.
const NEXT: usize = 5;

/// Blackouts and maintenance windows, and when they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListWindows {
    /// Those that are about this environment only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// From when on; from now on if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Until when; for three months if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

/// Blackouts and maintenance windows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Windows {
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// In order of name.
    pub windows: Vec<WindowPage>,
}

/// A blackout or a maintenance window, and when it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WindowPage {
    /// The window.
    pub window: Window,
    /// Whether it is on at the moment that is asked about.
    pub on: bool,
    /// When it is, in order: the next five, or all of a span that was asked for, at most 500.
    pub spans: Vec<Stretch>,
}

/// What is looked at.
#[derive(Clone, Copy)]
struct Asked {
    within: Stretch,
    now: Time,
    most: usize,
}

fn page(state: &State, standing: &Standing, asked: Asked) -> WindowPage {
    let all = spans(state, standing, asked.within);
    let on = spans(state, standing, Stretch::at(asked.now));
    WindowPage {
        window: standing.window.as_ref().clone(),
        on: !on.is_empty(),
        spans: all.into_iter().take(asked.most).collect(),
    }
}

impl ListWindows {
    fn asked(&self, now: Time) -> Result<Asked, ServiceError> {
        let from = self.from.unwrap_or(now);
        let days = |days: i64| days * 24 * 3_600_000;
        let until = self.until.unwrap_or(from.after(days(AHEAD)));
        let most = match (self.from, self.until) {
            (None, None) => NEXT,
            _ => MOST,
        };
        if until <= from || until > from.after(days(LONGEST)) {
            let why = format!("from {from} until {until} is no span of at most five years");
            return Err(ServiceError::Malformed(why));
        }
        let within = Stretch { from, until };
        Ok(Asked { within, now, most })
    }
}

impl Query for ListWindows {
    const NAME: &'static str = "window.list";
    type View = Windows;

    fn answer(&self, reader: &Reader<'_>) -> Result<Windows, ServiceError> {
        let asked = self.asked(reader.now())?;
        reader.ask(|state| {
            let place = match self.environment.as_deref().map(|name| find(state, name)) {
                Some(Err(error)) => return Ok(Err(error)),
                Some(Ok(place)) => Some(&place.name),
                None => None,
            };
            let all = state.windows.values().filter(|one| is_about(one, place));
            Ok(Ok(Windows {
                from: asked.within.from,
                until: asked.within.until,
                windows: all.map(|one| page(state, one, asked)).collect(),
            }))
        })?
    }
}

fn is_about(standing: &Standing, place: Option<&EnvironmentName>) -> bool {
    let places = &standing.window.environments;
    places.is_empty() || place.is_none_or(|place| places.contains(place))
}

/// One blackout or maintenance window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowWindow {
    /// Its name.
    pub window: String,
}

impl Query for ShowWindow {
    const NAME: &'static str = "window.show";
    type View = WindowPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<WindowPage, ServiceError> {
        let now = reader.now();
        let ahead = now.after(LONGEST * 24 * 3_600_000);
        let asked = Asked {
            within: Stretch {
                from: now,
                until: ahead,
            },
            now,
            most: NEXT,
        };
        reader.ask(|state| {
            let mut all = state.windows.values();
            let found = all.find(|one| one.window.name.as_str() == self.window);
            let known = || state.windows.keys().map(|name| name.as_str());
            let absent = || ServiceError::absent(Kind::Window, &self.window, known());
            Ok(found.map(|one| page(state, one, asked)).ok_or_else(absent))
        })?
    }
}
