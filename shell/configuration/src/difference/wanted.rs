//! What a file declares, as changes in an order in which every reference exists when it is made.

use std::collections::BTreeMap;

use holdpoint_domain::State;
use holdpoint_domain::access::policy::Authorisation;
use holdpoint_domain::catalogue::Component;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::environment::Environment;
use holdpoint_domain::gate::{Ask, Criterion};
use holdpoint_domain::organisation::{PersonId, Settings, Team};

use holdpoint_domain::pipeline::Pipeline;

use super::origin::{Origin, same};
use crate::model::{Configuration, DeclaredTeam};
use crate::order::sorted;

/// Everything that the file declares, except what a repository asks of environments.
pub(super) fn wanted(
    state: &State,
    configuration: &Configuration,
    people: &BTreeMap<&str, PersonId>,
    origin: &Origin,
) -> Vec<Change> {
    let mut all = Vec::new();
    all.extend(settings(state, configuration).map(Change::Settings));
    let calendars = configuration.calendars.iter().flatten().cloned();
    all.extend(calendars.map(Change::Calendar));
    all.extend(
        configuration
            .units
            .iter()
            .flatten()
            .cloned()
            .map(Change::Unit),
    );
    let teams = configuration.teams.iter().flatten();
    all.extend(teams.map(|team| Change::Team(resolved(team, people))));
    if configuration.governs() {
        let environments = configuration.environments.iter().flatten().cloned();
        all.extend(environments.map(|item| Change::Environment(Box::new(item))));
    }
    let components = configuration.components.iter().flatten();
    let placed = components.map(|item| placed(item.clone(), state, origin));
    all.extend(placed.map(|item| Change::Component(Box::new(item))));
    let templates = configuration.templates.iter().flatten().cloned();
    all.extend(templates.map(|item| Change::Template(Box::new(item))));
    all.extend(windows(configuration));
    let pipelines = configuration.pipelines.iter().flatten();
    all.extend(
        pipelines.map(|item| Change::Pipeline(Box::new(homed(item.clone(), state, origin)))),
    );
    all
}

fn windows(configuration: &Configuration) -> impl Iterator<Item = Change> {
    let all = configuration.closings().flatten().cloned();
    all.map(|item| Change::Window(Box::new(item)))
}

/// Settings as they are to be; a file without `naming`, `signers`, `witnesses`, `retention`, `directory`, `workloads`,
/// `forges` or `authorisation` leaves that as it is.
fn settings(state: &State, configuration: &Configuration) -> Option<Settings> {
    let declared = configuration.organisation.as_ref()?;
    let before = state
        .organisation
        .as_ref()
        .map(|known| known.settings.clone());
    let before = before.unwrap_or_default();
    let naming = configuration.naming.clone().unwrap_or(before.naming);
    Some(Settings {
        timezone: declared.timezone.clone(),
        naming,
        signers: configuration.signers.clone().unwrap_or(before.signers),
        witnesses: configuration.witnesses.clone().unwrap_or(before.witnesses),
        retention: configuration.retention.clone().unwrap_or(before.retention),
        directory: configuration.directory.clone().unwrap_or(before.directory),
        workloads: configuration.workloads.clone().unwrap_or(before.workloads),
        forges: configuration.forges.clone().unwrap_or(before.forges),
        channels: declared.channels.clone(),
        fiscal: declared.fiscal.clone(),
        authorisation: match declared.authorisation {
            Some(policy) => policy.map(Authorisation::new),
            None => before.authorisation,
        },
    })
}

fn resolved(team: &DeclaredTeam, people: &BTreeMap<&str, PersonId>) -> Team {
    let members = team
        .members
        .iter()
        .filter_map(|handle| people.get(handle.as_str()));
    let mut members: Vec<_> = members.cloned().collect();
    members.sort();
    members.dedup();
    Team {
        name: team.name.clone(),
        title: team.title.clone(),
        unit: team.unit.clone(),
        members,
    }
}

/// The component with the repository of its file, if it does not name one. A clone by another address of the
/// same repository changes nothing.
fn placed(mut component: Component, state: &State, origin: &Origin) -> Component {
    if component.repository.is_empty() {
        let known = state
            .components
            .get(&component.name)
            .map(|known| known.repository.as_str());
        let known = known.filter(|known| same(known, origin.repository()));
        component.repository = known.unwrap_or(origin.repository()).to_owned();
    }
    component
}

/// The pipeline with the repository of its file, by the address under which it is known.
fn homed(mut pipeline: Pipeline, state: &State, origin: &Origin) -> Pipeline {
    let known = state.pipelines.get(&pipeline.name);
    let known = known.map(|known| known.repository.as_str());
    let known = known.filter(|known| same(known, origin.repository()));
    pipeline.repository = known.unwrap_or(origin.repository()).to_owned();
    pipeline
}

/// In order of kind, and within a kind after what each refers to.
pub(crate) fn ordered(changes: Vec<Change>) -> Vec<Change> {
    let mut links: BTreeMap<(u8, String), Vec<String>> = BTreeMap::new();
    let mut items: BTreeMap<(u8, String), Change> = BTreeMap::new();
    for change in changes {
        let name = crate::place::of(&change).pop().unwrap_or_default();
        let key = (rank(&change), name);
        links.insert(key.clone(), earlier(&change));
        items.insert(key, change);
    }
    let mut all = Vec::with_capacity(items.len());
    for kind in 0..=LAST {
        let of_kind = links.iter().filter(|((rank, _), _)| *rank == kind);
        let texts = of_kind.map(|((_, name), to)| {
            (
                name.as_str(),
                to.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        });
        let texts: BTreeMap<&str, Vec<&str>> = texts.collect();
        for name in sorted(&texts) {
            all.extend(items.remove(&(kind, name.to_owned())));
        }
    }
    all
}

const LAST: u8 = 8;

fn rank(change: &Change) -> u8 {
    match change {
        Change::Settings(_) => 0,
        Change::Calendar(_) | Change::RetireCalendar(_) => 1,
        Change::Unit(_) | Change::RetireUnit(_) => 2,
        Change::Team(_) | Change::RetireTeam(_) => 3,
        // Before components: their criteria may ask that a release ran in one.
        Change::Environment(_) | Change::RetireEnvironment(_) => 4,
        Change::Component(_) | Change::RetireComponent(_) => 5,
        Change::Template(_) | Change::RetireTemplate(_) => 6,
        Change::Window(_) | Change::RetireWindow(_) => 7,
        // After everything that their steps name.
        Change::Pipeline(_) | Change::RetirePipeline(_) => LAST,
    }
}

/// Names of items of its own kind that have to be there before it.
fn earlier(change: &Change) -> Vec<String> {
    match change {
        Change::Unit(item) => item.parent.iter().map(ToString::to_string).collect(),
        Change::Component(item) => item.depends_on.iter().map(ToString::to_string).collect(),
        Change::Environment(item) => before(item),
        _ => Vec::new(),
    }
}

/// The environments that one comes after, or whose runs its gate asks for.
pub(super) fn before(environment: &Environment) -> Vec<String> {
    let ran = |criterion: &Criterion| match &criterion.ask {
        Ask::Ran { environment } => Some(environment.to_string()),
        _ => None,
    };
    let after = environment.after.iter().map(ToString::to_string);
    after
        .chain(environment.criteria.iter().filter_map(ran))
        .collect()
}
