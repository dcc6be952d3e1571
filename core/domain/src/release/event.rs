//! What has happened to a release.

use imbl::{OrdMap, OrdSet, Vector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Artifact, Commit, CommitRange, Origin, Reached, Release, ReleaseName, ScopeItem, Stage,
};
use crate::State;
use crate::catalogue::ComponentName;
use crate::deployment::DeploymentId;
use crate::environment::EnvironmentName;
use crate::kernel::{Digest, Evolve, Key, Meta, Opening, Sealed};

macro_rules! on_release {
    ($type:ty, $opening:expr, |$event:ident, $release:ident, $meta:ident| $change:expr) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.release.key()
            }

            fn opening(&self) -> Option<Opening> {
                $opening
            }

            fn apply(&self, state: &mut State, $meta: &Meta) {
                let $event = self;
                if let Some($release) = state.releases.get_mut(&self.release.key()) {
                    $release.newest = $meta.position;
                    $change;
                }
            }
        }
    };
}

pub(crate) use on_release;

/// A release exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Created {
    /// Which.
    pub release: ReleaseName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sealed>,
    /// What it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The components that go out.
    pub components: Vec<ComponentName>,
    /// What they carry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<ScopeItem>,
    /// Readiness items that its template asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readiness: Vec<String>,
}

impl Evolve for Created {
    fn subject(&self) -> Key {
        self.release.key()
    }

    fn references(&self) -> Vec<Key> {
        self.components.iter().map(ComponentName::key).collect()
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let release = Release {
            name: self.release.clone(),
            title: self.title.clone(),
            notes: None,
            origin: self.origin.clone(),
            stage: Stage::Draft,
            past: None,
            created: meta.time,
            creator: meta.actor.clone(),
            components: self.components.iter().cloned().collect(),
            scope: self.scope.iter().cloned().collect(),
            artifacts: OrdMap::new(),
            commits: Vector::new(),
            authors: OrdSet::new(),
            makers: OrdSet::new(),
            readiness_asked: self.readiness.iter().cloned().collect(),
            readiness: OrdMap::new(),
            approvals: Vector::new(),
            withdrawn: OrdMap::new(),
            deployers: OrdSet::new(),
            reached: OrdMap::new(),
            plans: OrdMap::new(),
            turned: meta.time,
            turned_at: meta.position,
            newest: meta.position,
        };
        state.releases.insert(self.release.key(), release);
    }
}

/// An artifact belongs to it, in place of one of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArtifactAdded {
    /// To which release.
    pub release: ReleaseName,
    /// The artifact.
    pub artifact: Artifact,
}

on_release!(ArtifactAdded, None, |event, release, meta| {
    release.makers.extend(meta.actor.person().cloned());
    release.components.insert(event.artifact.component.clone());
    release
        .artifacts
        .insert(event.artifact.name.clone(), event.artifact.clone())
});

/// An artifact does not belong to it any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArtifactRemoved {
    /// From which release.
    pub release: ReleaseName,
    /// Its name.
    pub artifact: String,
}

on_release!(ArtifactRemoved, None, |event, release, meta| {
    release.makers.extend(meta.actor.person().cloned());
    release.artifacts.remove(&event.artifact)
});

/// Commits belong to it. A long range is told in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitsAdded {
    /// To which release.
    pub release: ReleaseName,
    /// The range, in its first part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<CommitRange>,
    /// The commits of this part.
    pub commits: Vec<Commit>,
}

on_release!(CommitsAdded, None, |event, release, meta| {
    release.makers.extend(meta.actor.person().cloned());
    release.commits.extend(event.range.clone());
    release.authors.extend(
        event
            .commits
            .iter()
            .flat_map(|commit| commit.authors.iter().cloned()),
    )
});

/// What it carries has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeChanged {
    /// Of which release.
    pub release: ReleaseName,
    /// What it carries from now on.
    pub scope: Vec<ScopeItem>,
}

on_release!(ScopeChanged, None, |event, release, meta| {
    release.makers.extend(meta.actor.person().cloned());
    release.scope = event.scope.iter().cloned().collect()
});

/// What people should know about it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotesWritten {
    /// Of which release.
    pub release: ReleaseName,
    /// The text.
    pub notes: Sealed,
}

on_release!(NotesWritten, None, |event, release, _meta| {
    release.notes = Some(event.notes.clone())
});

/// Its artifacts and scope stand from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    /// Which.
    pub release: ReleaseName,
    /// The digest of what stands.
    pub manifest: Digest,
}

on_release!(Submitted, None, |_event, release, meta| release
    .turn(Stage::Submitted, meta));

/// It is a draft again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revised {
    /// Which.
    pub release: ReleaseName,
}

on_release!(Revised, None, |_event, release, meta| release
    .turn(Stage::Draft, meta));

/// It will not go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancelled {
    /// Which.
    pub release: ReleaseName,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

on_release!(Cancelled, Some(Opening::Closed), |_event, release, meta| {
    release.turn(Stage::Cancelled, meta)
});

/// It has gone out, and runs nowhere any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Which.
    pub release: ReleaseName,
}

on_release!(Closed, Some(Opening::Closed), |_event, release, meta| {
    release.turn(Stage::Closed, meta)
});

/// It runs again, because what came after it was rolled back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopened {
    /// Which.
    pub release: ReleaseName,
}

on_release!(Reopened, Some(Opening::Opened), |_event, release, meta| {
    release.turn(Stage::Submitted, meta)
});

/// A deployment of it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeploymentBegun {
    /// Of which release.
    pub release: ReleaseName,
    /// Which deployment.
    pub deployment: DeploymentId,
    /// Where to.
    pub environment: EnvironmentName,
}

on_release!(DeploymentBegun, None, |_event, release, meta| {
    release.deployers.extend(meta.actor.person().cloned())
});

/// It runs in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentReached {
    /// Which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// By which deployment.
    pub deployment: DeploymentId,
    /// With what content.
    pub manifest: Digest,
    /// Which of its components.
    pub components: Vec<ComponentName>,
}

on_release!(EnvironmentReached, None, |event, release, meta| {
    let before = release.reached.remove(&event.environment);
    let mut reached = before
        .filter(|reached| reached.manifest == event.manifest)
        .unwrap_or_else(|| Reached {
            deployment: event.deployment.clone(),
            time: meta.time,
            manifest: event.manifest,
            components: OrdSet::new(),
        });
    reached.components.extend(event.components.iter().cloned());
    release.reached.insert(event.environment.clone(), reached);
});
