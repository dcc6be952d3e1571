//! What is asked of statuses, by Holdpoint itself.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Forge, Progress, Target, Trouble};
use super::{StatusEnded, StatusFailed, StatusRequested, StatusShown};
use crate::access::Required;
use crate::environment::{Environment, EnvironmentName};
use crate::gate::{self, Inputs};
use crate::kernel::{Context, Decide, Halt};
use crate::release::{Release, ReleaseName, Stage};
use crate::{Fact, State};

/// At how many commits of a release the verdict is shown: those that were added last.
const MOST: usize = 20;

fn forges(state: &State) -> &[Forge] {
    let organisation = state.organisation.as_ref();
    organisation.map_or(&[], |found| found.settings.forges.as_slice())
}

/// Where the verdict about a release is to be shown: at the last commit of each range, once.
fn targets(state: &State, place: &Environment, release: &Release) -> Vec<Target> {
    let forges: Vec<_> = { forges(state).iter() }
        .filter(|forge| forge.shows(place))
        .collect();
    let mut seen = BTreeSet::new();
    let mut targets: Vec<_> = { release.commits.iter().rev() }
        .filter_map(|range| {
            let shown = |forge: &&Forge| forge.repository(&range.repository);
            let path = forges.iter().find_map(shown)?;
            seen.insert((path, range.to.clone())).then(|| Target {
                repository: range.repository.clone(),
                commit: range.to.clone(),
            })
        })
        .take(MOST)
        .collect();
    targets.sort();
    targets
}

/// Releases and environments of which forges may have something else to show than they do: each is to be asked about with
/// [`TellStatus`]. Those that are not named need not be.
#[must_use]
pub fn candidates(state: &State) -> BTreeSet<(ReleaseName, EnvironmentName)> {
    let mut found: BTreeSet<_> = state.statuses.keys().cloned().collect();
    if forges(state).is_empty() {
        return found;
    }
    for (_, release) in state.releases.iter().filter(|(_, one)| !one.finished()) {
        for place in state.environments.values() {
            let at = (release.name.clone(), place.name.clone());
            if !release.has_run_in(&place.name) && !targets(state, place, release).is_empty() {
                found.insert(at);
            }
        }
    }
    found
}

/// Has forges show what the gate says of a release, if that is something else than they show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TellStatus {
    /// Of which release.
    pub release: ReleaseName,
    /// For which environment.
    pub environment: EnvironmentName,
}

impl TellStatus {
    fn ended(&self) -> Fact {
        let (release, environment) = (self.release.clone(), self.environment.clone());
        let ended = StatusEnded {
            release,
            environment,
        };
        ended.into()
    }
}

impl Decide for TellStatus {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let at = (self.release.clone(), self.environment.clone());
        let shown = state.statuses.get(&at);
        let release = state.releases.get(&self.release.key())?;
        let place = state.environments.get(&self.environment);
        let (targets, release, place) = match (release, place) {
            (Some(release), Some(place)) => (targets(state, place, release), release, place),
            _ => return Ok(shown.map(|_| self.ended()).into_iter().collect()),
        };
        // What went out long ago is judged no more: evidence gets old, and people leave.
        let over = matches!(release.stage, Stage::Closed | Stage::Imported);
        if targets.is_empty() || over {
            return Ok(shown.map(|_| self.ended()).into_iter().collect());
        }
        let last = release.has_run_in(&place.name) || release.finished();
        if last && shown.is_none() {
            return Ok(Vec::new());
        }
        let verdict = gate::judge(state, place, release, &Inputs::from(context))?.verdict;
        match shown {
            Some(shown) if shown.verdict == verdict && shown.targets == targets => {
                let settled = shown.progress != Progress::Waiting;
                Ok((last && settled)
                    .then(|| self.ended())
                    .into_iter()
                    .collect())
            }
            _ => {
                let requested = StatusRequested {
                    release: self.release.clone(),
                    environment: self.environment.clone(),
                    verdict,
                    targets,
                };
                Ok(vec![requested.into()])
            }
        }
    }
}

/// Says how it went to have it shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishStatus {
    /// Of which release.
    pub release: ReleaseName,
    /// For which environment.
    pub environment: EnvironmentName,
    /// Position of the intent.
    pub intent: u64,
    /// Why it is not shown, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// Whether it is not tried again.
    #[serde(default)]
    pub given_up: bool,
}

impl Decide for FinishStatus {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let (release, environment) = (self.release.clone(), self.environment.clone());
        let shown = state.statuses.get(&(release.clone(), environment.clone()));
        // What was asked for anew meanwhile has another outcome.
        let waits =
            |one: &&super::Status| one.position == self.intent && one.progress == Progress::Waiting;
        let Some(shown) = shown.filter(waits) else {
            return Ok(Vec::new());
        };
        Ok(match self.trouble {
            None => vec![
                StatusShown {
                    release,
                    environment,
                }
                .into(),
            ],
            // The same trouble again is no news.
            Some(trouble) if shown.trouble == Some(trouble) && !self.given_up => Vec::new(),
            Some(trouble) => vec![
                StatusFailed {
                    release,
                    environment,
                    trouble,
                    given_up: self.given_up,
                }
                .into(),
            ],
        })
    }
}
