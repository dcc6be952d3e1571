//! What the pages show.

use holdpoint_domain::release::{Stage, UnplanRelease};
use holdpoint_domain::window::Window;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    AboardView, DepartureView, ListEnvironments, ListReleases, ListTrains, ShowTrain, TrainPage,
};

use super::words::TrainWords;
use crate::desk::Desk;
use crate::frame::Choice;
use crate::pages::shared::titled;
use crate::visit::Fields;
use crate::when::When;

/// All trains.
pub(super) struct TrainsView {
    pub(super) trains: Vec<TrainView>,
}

/// A train.
pub(super) struct TrainView {
    pub(super) title: String,
    pub(super) to: String,
    /// This page, to post to.
    pub(super) here: String,
    /// Where it goes, what it carries, and when its scope is frozen.
    pub(super) lines: Vec<String>,
    pub(super) departures: Vec<Departs>,
    /// What a form offers, if who looks may plan.
    pub(super) form: Option<Form>,
}

/// A departure.
pub(super) struct Departs {
    pub(super) from: When,
    pub(super) until: When,
    pub(super) frozen: String,
    pub(super) is_frozen: bool,
    pub(super) under_way: bool,
    pub(super) aboard: Vec<Aboard>,
}

/// A release that goes with it.
pub(super) struct Aboard {
    pub(super) release: String,
    pub(super) to: String,
    pub(super) environment: String,
    pub(super) items: String,
    pub(super) can_leave: bool,
}

/// What can be chosen.
pub(super) struct Form {
    pub(super) releases: Vec<Choice>,
    pub(super) environments: Vec<Choice>,
    pub(super) departures: Vec<Choice>,
}

pub(super) fn trains(desk: &Desk<'_>, t: TrainWords) -> Result<TrainsView, ServiceError> {
    let all = desk.ask(&ListTrains::default())?.trains;
    let trains = all.iter().map(|one| seen(desk, t, one));
    Ok(TrainsView {
        trains: trains.collect::<Result<_, _>>()?,
    })
}

pub(super) fn train(
    desk: &Desk<'_>,
    t: TrainWords,
    name: &str,
    typed: &Fields,
) -> Result<TrainView, ServiceError> {
    let train = name.to_owned();
    let found = desk.ask(&ShowTrain { train })?;
    let form = match desk.at {
        None => Some(form(desk, t, &found, typed)?),
        Some(_) => None,
    };
    let seen = seen(desk, t, &found)?;
    Ok(TrainView { form, ..seen })
}

fn seen(desk: &Desk<'_>, t: TrainWords, one: &TrainPage) -> Result<TrainView, ServiceError> {
    let train = &one.train;
    let here = format!("/trains/{}", train.name);
    let departures = one.departures.iter().map(|one| departs(desk, t, one));
    Ok(TrainView {
        title: train.called().to_owned(),
        to: desk.to(&here),
        here,
        lines: lines(t, train),
        departures: departures.collect::<Result<_, _>>()?,
        form: None,
    })
}

fn lines(t: TrainWords, train: &Window) -> Vec<String> {
    let places = train.environments.iter().map(ToString::to_string);
    let places: Vec<_> = places.collect();
    let places = match places.is_empty() {
        true => t.everywhere().to_owned(),
        false => places.join(", "),
    };
    let units = train.units.iter().map(ToString::to_string);
    let parts = train.components.iter().map(ToString::to_string);
    let carried: Vec<_> = units.chain(parts).collect();
    let carried = (!carried.is_empty()).then(|| t.carries(carried.join(", ")));
    let freeze = train.scope_freeze.as_ref();
    let freeze =
        freeze.map(|one| t.freezes(usize::try_from(one.working_days).unwrap_or(usize::MAX)));
    let goes = std::iter::once(t.goes_to(places));
    goes.chain(carried).chain(freeze).collect()
}

fn departs(desk: &Desk<'_>, t: TrainWords, one: &DepartureView) -> Result<Departs, ServiceError> {
    let frozen = match (one.frozen, one.is_frozen) {
        (Some(since), true) => t.frozen_since(desk.when(since).short),
        (Some(from), false) => t.frozen_from(desk.when(from).short),
        (None, _) => t.never().to_owned(),
    };
    let aboard = one.aboard.iter().map(|with| aboard(desk, t, with));
    Ok(Departs {
        from: desk.when(one.from),
        until: desk.when(one.until),
        frozen,
        is_frozen: one.is_frozen,
        under_way: one.from <= desk.reading.now,
        aboard: aboard.collect::<Result<_, _>>()?,
    })
}

fn aboard(desk: &Desk<'_>, t: TrainWords, with: &AboardView) -> Result<Aboard, ServiceError> {
    let off = UnplanRelease {
        release: with.release.clone(),
        environment: with.environment.clone(),
    };
    Ok(Aboard {
        release: with.release.to_string(),
        to: desk.to(&format!("/releases/{}", with.release)),
        environment: with.environment.to_string(),
        items: t.items(with.scope),
        can_leave: desk.at.is_none() && desk.could(&off.into())?.is_ok(),
    })
}

fn form(
    desk: &Desk<'_>,
    t: TrainWords,
    one: &TrainPage,
    typed: &Fields,
) -> Result<Form, ServiceError> {
    let choice = |field: &str, value: String, label: String| Choice {
        chosen: typed.get(field) == Some(value.as_str()),
        value,
        label,
    };
    let releases = desk.ask(&ListReleases::default())?.releases.into_iter();
    let going = releases.filter(|one| matches!(one.stage, Stage::Draft | Stage::Submitted));
    let releases =
        going.map(|one| choice("release", one.release.to_string(), one.release.to_string()));
    let places = desk.ask(&ListEnvironments::default())?.environments;
    let goes = &one.train.environments;
    let places = places.into_iter().map(|page| page.environment);
    let places = places.filter(|place| goes.is_empty() || goes.contains(&place.name));
    let places = places.map(|place| {
        let name = place.name.to_string();
        let label = titled(&place.title, &name).to_owned();
        choice("environment", name, label)
    });
    let open = one.departures.iter().filter(|one| !one.is_frozen);
    let open = open.map(|one| choice("from", one.from.to_string(), desk.when(one.from).short));
    let next = choice("from", String::new(), t.next().to_owned());
    Ok(Form {
        releases: releases.collect(),
        environments: places.collect(),
        departures: std::iter::once(next).chain(open).collect(),
    })
}
