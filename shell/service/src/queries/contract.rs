//! `contract.list`.

use std::collections::BTreeSet;

use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::contract::{
    self, Age, Contract, Meeting, Order, Party, Proof, Proofs, When, digests, meetings, parties,
    proofs, running, said_of,
};
use holdpoint_domain::environment::Environment;
use holdpoint_domain::evidence::{Evidence, EvidenceId, Outcome, key as dossier};
use holdpoint_domain::gate;
use holdpoint_domain::release::{Release, ReleaseName};
use holdpoint_domain::{Digest, Need, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::environment::find;
use super::release::{absent, key};
use crate::{Reader, ServiceError};

/// Who provides and consumes what in an environment; with a release, also whom its versions meet there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListContracts {
    /// The environment.
    pub environment: String,
    /// The release that is to go there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
}

/// Who provides and consumes what in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ContractsPage {
    /// The versions that run there, or are on their way there, and whose contracts are known.
    pub running: Vec<PartyView>,
    /// Components that run there and of whose contracts nothing is known.
    pub unknown: Vec<ComponentName>,
    /// The versions of the release.
    pub release: Vec<PartyView>,
    /// Artifacts of the release of which nobody has said what they provide and consume.
    pub undeclared: Vec<String>,
    /// Whom the versions of the release meet.
    pub meetings: Vec<MeetingView>,
    /// The order in which components have to be deployed, if there is one.
    pub order: Vec<ComponentName>,
    /// Whether there is an order in which nobody is broken on the way.
    pub orderly: bool,
}

/// A version with its contracts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartyView {
    /// The component.
    pub component: ComponentName,
    /// Of which release.
    pub release: ReleaseName,
    /// The artifact's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The artifact.
    pub artifact: Digest,
    /// The statement that says what it provides and consumes, where that is of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Digest>,
    /// Whether it runs there.
    pub runs: bool,
    /// Whether the release replaces it.
    pub replaced: bool,
    /// What it provides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<Contract>,
    /// What it consumes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumes: Vec<Contract>,
}

/// A provider and a consumer of an interface that may run at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MeetingView {
    /// The interface.
    pub interface: String,
    /// What it is described in.
    pub kind: String,
    /// Who provides it; without contracts.
    pub provider: PartyView,
    /// Who consumes it; without contracts.
    pub consumer: PartyView,
    /// The contract that the consumer knows.
    pub base: Digest,
    /// The contract that the provider keeps.
    pub revision: Digest,
    /// When they meet.
    pub when: WhenView,
    /// What is known of it.
    pub proof: ProofView,
    /// The check that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// What the check has found, kept as a blob.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Digest>,
}

/// When a provider and a consumer meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhenView {
    /// Whatever the order is.
    Always,
    /// If the provider is deployed before the consumer.
    ProviderFirst,
    /// If the consumer is deployed before the provider.
    ConsumerFirst,
}

/// What is known of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProofView {
    /// Both have the same contract.
    Same,
    /// A check has found nothing that breaks.
    Passed,
    /// A check has found what breaks, and all of it is waived.
    Waived,
    /// A check has found what breaks.
    Failed,
    /// Nothing.
    Missing,
}

impl PartyView {
    fn of(party: &Party<'_>) -> Self {
        Self {
            provides: party.provides.to_vec(),
            consumes: party.consumes.to_vec(),
            ..Self::bare(party)
        }
    }

    fn bare(party: &Party<'_>) -> Self {
        Self {
            component: party.component.clone(),
            release: party.release.clone(),
            version: party.version.map(ToOwned::to_owned),
            artifact: party.artifact,
            statement: None,
            runs: party.age != Age::New,
            replaced: party.age == Age::Old,
            provides: Vec::new(),
            consumes: Vec::new(),
        }
    }

    fn stated(party: &Party<'_>, state: &State) -> Result<Self, Need> {
        let statement = contract::statement(state, &party.artifact)?;
        Ok(Self {
            statement,
            ..Self::bare(party)
        })
    }

    /// What people call it: component and version, and whether it runs.
    #[must_use]
    pub fn called(&self) -> String {
        let version = self.version.as_deref().unwrap_or(self.release.as_str());
        let running = if self.runs { " (running)" } else { "" };
        format!("{} {version}{running}", self.component)
    }
}

