//! `release.show`.

use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Approval, Say};
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::conflict::{Asking, reasons};
use holdpoint_domain::deployment::DeploymentId;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{
    Artifact, CommitRange, Origin, Past, Release, ReleaseName, ScopeItem, Stage,
};
use holdpoint_domain::signing::Fingerprint;
use holdpoint_domain::waiver::WaiverId;
use holdpoint_domain::window::{Closing, Stretch, WindowName, closed};
use holdpoint_domain::{Digest, Kind, Reason, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{ActorRef, Names, PersonRef, Reader, ServiceError};

/// One release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowRelease {
    /// Its name.
    pub release: String,
}

/// A release with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReleasePage {
    /// Its name.
    pub release: ReleaseName,
    /// What people call it.
    pub title: Option<String>,
    /// What people should know about it.
    pub notes: Option<String>,
    /// What it was made from.
    pub origin: Option<Origin>,
    /// Where it stands.
    pub stage: Stage,
    /// When and where it went out before, if it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<Past>,
    /// When it was created, or imported.
    pub created: Time,
    /// By whom.
    pub creator: ActorRef,
    /// Digest of exactly what is approved.
    pub manifest: Digest,
    /// The components that go out.
    pub components: Vec<ComponentName>,
    /// What they carry.
    pub scope: Vec<ScopeItem>,
    /// The artifacts, in order of name.
    pub artifacts: Vec<Artifact>,
    /// The commits, as ranges.
    pub commits: Vec<CommitRange>,
    /// Who wrote them.
    pub authors: Vec<PersonRef>,
    /// Readiness items that are confirmed.
    pub readiness: Vec<ConfirmationView>,
    /// Approvals and rejections.
    pub approvals: Vec<ApprovalView>,
    /// Where it has run.
    pub reached: Vec<ReachedView>,
    /// When it is to go where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PlanView>,
}

/// When a release is to go to an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanView {
    /// Where.
    pub environment: EnvironmentName,
    /// From when until when.
    pub span: Stretch,
    /// With which train, if with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train: Option<WindowName>,
    /// The waiver from the calendar by which it stands although that is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<WaiverId>,
    /// What has been declared since and closes it: then it has to be planned anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closings: Vec<Closing>,
    /// All that is in its way by now, in words: closings, bookings, other releases, and teams of whom nobody is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Reason>,
}

/// A readiness item that was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmationView {
    /// Which.
    pub item: String,
    /// By whom.
    pub person: PersonRef,
    /// When.
    pub time: Time,
    /// With what note.
    pub note: Option<String>,
}

/// A decision by a person in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalView {
    /// Which way it went.
    pub say: Say,
    /// Who decided.
    pub person: PersonRef,
    /// In whose stead.
    pub on_behalf_of: Option<PersonRef>,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    pub environment: Option<EnvironmentName>,
    /// On which manifest.
    pub manifest: Digest,
    /// Whether that is what the release is now.
    pub current: bool,
    /// When.
    pub time: Time,
    /// With what comment.
    pub comment: Option<String>,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureView>,
}

/// With what a decision was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignatureView {
    /// The key.
    pub key: Fingerprint,
    /// What kind of key it is, such as `ssh-ed25519`.
    pub kind: String,
    /// What the person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it counts where signatures are asked for: the key still is the person's.
    pub counts: bool,
}

/// Where and when a release first ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReachedView {
    /// Where.
    pub environment: EnvironmentName,
    /// By which deployment.
    pub deployment: DeploymentId,
    /// When.
    pub time: Time,
}

impl Query for ShowRelease {
    const NAME: &'static str = "release.show";
    type View = ReleasePage;

    fn answer(&self, reader: &Reader<'_>) -> Result<ReleasePage, ServiceError> {
        with_release(reader, &self.release, |state, release, names| {
            page(state, release, names)
        })
    }
}

