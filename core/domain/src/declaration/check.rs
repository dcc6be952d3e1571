//! Whether a declared item makes sense beside everything else that is declared.

use std::collections::BTreeSet;

use super::Change;
use crate::State;
use crate::bulletin::{Channels, channel_wrong};
use crate::calendar::{CalendarName, calendar_unknown, calendar_wrong, fiscal_wrong};
use crate::catalogue::{
    Component, ComponentName, component_circular, component_unknown, owner_missing,
};
use crate::directory::{Directory, DirectoryMistake, directory_wrong};
use crate::environment::{
    Environment, Level, environment_circular, environment_unknown, protected_needs_people,
    step_wrong,
};
use crate::gate::{self, Ask, Criterion, criterion_wrong};
use crate::kernel::{Reason, Refusal};
use crate::organisation::{
    Settings, Signer, Team, Unit, UnitName, WitnessMistake, Witnesses, person_unknown,
    signers_wrong, team_unknown, timezone_unknown, unit_circular, unit_unknown, witness_wrong,
    witnesses_wrong,
};
use crate::pipeline;
use crate::release::{Template, template_wrong};
use crate::retention::retention_wrong;
use crate::status::{ForgeMistake, forge_wrong, wrong_forges};
use crate::window::{Window, window_wrong};
use crate::workload::{WorkloadMistake, Workloads, workload_wrong, workloads_wrong};

/// What is wrong with it.
pub(super) fn problems(change: &Change, state: &State) -> Vec<Refusal> {
    match change {
        Change::Settings(settings) => of_settings(settings),
        Change::Calendar(calendar) => calendar
            .problem()
            .map(|why| calendar_wrong(&calendar.name, why))
            .into_iter()
            .collect(),
        Change::Unit(unit) => of_unit(unit, state),
        Change::Team(team) => of_team(team, state),
        Change::Component(component) => of_component(component, state),
        Change::Environment(environment) => of_environment(environment, state),
        Change::Template(template) => of_template(template, state),
        Change::Window(window) => of_window(window, state),
        Change::Pipeline(one) => pipeline::problem(one, state),
        Change::RetireCalendar(_)
        | Change::RetireUnit(_)
        | Change::RetireTeam(_)
        | Change::RetireComponent(_)
        | Change::RetireEnvironment(_)
        | Change::RetireTemplate(_)
        | Change::RetireWindow(_)
        | Change::RetirePipeline(_) => Vec::new(),
    }
}

/// All problems as one refusal, the first one giving it its code.
pub(super) fn refusal(problems: Vec<Refusal>) -> Option<Refusal> {
    let mut problems = problems.into_iter();
    let first = problems.next()?;
    let reasons = problems.map(|p| Reason {
        code: p.code,
        message: p.message,
        help: p.help,
    });
    Some(Refusal {
        reasons: reasons.collect(),
        ..first
    })
}

fn of_settings(settings: &Settings) -> Vec<Refusal> {
    let retention = settings.retention.iter();
    let retention = retention.filter_map(|one| one.wrong());
    let retention = retention.map(|why| retention_wrong(&why));
    let channels = settings.channels.iter().flat_map(Channels::wrong);
    let channels = channels.map(channel_wrong);
    let witnesses = settings.witnesses.iter().flat_map(witnesses_wrong_in);
    let workloads = settings.workloads.iter();
    let workloads = workloads.flat_map(|all| workloads_wrong_in(all));
    let directory = settings
        .directory
        .iter()
        .flat_map(|all| directory_wrong_in(all));
    let fiscal = settings.fiscal.iter();
    let fiscal = fiscal.filter_map(|all| all.calendar().err());
    let fiscal = fiscal.map(fiscal_wrong);
    let forges = wrong_forges(&settings.forges).into_iter();
    let forges = forges.map(|mistake| match mistake {
        ForgeMistake::One(name, why) => forge_wrong(format!("forge `{name}`: {why}")),
        ForgeMistake::Together(why) => forge_wrong(why),
    });
    let others = signers_wrong_in(settings)
        .into_iter()
        .chain(channels)
        .chain(retention)
        .chain(witnesses)
        .chain(workloads)
        .chain(directory)
        .chain(fiscal)
        .chain(forges);
    timezone(settings).into_iter().chain(others).collect()
}

