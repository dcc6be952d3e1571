//! What is known of a release.

use imbl::{OrdMap, OrdSet, Vector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Artifact, CommitRange, Past, Plan, TemplateName, manifest};
use crate::approval::Approval;
use crate::catalogue::ComponentName;
use crate::deployment::DeploymentId;
use crate::environment::EnvironmentName;
use crate::kernel::{Actor, Digest, Kind, Meta, Sealed, Time, name_type};
use crate::organisation::PersonId;

name_type!(
    /// The name of a release, such as `payments-2026.11`.
    ReleaseName, Kind::Release
);

/// Where a release stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Its artifacts and scope may change.
    Draft,
    /// Its artifacts and scope stand; gates may let it pass.
    Submitted,
    /// Somebody has said no.
    Stopped,
    /// It will not go out.
    Cancelled,
    /// It went out, and runs nowhere any more.
    Closed,
    /// It went out before Holdpoint was asked, and stands here as history.
    Imported,
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Stopped => "stopped",
            Self::Cancelled => "cancelled",
            Self::Closed => "closed",
            Self::Imported => "imported",
        })
    }
}

/// What a release was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// An earlier release.
    Release(ReleaseName),
    /// A template.
    Template(TemplateName),
}

/// Something that a release carries: a feature, a change, a ticket, named as people name it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeItem {
    /// `feature`, `change`, `defect`, `ticket`, …
    pub kind: String,
    /// Its id there, such as `PAY-1042`.
    pub id: String,
}

/// That a person has confirmed a readiness item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who.
    pub person: PersonId,
    /// When.
    pub time: Time,
    /// With what note.
    pub note: Option<Sealed>,
}

/// When and how a release, with the content that it has had last, first ran in an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// By which deployment.
    pub deployment: DeploymentId,
    /// When.
    pub time: Time,
    /// With what content.
    pub manifest: Digest,
    /// Which components have run there.
    pub components: OrdSet<ComponentName>,
}

/// A named set of artifacts and the scope that they carry, going out together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its name.
    pub name: ReleaseName,
    /// What people call it.
    pub title: Option<Sealed>,
    /// What people should know about it.
    pub notes: Option<Sealed>,
    /// What it was made from.
    pub origin: Option<Origin>,
    /// Where it stands.
    pub stage: Stage,
    /// When it went out, if that was before Holdpoint was asked.
    pub past: Option<Past>,
    /// When it was created, or imported.
    pub created: Time,
    /// By whom.
    pub creator: Actor,
    /// The components that go out.
    pub components: OrdSet<ComponentName>,
    /// What they carry.
    pub scope: Vector<ScopeItem>,
    /// The artifacts, by name.
    pub artifacts: OrdMap<String, Artifact>,
    /// The commits, as ranges.
    pub commits: Vector<CommitRange>,
    /// Who wrote them.
    pub authors: OrdSet<PersonId>,
    /// Who added or removed artifacts, commits or scope.
    pub makers: OrdSet<PersonId>,
    /// Readiness items that its template asks for.
    pub readiness_asked: Vector<String>,
    /// Readiness items that are confirmed.
    pub readiness: OrdMap<String, Confirmation>,
    /// Approvals and rejections, withdrawn ones left out.
    pub approvals: Vector<Approval>,
    /// Position of the entry by which somebody last took a decision about it back.
    pub withdrawn: OrdMap<PersonId, u64>,
    /// Who has asked for a deployment of it.
    pub deployers: OrdSet<PersonId>,
    /// Where it has run.
    pub reached: OrdMap<EnvironmentName, Reached>,
    /// When it is to go where.
    pub plans: OrdMap<EnvironmentName, Plan>,
    /// When it came to where it stands.
    pub turned: Time,
    /// The position of the entry by which it did.
    pub turned_at: u64,
    /// Position of the newest entry that said something about it.
    pub newest: u64,
}

impl Release {
    /// Comes to another stage.
    pub(crate) fn turn(&mut self, stage: Stage, meta: &Meta) {
        self.stage = stage;
        self.turned = meta.time;
        self.turned_at = meta.position;
    }

    /// The digest that approvals and evidence about the whole release are on: of its name, artifacts, scope and commits.
    #[must_use]
    pub fn manifest(&self) -> Digest {
        manifest::digest(self)
    }

    /// Whether the person has made any of it: wrote a commit, or had a part in putting it together.
    #[must_use]
    pub fn made_by(&self, person: &PersonId) -> bool {
        self.authors.contains(person)
            || self.makers.contains(person)
            || self.creator.person() == Some(person)
    }

    /// Whether all of it, as it is now, has run in an environment.
    #[must_use]
    pub fn has_run_in(&self, environment: &EnvironmentName) -> bool {
        self.reached.get(environment).is_some_and(|reached| {
            reached.manifest == self.manifest() && self.components.is_subset(&reached.components)
        })
    }

    /// Whether it is finished: it leaves memory, and is folded again on demand.
    #[must_use]
    pub fn finished(&self) -> bool {
        matches!(
            self.stage,
            Stage::Cancelled | Stage::Closed | Stage::Imported
        )
    }
}
