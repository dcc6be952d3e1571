//! `home.show`: what is going out, what is held and why, and what runs where.

use std::collections::BTreeSet;

use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::deployment::{DeploymentId, DeploymentStage};
use holdpoint_domain::environment::{Environment, EnvironmentName};
use holdpoint_domain::release::{Release, ReleaseName, Stage};
use holdpoint_domain::waiver::WaiverId;
use holdpoint_domain::{Actor, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deployment::DeploymentPage;
use super::gate::explain;
use super::journey::chain;
use super::{Explained, Query, ShowDeployment};
use crate::present::Present;
use crate::{Reader, ServiceError};

/// How many releases on their way are judged: the newest. More than that nobody reads at once.
const MOST: usize = 40;

/// How many of each kind are judged beside them: as many as a page shows.
const FURTHER: usize = 15;

/// A release that somebody stopped is told of for so long, in milliseconds: three weeks.
const OLD: i64 = 21 * 86_400_000;

/// What is going out, what is held and why, and what runs where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowHome {}

/// What is going out, what is held and why, and what runs where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Home {
    /// Environments, in the order in which releases pass them.
    pub places: Vec<PlaceView>,
    /// Releases on their way, the newest first: at most forty.
    pub pending: Vec<PendingView>,
    /// How many releases are on their way in all.
    pub pending_total: usize,
    /// What gates say of all of them, if there are more than are judged here and they have been counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<CountedView>,
    /// Deployments that run, or of which nobody knows how they ended.
    pub going: Vec<DeploymentPage>,
    /// Waivers that somebody asked for and nobody has approved.
    pub waivers: Vec<AskedWaiver>,
}

/// What gates said of everything on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountedView {
    /// When they were counted.
    pub counted: Time,
    /// Whether nothing was recorded since.
    pub current: bool,
    /// How many are submitted, and their next gate says go.
    pub ready: usize,
    /// How many others there are.
    pub held: usize,
    /// Of what was not judged above: the newest that are ready, that are held, or that wait for who asks.
    pub further: Vec<PendingView>,
    /// How many more than those wait for a decision of who asks.
    pub yours_more: usize,
}

/// An environment and what runs there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceView {
    /// Which environment.
    pub environment: EnvironmentName,
    /// What people call it.
    pub title: String,
    /// Whether it is protected.
    pub protected: bool,
    /// How many components run there.
    pub components: usize,
    /// What came there last, and when.
    pub newest: Option<(ReleaseName, Time)>,
}

/// A release on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PendingView {
    /// Which release.
    pub release: ReleaseName,
    /// What people call it.
    pub title: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// When it was created.
    pub created: Time,
    /// The components that go out.
    pub components: Vec<ComponentName>,
    /// Where it goes next.
    pub next: EnvironmentName,
    /// What people call that.
    pub next_title: String,
    /// What its gate says.
    pub gate: Explained,
}

/// A waiver that nobody has approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AskedWaiver {
    /// Which.
    pub waiver: WaiverId,
    /// For which release.
    pub release: ReleaseName,
    /// In which environment.
    pub environment: EnvironmentName,
    /// From which criterion.
    pub criterion: String,
    /// When it was asked for.
    pub requested: Time,
}

impl Query for ShowHome {
    const NAME: &'static str = "home.show";
    type View = Home;

    fn answer(&self, reader: &Reader<'_>) -> Result<Home, ServiceError> {
        let Some(present) = reader.present else {
            return home(reader);
        };
        // Gates of everything on its way are asked: once for all who look, while nothing happens.
        let (size, now) = (reader.view().size(), reader.now());
        let home = present.home(size, now, || home(reader))?;
        let mut home = Home::clone(&home);
        if home.pending.len() < home.pending_total {
            home.counted = counted(reader, present, &home.pending)?;
        }
        Ok(home)
    }
}

/// What there is beside those that were judged, as it was counted last.
fn counted(
    reader: &Reader<'_>,
    present: &Present,
    judged_here: &[PendingView],
) -> Result<Option<CountedView>, ServiceError> {
    let Some(tally) = present.tally.last(reader.view()) else {
        return Ok(None);
    };
    let here: BTreeSet<_> = judged_here.iter().map(|one| &one.release).collect();
    let person = reader.actor.as_ref().and_then(Actor::person);
    let yours = || person.into_iter().flat_map(|person| tally.wanted(person));
    let elsewhere = |name: &&ReleaseName| !here.contains(*name);
    let chosen = tally.ready().filter(elsewhere).take(FURTHER);
    let chosen = chosen.chain(tally.held().filter(elsewhere).take(FURTHER));
    let chosen: BTreeSet<_> = chosen
        .chain(yours().filter(elsewhere).take(FURTHER))
        .collect();
    let shown = || here.iter().chain(&chosen).copied();
    let yours_more = person.map_or(0, |person| tally.wanted_beside(person, shown()));
    let now = reader.now();
    let further = reader.ask(|state| {
        let (mut found, chain) = (Vec::new(), chain(state));
        state.releases.ready(chosen.iter().map(|name| name.key()))?;
        for name in &chosen {
            let release = state.releases.get(&name.key())?;
            found.extend(release.and_then(|release| on_its_way(&chain, release, now)));
        }
        Ok(newest(found, MOST))
    })?;
    let further = further.into_iter().map(|waiting| judged(reader, waiting));
    let (ready, held) = tally.totals();
    Ok(Some(CountedView {
        counted: tally.now,
        current: tally.size == reader.view().size(),
        ready,
        held,
        further: further.collect::<Result<_, _>>()?,
        yours_more,
    }))
}

