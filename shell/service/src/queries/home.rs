//! `home.show`: what is going out, what is held and why, and what runs where.

use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::deployment::{DeploymentId, DeploymentStage};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{Release, ReleaseName, Stage};
use holdpoint_domain::waiver::WaiverId;
use holdpoint_domain::{State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deployment::DeploymentPage;
use super::gate::explain;
use super::journey::chain;
use super::{Explained, Query, ShowDeployment};
use crate::{Reader, ServiceError};

/// How many releases on their way are judged: the newest. More than that nobody reads at once.
const MOST: usize = 60;

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
    /// Releases on their way, the newest first: at most sixty.
    pub pending: Vec<PendingView>,
    /// How many releases are on their way in all.
    pub pending_total: usize,
    /// Deployments that run, or of which nobody knows how they ended.
    pub going: Vec<DeploymentPage>,
    /// Waivers that somebody asked for and nobody has approved.
    pub waivers: Vec<AskedWaiver>,
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
        Ok(Home::clone(&home))
    }
}

fn home(reader: &Reader<'_>) -> Result<Home, ServiceError> {
    let now = reader.now();
    let outline = reader.ask(|state| Ok(outline(state, now)))?;
    let pending_total = outline.pending.len();
    let newest = outline.pending.into_iter().take(MOST);
    let going = outline.going.iter().map(|id| {
        ShowDeployment {
            deployment: id.to_string(),
        }
        .answer(reader)
    });
    Ok(Home {
        places: outline.places,
        going: going.collect::<Result<_, _>>()?,
        pending: newest
            .map(|waiting| judged(reader, waiting))
            .collect::<Result<_, _>>()?,
        pending_total,
        waivers: outline.waivers,
    })
}

/// What is known before gates are asked.
struct Outline {
    places: Vec<PlaceView>,
    pending: Vec<Waiting>,
    going: Vec<DeploymentId>,
    waivers: Vec<AskedWaiver>,
}

struct Waiting {
    release: Release,
    next: EnvironmentName,
    next_title: String,
}

fn outline(state: &State, now: Time) -> Outline {
    let on_their_way = state.releases.iter().map(|(_, release)| release);
    let mut pending: Vec<_> = on_their_way
        .filter_map(|release| waiting(state, release, now))
        .collect();
    pending.sort_by(|one, other| {
        let age = |waiting: &Waiting| (waiting.release.created, waiting.release.name.clone());
        age(other).cmp(&age(one))
    });
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
        pending,
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

/// Where the release goes next, unless it is everywhere, or nowhere any more.
fn waiting(state: &State, release: &Release, now: Time) -> Option<Waiting> {
    let old = release.stage == Stage::Stopped && now > release.created.after(OLD);
    if release.finished() || old {
        return None;
    }
    let mut places = chain(state).into_iter();
    let next = places.find(|place| !release.has_run_in(&place.name))?;
    Some(Waiting {
        release: release.clone(),
        next: next.name.clone(),
        next_title: next.title.clone(),
    })
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
    let view = |place: &holdpoint_domain::environment::Environment| {
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