/// Something about a release.
pub(super) fn with_release<T>(
    reader: &Reader<'_>,
    name: &str,
    about: impl Fn(&State, &Release, Names<'_>) -> T,
) -> Result<T, ServiceError> {
    let names = reader.names();
    let key = key(name)?;
    let found = reader.view().ask_by_name(|state| {
        Ok(state
            .releases
            .get(&key)?
            .map(|release| about(state, release, names)))
    })?;
    match found {
        Some(view) => Ok(view),
        None => Err(absent(reader, name)),
    }
}

/// The aggregate of that name, if it is one.
pub(super) fn key(name: &str) -> Result<holdpoint_domain::Key, ServiceError> {
    let parsed = name.parse::<ReleaseName>();
    let absent = |_| ServiceError::absent(Kind::Release, name, std::iter::empty());
    parsed.map(|name| name.key()).map_err(absent)
}

/// That there is no such release, with one that is nearly called so.
pub(super) fn absent(reader: &Reader<'_>, name: &str) -> ServiceError {
    let recent = reader
        .view()
        .list(Kind::Release, None, true, 200)
        .unwrap_or_default();
    ServiceError::absent(Kind::Release, name, recent.iter().map(|one| one.key.name()))
}

fn page(state: &State, release: &Release, names: Names<'_>) -> ReleasePage {
    let manifest = release.manifest();
    let readiness = release
        .readiness
        .iter()
        .map(|(item, done)| ConfirmationView {
            item: item.clone(),
            person: names.person(&done.person),
            time: done.time,
            note: names.text(done.note.as_ref()),
        });
    let reached = release
        .reached
        .iter()
        .map(|(environment, reached)| ReachedView {
            environment: environment.clone(),
            deployment: reached.deployment.clone(),
            time: reached.time,
        });
    let approvals = release.approvals.iter();
    ReleasePage {
        release: release.name.clone(),
        title: names.text(release.title.as_ref()),
        notes: names.text(release.notes.as_ref()),
        origin: release.origin.clone(),
        stage: release.stage,
        past: release.past.clone(),
        created: release.created,
        creator: names.actor(&release.creator),
        manifest,
        components: release.components.iter().cloned().collect(),
        scope: release.scope.iter().cloned().collect(),
        artifacts: release.artifacts.values().cloned().collect(),
        commits: release.commits.iter().cloned().collect(),
        authors: names.people(release.authors.iter()),
        readiness: readiness.collect(),
        approvals: approvals
            .map(|given| approval(state, given, manifest, names))
            .collect(),
        reached: reached.collect(),
        plans: plans(state, release),
    }
}

/// When it is to go where, and what stands against that by now.
fn plans(state: &State, release: &Release) -> Vec<PlanView> {
    let all = release.plans.iter();
    let plan = all.map(|(environment, plan)| PlanView {
        environment: environment.clone(),
        span: plan.span,
        train: plan.train.clone(),
        conflicts: reasons(&Asking::planned(state, release, environment), plan.span),
        waiver: plan.despite.as_ref().map(|by| by.waiver.clone()),
        closings: closed(state, environment, &release.components, plan.span),
    });
    plan.collect()
}

fn approval(state: &State, given: &Approval, manifest: Digest, names: Names<'_>) -> ApprovalView {
    ApprovalView {
        say: given.say,
        person: names.person(&given.person),
        on_behalf_of: given
            .on_behalf_of
            .as_ref()
            .map(|person| names.person(person)),
        role: given.role,
        environment: given.environment.clone(),
        manifest: given.manifest,
        current: given.manifest == manifest,
        time: given.time,
        comment: names.text(given.comment.as_ref()),
        signature: signature(state, given, names),
    }
}

fn signature(state: &State, given: &Approval, names: Names<'_>) -> Option<SignatureView> {
    let name = given.key.as_ref()?;
    let known = state.keys.get(name)?;
    Some(SignatureView {
        key: name.clone(),
        kind: known.key.kind().to_owned(),
        label: names.text(known.label.as_ref()),
        counts: given.signed_with(state).is_some(),
    })
}
