//! Artifacts of a draft.

use serde::{Deserialize, Serialize};

use super::super::refusal::{artifact_unknown, artifact_wrong};
use super::super::{Artifact, ArtifactAdded, ArtifactRemoved, ReleaseName, found, targets};
use super::content::{draft, required};
use crate::access::{Permission, Required, Target};
use crate::catalogue::component_unknown;
use crate::kernel::{Context, Decide, Halt, Reason, Refusal};
use crate::organisation::check_artifact;
use crate::{Fact, State, train};

/// Adds artifacts to a draft, or replaces those of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddArtifacts {
    /// To which release.
    pub release: ReleaseName,
    /// The artifacts.
    pub artifacts: Vec<Artifact>,
}

impl Decide for AddArtifacts {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let mut all = targets(found(state, &self.release)?);
        all.extend(
            self.artifacts
                .iter()
                .map(|new| Target::Component(new.component.clone())),
        );
        Ok(Required::on(Permission::Release, all))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = draft(state, &self.release)?;
        check_artifacts(self.artifacts.iter(), state)?;
        let more = |new: &Artifact| !release.components.contains(&new.component);
        if let Some((train, place, since)) = train::frozen(state, release, context.now)
            && self.artifacts.iter().any(more)
        {
            return Err(train::scope_frozen(&self.release, train, place, since).into());
        }
        let new = self
            .artifacts
            .iter()
            .filter(|new| release.artifacts.get(&new.name) != Some(*new));
        let added = |artifact: &Artifact| ArtifactAdded {
            release: self.release.clone(),
            artifact: artifact.clone(),
        };
        Ok(new.map(|artifact| added(artifact).into()).collect())
    }
}

/// Checks that artifacts are whole, and named as the organisation's scheme says.
pub(super) fn check_artifacts<'a>(
    artifacts: impl Iterator<Item = &'a Artifact>,
    state: &State,
) -> Result<(), Halt> {
    let found = artifacts.flat_map(|artifact| problems(artifact, state));
    let mut found: Vec<_> = found.take(MOST_PROBLEMS).collect();
    if found.is_empty() {
        return Ok(());
    }
    let first = found.remove(0);
    let reasons = found.into_iter().map(|further| Reason {
        code: further.code,
        message: further.message,
        help: further.help,
    });
    let reasons = reasons.collect();
    Err(Refusal { reasons, ..first }.into())
}

/// How many problems are told in one refusal.
const MOST_PROBLEMS: usize = 20;

fn problems(artifact: &Artifact, state: &State) -> Vec<Refusal> {
    let component = state.components.get(&artifact.component);
    if component.is_none() {
        return vec![component_unknown(&artifact.component)];
    }
    if let Some(why) = malformed(artifact) {
        return vec![artifact_wrong(&artifact.name, why)];
    }
    let settings = state.organisation.iter().map(|found| &found.settings);
    settings
        .flat_map(|settings| check_artifact(settings, artifact, component))
        .map(|why| artifact_wrong(&artifact.name, why))
        .collect()
}

fn malformed(artifact: &Artifact) -> Option<&'static str> {
    let texts = [
        Some(&artifact.name),
        artifact.version.as_ref(),
        artifact.purl.as_ref(),
        Some(&artifact.kind),
        Some(&artifact.repository),
    ];
    let long = |text: &String| text.len() > 1000;
    match () {
        () if artifact.name.is_empty() => Some("has no name"),
        () if artifact.size.is_some_and(|size| size > 1 << 53) => {
            Some("has a size beyond 2^53 bytes")
        }
        () if texts.into_iter().flatten().any(long) => Some("has a field of more than 1,000 bytes"),
        () => None,
    }
}

/// Removes an artifact from a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveArtifact {
    /// From which release.
    pub release: ReleaseName,
    /// Its name.
    pub artifact: String,
}

impl Decide for RemoveArtifact {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = draft(state, &self.release)?;
        if !release.artifacts.contains_key(&self.artifact) {
            return Err(artifact_unknown(&self.artifact, &self.release).into());
        }
        let removed = ArtifactRemoved {
            release: self.release.clone(),
            artifact: self.artifact.clone(),
        };
        Ok(vec![removed.into()])
    }
}