fn timezone(settings: &Settings) -> Vec<Refusal> {
    let zone = &settings.timezone;
    let known = zone.is_empty() || jiff::tz::db().get(zone).is_ok();
    if known {
        Vec::new()
    } else {
        vec![timezone_unknown(zone)]
    }
}

/// Whether there are few enough signers, each with a name of its own and a key of some size. That it is a key
/// is seen where documents are read.
fn signers_wrong_in(settings: &Settings) -> Option<Refusal> {
    let names: BTreeSet<_> = settings.signers.iter().map(|one| &one.name).collect();
    let sound =
        |one: &Signer| (1..=200).contains(&one.name.len()) && (1..=2_000).contains(&one.key.len());
    let fits = settings.signers.len() <= 100 && names.len() == settings.signers.len();
    (!fits || !settings.signers.iter().all(sound)).then(signers_wrong)
}

fn witnesses_wrong_in(witnesses: &Witnesses) -> Vec<Refusal> {
    let wrong = witnesses.policy(None).err().unwrap_or_default();
    let refusal = |mistake: WitnessMistake| match mistake {
        WitnessMistake::One(name, why) => witness_wrong(&name, &why),
        WitnessMistake::Together(why) => witnesses_wrong(&why),
    };
    wrong.into_iter().map(refusal).collect()
}

fn directory_wrong_in(directory: &Directory) -> Vec<Refusal> {
    let refusal = |mistake: DirectoryMistake| match mistake {
        DirectoryMistake::Provider(name, why) => {
            directory_wrong(format!("provider `{name}`: {why}"))
        }
        DirectoryMistake::Group(name, why) => directory_wrong(format!("group `{name}`: {why}")),
        DirectoryMistake::Together(why) => directory_wrong(why),
    };
    directory.wrong().into_iter().map(refusal).collect()
}

/// What is wrong but for scopes: what they name is declared after the settings, and a scope on nothing covers nothing.
fn workloads_wrong_in(workloads: &Workloads) -> Vec<Refusal> {
    let refusal = |mistake: WorkloadMistake| match mistake {
        WorkloadMistake::Issuer(name, why) => workloads_wrong(format!("issuer `{name}`: {why}")),
        WorkloadMistake::Rule(name, why) => workload_wrong(&name, &why),
        WorkloadMistake::Together(why) => workloads_wrong(&why),
    };
    workloads.wrong().into_iter().map(refusal).collect()
}

fn calendar(name: Option<&CalendarName>, state: &State) -> Option<Refusal> {
    name.filter(|name| !state.calendars.contains_key(*name))
        .map(calendar_unknown)
}

fn unit(name: &UnitName, state: &State) -> Option<Refusal> {
    (!state.units.contains_key(name)).then(|| unit_unknown(name))
}

fn of_unit(new: &Unit, state: &State) -> Vec<Refusal> {
    let parent = new.parent.as_ref();
    let unknown = parent
        .filter(|parent| **parent != new.name)
        .and_then(|name| unit(name, state));
    let circular = parent
        .filter(|parent| **parent == new.name || state.unit_within(parent, &new.name))
        .map(|_| unit_circular(&new.name));
    unknown
        .into_iter()
        .chain(circular)
        .chain(calendar(new.calendar.as_ref(), state))
        .collect()
}

fn of_team(team: &Team, state: &State) -> Vec<Refusal> {
    let strangers = team
        .members
        .iter()
        .filter(|person| !state.people.contains_key(*person));
    unit(&team.unit, state)
        .into_iter()
        .chain(strangers.map(person_unknown))
        .collect()
}

fn of_component(new: &Component, state: &State) -> Vec<Refusal> {
    let mut found: Vec<_> = unit(&new.unit, state).into_iter().collect();
    match new.team.as_ref().map(|name| (name, state.teams.get(name))) {
        Some((name, None)) => found.push(team_unknown(name)),
        Some((name, Some(team))) if !state.unit_within(&new.unit, &team.unit) => {
            found.push(owner_missing(&new.name, name));
        }
        _ => {}
    }
    let strangers = new
        .depends_on
        .iter()
        .filter(|name| !state.components.contains_key(*name));
    found.extend(
        strangers
            .filter(|name| **name != new.name)
            .map(component_unknown),
    );
    if depends(&new.depends_on, &new.name, state) {
        found.push(component_circular(&new.name));
    }
    found.extend(criteria(new.name.as_str(), &new.criteria, state));
    found
}

