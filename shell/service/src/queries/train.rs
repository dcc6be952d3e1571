//! `train.list` and `train.show`.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{ReleaseName, Stage};
use holdpoint_domain::train::{Departure, aboard, next_departures};
use holdpoint_domain::window::{Standing, Window, WindowKind};
use holdpoint_domain::{Kind, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// How many departures are told of one train among others, and of one that is asked for.
const NEXT: (usize, usize) = (3, 12);

/// Release trains with their next departures, and what goes with them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTrains {}

/// Release trains, in order of name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trains {
    /// The trains.
    pub trains: Vec<TrainPage>,
}

/// A release train.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrainPage {
    /// As it is declared.
    pub train: Window,
    /// Departures that have not ended: the one that is under way, and the next ones.
    pub departures: Vec<DepartureView>,
}

/// A departure of a train.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DepartureView {
    /// From when on its releases are deployed.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// From when on its scope is frozen; never, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<Time>,
    /// Whether it is.
    pub is_frozen: bool,
    /// What goes with it, in order of name.
    pub aboard: Vec<AboardView>,
}

/// A release that goes with a departure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AboardView {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Where it stands.
    pub stage: Stage,
    /// How many items it carries.
    pub scope: usize,
}

fn page(state: &State, train: &Standing, now: Time, most: usize) -> TrainPage {
    let longest = 32 * 86_400_000;
    let all = next_departures(state, train, now.after(-longest), most + 40);
    let departures = all.into_iter().filter(|one| one.span.until > now);
    TrainPage {
        train: train.window.as_ref().clone(),
        departures: { departures.take(most) }
            .map(|one| departure(state, train, one, now))
            .collect(),
    }
}

fn departure(state: &State, train: &Standing, one: Departure, now: Time) -> DepartureView {
    let all = aboard(state, &train.window.name, now).into_iter();
    let with = all.filter(|(_, _, plan)| plan.span == one.span);
    let with = with.map(|(release, environment, _)| AboardView {
        release: release.name.clone(),
        environment: environment.clone(),
        stage: release.stage,
        scope: release.scope.len(),
    });
    DepartureView {
        from: one.span.from,
        until: one.span.until,
        frozen: one.frozen,
        is_frozen: one.frozen.is_some_and(|since| since <= now),
        aboard: with.collect(),
    }
}

fn trains(state: &State) -> impl Iterator<Item = &Standing> {
    let all = state.windows.values();
    all.filter(|one| one.window.kind == WindowKind::Train)
}

impl Query for ListTrains {
    const NAME: &'static str = "train.list";
    type View = Trains;

    fn answer(&self, reader: &Reader<'_>) -> Result<Trains, ServiceError> {
        let now = reader.now();
        reader.ask(|state| {
            let all = trains(state).map(|one| page(state, one, now, NEXT.0));
            Ok(Trains {
                trains: all.collect(),
            })
        })
    }
}

/// One release train with its next departures, and what goes with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowTrain {
    /// Its name.
    pub train: String,
}

impl Query for ShowTrain {
    const NAME: &'static str = "train.show";
    type View = TrainPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<TrainPage, ServiceError> {
        let now = reader.now();
        reader.ask(|state| {
            let found = trains(state).find(|one| one.window.name.as_str() == self.train);
            let known = || trains(state).map(|one| one.window.name.as_str());
            let absent = || ServiceError::absent(Kind::Window, &self.train, known());
            Ok({ found.map(|one| page(state, one, now, NEXT.1)) }.ok_or_else(absent))
        })?
    }
}
