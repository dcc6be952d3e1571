//! `calendar.timetable`: what happens, and what is closed, within a span.

mod meant;

use holdpoint_domain::booking::BookingId;
use holdpoint_domain::calendar::{Calendar, CalendarName};
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::deployment::{DeploymentId, DeploymentStage};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::UnitName;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::window::{Standing, Stretch, Window, WindowKind, WindowName, spans};
use holdpoint_domain::{Kind, Reason, State, Time, train};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::deployment::{DeploymentPage, load};
use super::environment::find;
use crate::{Reader, ServiceError};

/// What happens, and what is closed, within a span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowTimetable {
    /// From when on.
    pub from: Time,
    /// Until when: at most 400 days later.
    pub until: Time,
    /// Only what is about this environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Only what is about components of this unit, and of those below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
}

/// What happens, and what is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timetable {
    /// In order of time.
    pub happenings: Vec<Happening>,
    /// Days off that people have in the span.
    pub days_off: Vec<DayOff>,
    /// Whether there are more deployments than are shown.
    pub more: bool,
}

/// A day on which people of a calendar do not work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct DayOff {
    /// The day, such as `2026-12-25`.
    pub date: String,
    /// What it is called.
    pub name: String,
    /// Whose.
    pub calendar: CalendarName,
}

/// Something in a span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Happening {
    /// What.
    #[serde(flatten)]
    pub what: What,
    /// When.
    pub span: Stretch,
    /// Where; everywhere if none.
    pub environments: Vec<EnvironmentName>,
    /// For which components; for all if none, and no units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentName>,
    /// For components of which units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitName>,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// Nothing is deployed.
    Blackout {
        /// Which blackout.
        window: WindowName,
        /// What people call it.
        title: String,
    },
    /// Things are deployed in it, and at no other time.
    Maintenance {
        /// Which window.
        window: WindowName,
        /// What people call it.
        title: String,
    },
    /// A release train departs: the releases that go with it are deployed.
    Departure {
        /// Which train.
        train: WindowName,
        /// What people call it.
        title: String,
        /// From when on its scope is frozen; never, if none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        frozen: Option<Time>,
    },
    /// Others stand still while a release stabilises.
    Freeze {
        /// Which release.
        release: ReleaseName,
        /// Whether everything stands still, and not only what has to do with its components.
        everything: bool,
    },
    /// A release is to go there.
    Planned {
        /// Which.
        release: ReleaseName,
        /// With which train, if with one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        train: Option<WindowName>,
        /// All that is in its way by now, in words, unless a waiver covers it: asked of the first 300 plans of the span.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        conflicts: Vec<Reason>,
    },
    /// Somebody has booked the environment.
    Booking {
        /// Which booking.
        booking: BookingId,
        /// What for: `use`, `refresh` or `release/NAME`.
        purpose: String,
        /// Whether others may use it at the same time.
        shared: bool,
    },
    /// A deployment.
    Deployment {
        /// Which.
        deployment: DeploymentId,
        /// Of what.
        release: ReleaseName,
        /// Where it stands.
        stage: DeploymentStage,
    },
}

/// The longest span, in milliseconds.
const LONGEST: i64 = 400 * 86_400_000;
/// The most deployments that are looked at, from the newest on.
const MOST: usize = 500;
const SOME: usize = 100;

impl Query for ShowTimetable {
    const NAME: &'static str = "calendar.timetable";
    type View = Timetable;

    fn answer(&self, reader: &Reader<'_>) -> Result<Timetable, ServiceError> {
        let within = self.span()?;
        if let Some(name) = &self.environment {
            reader.ask(|state| Ok(find(state, name).map(drop)))??;
        }
        let mut happenings = reader.ask(|state| {
            let mut all = self.windows(state, within);
            all.extend(self.plans(state, within));
            all.extend(self.bookings(state, within));
            all.extend(self.freezes(state, within));
            Ok(all)
        })?;
        let (deployments, more) = self.deployments(reader, within)?;
        happenings.extend(deployments);
        happenings.sort_by_key(|one| one.span);
        let days_off = reader.ask(|state| Ok(days_off(state, within)))?;
        Ok(Timetable {
            happenings,
            days_off,
            more,
        })
    }
}

impl ShowTimetable {
    fn span(&self) -> Result<Stretch, ServiceError> {
        let length = self.until.millis().saturating_sub(self.from.millis());
        match (1..=LONGEST).contains(&length) {
            true => Ok(Stretch {
                from: self.from,
                until: self.until,
            }),
            false => Err(ServiceError::Arguments {
                query: Self::NAME.to_owned(),
                reason: "`until` is not after `from`, or more than 400 days".to_owned(),
            }),
        }
    }