fn home(reader: &Reader<'_>) -> Result<Home, ServiceError> {
    let now = reader.now();
    let outline = reader.ask(|state| Ok(outline(state, now)))?;
    let going = outline.going.iter().map(|id| {
        ShowDeployment {
            deployment: id.to_string(),
        }
        .answer(reader)
    });
    Ok(Home {
        places: outline.places,
        going: going.collect::<Result<_, _>>()?,
        pending: outline
            .pending
            .into_iter()
            .map(|waiting| judged(reader, waiting))
            .collect::<Result<_, _>>()?,
        pending_total: outline.pending_total,
        counted: None,
        waivers: outline.waivers,
    })
}

/// What is known before gates are asked.
struct Outline {
    places: Vec<PlaceView>,
    pending: Vec<Waiting>,
    pending_total: usize,
    going: Vec<DeploymentId>,
    waivers: Vec<AskedWaiver>,
}

struct Waiting {
    release: Release,
    next: EnvironmentName,
    next_title: String,
}

/// The newest of some, as they are to be judged.
fn newest(mut some: Vec<(&Release, &Environment)>, most: usize) -> Vec<Waiting> {
    some.sort_by(|(one, _), (other, _)| {
        (other.created, &other.name).cmp(&(one.created, &one.name))
    });
    let newest = some.into_iter().take(most);
    newest
        .map(|(release, next)| Waiting {
            release: release.clone(),
            next: next.name.clone(),
            next_title: next.title.clone(),
        })
        .collect()
}

fn outline(state: &State, now: Time) -> Outline {
    let (releases, chain) = (state.releases.iter(), chain(state));
    let pending: Vec<_> = releases
        .filter_map(|(_, release)| on_its_way(&chain, release, now))
        .collect();
    let mut going: Vec<_> = state
        .open_deployments()
        .filter(|found| found.stage != DeploymentStage::Current)
        .collect();
    going.sort_by_key(|found| (found.requested, &found.id));
    let asked = state.waivers.iter().map(|(_, waiver)| waiver);
    let asked = asked.filter(|waiver| waiver.approved_by.is_none() && !waiver.ended);
    let mut asked: Vec<_> = asked.collect();
    asked.sort_by_key(|waiver| (waiver.requested, &waiver.id));
    Outline {
        places: places(state),
        pending_total: pending.len(),
        pending: newest(pending, MOST),
        going: going.into_iter().map(|found| found.id.clone()).collect(),
        waivers: asked
            .into_iter()
            .map(|waiver| AskedWaiver {
                waiver: waiver.id.clone(),
                release: waiver.release.clone(),
                environment: waiver.environment.clone(),
                criterion: waiver.criterion.clone(),
                requested: waiver.requested,
            })
            .collect(),
    }
}

/// A release with where it goes next, unless it is everywhere, or nowhere any more.
pub(crate) fn on_its_way<'a>(
    chain: &[&'a Environment],
    release: &'a Release,
    now: Time,
) -> Option<(&'a Release, &'a Environment)> {
    let old = release.stage == Stage::Stopped && now > release.created.after(OLD);
    if release.finished() || old {
        return None;
    }
    let mut places = chain.iter().copied();
    let next = places.find(|place| !release.has_run_in(&place.name))?;
    Some((release, next))
}

fn judged(reader: &Reader<'_>, waiting: Waiting) -> Result<PendingView, ServiceError> {
    let release = waiting.release;
    let gate = explain(reader, release.name.as_str(), waiting.next.as_str())?;
    Ok(PendingView {
        title: reader.names().text(release.title.as_ref()),
        stage: release.stage,
        created: release.created,
        components: release.components.iter().cloned().collect(),
        next: waiting.next,
        next_title: waiting.next_title,
        gate,
        release: release.name,
    })
}

fn places(state: &State) -> Vec<PlaceView> {
    let view = |place: &Environment| {
        let here = state.running.iter();
        let here = here.filter(|((environment, _), _)| *environment == place.name);
        let deployments = here.map(|(_, id)| state.deployments.peek(&id.key()));
        let (components, newest) = deployments.fold((0, None), |(count, newest), found| {
            let came = found.and_then(|one| Some((one.settled?, one.release.clone())));
            (count + 1, newest.max(came))
        });
        PlaceView {
            environment: place.name.clone(),
            title: place.title.clone(),
            protected: place.protected,
            components,
            newest: newest.map(|(time, release)| (release, time)),
        }
    };
    chain(state).into_iter().map(view).collect()
}