impl Query for ListContracts {
    const NAME: &'static str = "contract.list";
    type View = ContractsPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<ContractsPage, ServiceError> {
        let name = self.release.as_deref();
        let wanted = name.map(key).transpose()?;
        let now = reader.now();
        reader.ask(|state| {
            let place = match find(state, &self.environment) {
                Ok(place) => place,
                Err(error) => return Ok(Err(error)),
            };
            let mut page = running_page(state, place);
            let Some(key) = &wanted else {
                return Ok(Ok(page));
            };
            match state.releases.get(key)? {
                Some(release) => meet((state, now), place, release, &mut page)?,
                None => return Ok(Err(absent(reader, name.unwrap_or_default()))),
            }
            Ok(Ok(page))
        })?
    }
}

fn running_page(state: &State, place: &Environment) -> ContractsPage {
    let parties: Vec<_> = running(state, &place.name).collect();
    let known: BTreeSet<_> = parties.iter().map(|party| party.component).collect();
    let slots = state.running.keys();
    let there = slots.filter(|(name, _)| *name == place.name);
    let unknown = there.filter(|(_, component)| !known.contains(component));
    ContractsPage {
        running: parties.iter().map(PartyView::of).collect(),
        unknown: unknown.map(|(_, component)| component.clone()).collect(),
        orderly: true,
        ..ContractsPage::default()
    }
}

fn meet(
    (state, now): (&State, Time),
    place: &Environment,
    release: &Release,
    page: &mut ContractsPage,
) -> Result<(), Need> {
    let said = said_of(state, release)?;
    let parties = parties(state, &place.name, release, &said);
    let own = parties.iter().filter(|party| party.age == Age::New);
    page.release = own.map(PartyView::of).collect();
    let unsaid = said.iter().filter(|(_, said)| said.is_none());
    page.undeclared = unsaid.map(|(artifact, _)| artifact.name.clone()).collect();
    let found = meetings(&parties);
    let about = release.artifacts.values().map(|one| one.digest);
    let about = digests(&found.all, about.chain([release.manifest()]));
    let proofs = proofs(state, &about)?;
    // All that has to be looked up, in one go.
    let unlike = found.all.iter().filter(|one| one.base != one.revision);
    let both = unlike.flat_map(|one| [one.provider.artifact, one.consumer.artifact]);
    state.evidence.ready(both.map(|digest| dossier(&digest)))?;
    let excused =
        |one: &Meeting<'_>, piece: &Evidence| gate::excuses(state, place, release, one, piece, now);
    let known = |one: &Meeting<'_>| proof(one, &proofs, &excused);
    let views = found.all.iter().map(|one| view(state, one, known(one)));
    page.meetings = Need::gather(views)?;
    let fits = |one: &Meeting<'_>| !matches!(known(one).0, ProofView::Failed | ProofView::Missing);
    match contract::order(&found, fits) {
        Order::Any => {}
        Order::Safe(names) => page.order = names.into_iter().cloned().collect(),
        Order::None(..) => page.orderly = false,
    }
    Ok(())
}

fn view(
    state: &State,
    one: &Meeting<'_>,
    (proof, checked): (ProofView, Checked<'_>),
) -> Result<MeetingView, Need> {
    let party = |party: &Party<'_>| match one.base == one.revision {
        true => Ok(PartyView::bare(party)),
        false => PartyView::stated(party, state),
    };
    Ok(MeetingView {
        interface: one.interface.to_owned(),
        kind: one.kind.to_owned(),
        provider: party(&one.provider)?,
        consumer: party(&one.consumer)?,
        base: one.base,
        revision: one.revision,
        when: match one.when {
            When::Always => WhenView::Always,
            When::ProviderFirst => WhenView::ProviderFirst,
            When::ConsumerFirst => WhenView::ConsumerFirst,
        },
        proof,
        evidence: checked.map(|piece| piece.id.clone()),
        findings: checked.map(|piece| piece.statement),
    })
}

type Checked<'a> = Option<&'a Evidence>;

/// What is known of a meeting, and the check that says so.
fn proof<'a>(
    one: &Meeting<'_>,
    proofs: &Proofs<'a>,
    excused: &dyn Fn(&Meeting<'_>, &Evidence) -> bool,
) -> (ProofView, Checked<'a>) {
    match Proof::of(one, proofs) {
        Proof::Same => (ProofView::Same, None),
        Proof::Checked(piece) => {
            let proof = match piece.outcome {
                Outcome::Failed if excused(one, piece) => ProofView::Waived,
                Outcome::Failed => ProofView::Failed,
                Outcome::Passed | Outcome::None => ProofView::Passed,
            };
            (proof, Some(piece))
        }
        Proof::Missing => (ProofView::Missing, None),
    }
}