    fn here(&self, environments: &[EnvironmentName]) -> bool {
        let is = |wanted: &String| environments.iter().any(|name| name.as_str() == wanted);
        environments.is_empty() || self.environment.as_ref().is_none_or(is)
    }

    fn windows(&self, state: &State, within: Stretch) -> Vec<Happening> {
        let wanted = |one: &&Standing| {
            self.here(&one.window.environments) && self.unit_of(state, &one.window)
        };
        let standing = state.windows.values().filter(wanted);
        let each = standing.flat_map(|one| {
            let spans = spans(state, one, within);
            spans.into_iter().map(|span| happening(state, one, span))
        });
        each.collect()
    }

    fn unit_of(&self, state: &State, window: &Window) -> bool {
        let Some(unit) = &self.unit else {
            return true;
        };
        let general = window.components.is_empty() && window.units.is_empty();
        let units = window.units.iter();
        let related = |one| state.unit_within(one, unit) || state.unit_within(unit, one);
        general || units.clone().any(related) || self.components(state, &window.components)
    }

    fn components(&self, state: &State, components: &[ComponentName]) -> bool {
        let Some(unit) = &self.unit else {
            return true;
        };
        let found = components
            .iter()
            .filter_map(|name| state.components.get(name));
        found
            .map(|found| &found.unit)
            .any(|own| state.unit_within(own, unit))
    }

    /// From the newest on, until they are before the span.
    fn deployments(
        &self,
        reader: &Reader<'_>,
        within: Stretch,
    ) -> Result<(Vec<Happening>, bool), ServiceError> {
        let (mut found, mut after, mut seen) = (Vec::new(), None, 0);
        loop {
            let listed = reader.view().list(Kind::Deployment, after, true, SOME)?;
            for one in &listed {
                let Some(page) = load(reader, &one.key)? else {
                    continue;
                };
                if page.requested < within.from && page.settled.is_some_and(|end| end < within.from)
                {
                    return Ok((found, false));
                }
                let span = lasted(&page, reader.now());
                let components =
                    reader.ask(|state| Ok(self.components(state, &page.components)))?;
                let here = self.here(std::slice::from_ref(&page.environment));
                if span.meets(&within) && here && components {
                    found.push(deployed(page, span));
                }
            }
            seen += listed.len();
            after = listed.last().map(|one| one.first);
            if listed.len() < SOME || seen >= MOST {
                return Ok((found, listed.len() == SOME));
            }
        }
    }
}

fn happening(state: &State, standing: &Standing, span: Stretch) -> Happening {
    let window = &standing.window;
    let (name, title) = (window.name.clone(), window.called().to_owned());
    Happening {
        what: match window.kind {
            WindowKind::Blackout => What::Blackout {
                window: name,
                title,
            },
            WindowKind::Maintenance => What::Maintenance {
                window: name,
                title,
            },
            WindowKind::Train => What::Departure {
                train: name,
                title,
                frozen: train::frozen_from(state, standing, span),
            },
        },
        span,
        environments: window.environments.clone(),
        components: window.components.clone(),
        units: window.units.clone(),
    }
}

/// From when it was asked for until it ended, or until now.
fn lasted(page: &DeploymentPage, now: Time) -> Stretch {
    let until = page.settled.unwrap_or(now);
    Stretch {
        from: page.requested,
        until: until.max(page.requested.after(1)),
    }
}

fn deployed(page: DeploymentPage, span: Stretch) -> Happening {
    Happening {
        what: What::Deployment {
            deployment: page.deployment,
            release: page.release,
            stage: page.stage,
        },
        span,
        environments: vec![page.environment],
        components: page.components,
        units: Vec::new(),
    }
}

fn days_off(state: &State, within: Stretch) -> Vec<DayOff> {
    let day = |time: Time| {
        let stamp = jiff::Timestamp::from_millisecond(time.millis()).unwrap_or_default();
        stamp.strftime("%Y-%m-%d").to_string()
    };
    // Wherever one is.
    let (from, until) = (
        day(within.from.after(-86_400_000)),
        day(within.until.after(86_400_000)),
    );
    let of = |calendar: &Calendar| {
        let days = calendar.holidays.iter();
        let days = days.filter(|day| (&from..=&until).contains(&&day.date));
        let found = days.map(|day| DayOff {
            date: day.date.clone(),
            name: day.name.clone(),
            calendar: calendar.name.clone(),
        });
        found.collect::<Vec<_>>()
    };
    let mut found: Vec<_> = state.calendars.values().flat_map(of).collect();
    found.sort();
    found
}