fn depends(from: &[ComponentName], on: &ComponentName, state: &State) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<_> = from.iter().collect();
    while let Some(name) = open.pop() {
        if name == on {
            return true;
        }
        if seen.insert(name) {
            open.extend(
                state
                    .components
                    .get(name)
                    .iter()
                    .flat_map(|found| &found.depends_on),
            );
        }
    }
    false
}

fn of_environment(new: &Environment, state: &State) -> Vec<Refusal> {
    let mut found: Vec<_> = calendar(new.calendar.as_ref(), state).into_iter().collect();
    if let Some(after) = new.after.as_ref() {
        if *after != new.name && !state.environments.contains_key(after) {
            found.push(environment_unknown(after));
        }
        if *after == new.name || state.environment_after(after, &new.name) {
            found.push(environment_circular(&new.name));
        }
    }
    let people = |criterion: &Criterion| matches!(criterion.ask, Ask::Approvals { quorum, .. } if quorum > 0);
    if new.protected && new.level == Level::Enforce && !new.criteria.iter().any(people) {
        found.push(protected_needs_people(&new.name));
    }
    found.extend(criteria(new.name.as_str(), &new.criteria, state));
    found.extend(steps(new));
    found
}

fn steps(new: &Environment) -> impl Iterator<Item = Refusal> {
    new.steps.iter().enumerate().filter_map(|(index, step)| {
        let twin = new
            .steps
            .iter()
            .take(index)
            .any(|other| other.name == step.name);
        let why = match () {
            () if step.name.is_empty() => "has no name",
            () if twin => "has a twin of the same name",
            () if step.command.first().is_none_or(String::is_empty) => "has no command",
            () if step.timeout_seconds == 0 => "has no time to run in",
            () => return None,
        };
        Some(step_wrong(&step.name, &new.name, why))
    })
}

fn criteria(place: &str, criteria: &[Criterion], state: &State) -> Vec<Refusal> {
    let wrong = |(index, criterion): (usize, &Criterion)| {
        let twin = criteria
            .iter()
            .take(index)
            .any(|other| other.name == criterion.name);
        let why = match &criterion.ask {
            _ if crate::kernel::check_name(&criterion.name).is_err() => "has no proper name",
            _ if twin => "has a twin of the same name",
            ask if ask.standing() => "asks for what every gate asks by itself",
            _ if [gate::CALENDAR, gate::PLANNED].contains(&criterion.name.as_str()) => {
                "has the name of what gates ask by themselves"
            }
            Ask::Approvals { quorum: 0, .. } => "asks for no approval",
            Ask::Approvals { role, .. }
                if !crate::access::permits(*role, crate::access::Permission::Approve) =>
            {
                "asks for a role that approves nothing"
            }
            Ask::Readiness { item } if item.is_empty() => "names no readiness item",
            Ask::Evidence { predicate, .. } if predicate.is_empty() => "names no predicate type",
            Ask::Ran { environment } if !state.environments.contains_key(environment) => {
                "asks for an environment that does not exist"
            }
            _ => return None,
        };
        Some(criterion_wrong(&criterion.name, place, why))
    };
    criteria.iter().enumerate().filter_map(wrong).collect()
}

fn of_template(new: &Template, state: &State) -> Vec<Refusal> {
    let strangers = new
        .components
        .iter()
        .filter(|name| !state.components.contains_key(*name));
    let none = new
        .components
        .is_empty()
        .then(|| template_wrong(&new.name, "has no component"));
    strangers.map(component_unknown).chain(none).collect()
}

/// What of a window names nothing that there is, and what is wrong with its times.
fn of_window(new: &Window, state: &State) -> Vec<Refusal> {
    let places = new.environments.iter();
    let places = places.filter(|name| !state.environments.contains_key(*name));
    let parts = new.components.iter();
    let parts = parts.filter(|name| !state.components.contains_key(*name));
    let times = new.mistakes().into_iter();
    let units = new.units.iter().filter_map(|name| unit(name, state));
    let calendars = new.calendars();
    let calendars = calendars.filter_map(|name| calendar(Some(name), state));
    places
        .map(environment_unknown)
        .chain(parts.map(component_unknown))
        .chain(units)
        .chain(calendars)
        .chain(times.map(|wrong| window_wrong(&new.name, wrong.why)))
        .collect()
}
