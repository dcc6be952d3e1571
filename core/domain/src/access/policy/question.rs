//! What policies are asked: all that they may know of who does what to what.

use std::collections::BTreeMap;

use holdpoint_authorisation::{Entity, Question, Thing, Value};

use super::moment::moment;
use super::{OPEN, Target};
use crate::State;
use crate::access::{Permission, Role, Scope};
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::kernel::{Actor, Time};
use crate::organisation::{PersonId, TeamName, UnitName};
use crate::workload;

/// What is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// By whom.
    pub actor: &'a Actor,
    /// What: the name of a command, or the group of a permission.
    pub action: &'static str,
    /// The permission that it needs, if one.
    pub permission: Option<Permission>,
    /// What it is about.
    pub target: &'a Target,
    /// Whether roles in whatever scope count, as they do for its permission.
    pub anywhere: bool,
    /// Further environments that it acts on.
    pub environments: &'a [&'a EnvironmentName],
    /// When.
    pub now: Time,
    /// Whether it is signed by a key of who asks.
    pub signed: bool,
    /// From which line of a gate it waives, if it is about a waiver.
    pub waives: Option<&'a str>,
}

/// The question, in the words of [`super::vocabulary`].
#[must_use]
pub fn question(state: &State, asked: &Asked<'_>) -> Question {
    let mut known = Known {
        state,
        entities: BTreeMap::new(),
    };
    let group = asked.permission.map_or(OPEN, Permission::group);
    let resource = known.target(asked.target);
    let environments = known.environments(asked);
    let waives = asked
        .waives
        .map(|line| ("waives", Value::Text(line.to_owned())));
    Question {
        principal: known.principal(asked),
        action: asked.action,
        groups: match group == asked.action {
            true => Vec::new(),
            false => vec![group],
        },
        resource,
        entities: known.entities.into_values().collect(),
        context: [
            ("now", Value::Record(moment(state, asked.actor, asked.now))),
            ("protected", Value::Truth(protected(state, &environments))),
            ("environments", things(&environments)),
            ("signed", Value::Truth(asked.signed)),
        ]
        .into_iter()
        .chain(waives)
        .collect(),
    }
}

fn things(environments: &[&EnvironmentName]) -> Value {
    let all = environments
        .iter()
        .map(|name| Value::Thing(environment(name)));
    Value::Set(all.collect())
}

fn protected(state: &State, environments: &[&EnvironmentName]) -> bool {
    let mut found = environments
        .iter()
        .filter_map(|name| state.environments.get(*name));
    found.any(|environment| environment.protected)
}

fn environment(name: &EnvironmentName) -> Thing {
    Thing::new("Environment", name)
}

fn organisation() -> Thing {
    Thing::new("Organisation", "organisation")
}

/// What is known so far.
struct Known<'a> {
    state: &'a State,
    entities: BTreeMap<Thing, Entity>,
}

impl<'a> Known<'a> {
    fn add(&mut self, entity: Entity) -> Thing {
        let thing = entity.thing.clone();
        self.entities.insert(thing.clone(), entity);
        thing
    }

    /// Whoever asks: somebody in their roles and teams, or a workload in its role and in no team.
    fn principal(&mut self, asked: &Asked<'_>) -> Thing {
        let state = self.state;
        let mut parents: Vec<_> = roles(state, asked);
        let name = match asked.actor {
            Actor::Person(person) => {
                let teams = state.teams.values();
                for team in teams.filter(|team| team.members.contains(person)) {
                    parents.push(self.team(&team.name));
                }
                person.to_string()
            }
            Actor::Workload(workload) => format!("workload/{}", workload.name),
            Actor::System => Actor::System.to_string(),
        };
        self.add(Entity::new(Thing::new("Person", &name), parents))
    }

    fn team(&mut self, name: &TeamName) -> Thing {
        let unit = self.state.teams.get(name).map(|team| self.unit(&team.unit));
        self.add(Entity::new(Thing::new("Team", name), Vec::from_iter(unit)))
    }

    /// A unit, with all that it is part of.
    fn unit(&mut self, name: &UnitName) -> Thing {
        let state = self.state;
        let up: Vec<_> = state
            .units_up(name)
            .map(|unit| Thing::new("Unit", unit))
            .collect();
        let above = up.iter().skip(1).cloned().chain([organisation()]);
        for (unit, parent) in up.iter().zip(above) {
            self.add(Entity::new(unit.clone(), vec![parent]));
        }
        self.add(Entity::new(organisation(), Vec::new()));
        Thing::new("Unit", name)
    }

    fn component(&mut self, name: &ComponentName) -> Thing {
        let thing = Thing::new("Component", name);
        let found = self.state.components.get(name);
        let mut entity = Entity::new(thing, Vec::new());
        let mut criticality = crate::catalogue::Criticality::default();
        if let Some(component) = found {
            entity.parents.push(self.unit(&component.unit));
            criticality = component.criticality;
            if let Some(team) = &component.team {
                let team = Value::Thing(self.team(team));
                entity.attributes.insert("team", team);
            }
        }
        let criticality = Value::Text(criticality.as_str().to_owned());
        entity.attributes.insert("criticality", criticality);
        self.add(entity)
    }

    fn environment(&mut self, name: &EnvironmentName) -> Thing {
        let found = self.state.environments.get(name);
        let protected = found.is_some_and(|found| found.protected);
        let organisation = self.add(Entity::new(organisation(), Vec::new()));
        let mut entity = Entity::new(environment(name), vec![organisation]);
        entity
            .attributes
            .insert("protected", Value::Truth(protected));
        self.add(entity)
    }

    /// The environments that something acts on, each once.
    fn environments<'b>(&mut self, asked: &Asked<'b>) -> Vec<&'b EnvironmentName> {
        let own = match asked.target {
            Target::Environment(name) | Target::Use(name) | Target::Place(name, _) => Some(name),
            _ => None,
        };
        let mut all: Vec<_> = own
            .into_iter()
            .chain(asked.environments.iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        for name in &all {
            self.environment(name);
        }
        all
    }

    fn target(&mut self, target: &Target) -> Thing {
        match target {
            Target::Anywhere | Target::Organisation => {
                self.add(Entity::new(organisation(), Vec::new()))
            }
            Target::Unit(name) => self.unit(name),
            Target::Component(name) | Target::Place(_, name) => self.component(name),
            Target::Environment(name) | Target::Use(name) => self.environment(name),
        }
    }
}

/// The roles that somebody has on what it is about, each once.
fn roles(state: &State, asked: &Asked<'_>) -> Vec<Thing> {
    let found = match asked.actor {
        Actor::Person(person) => roles_of(state, person, asked),
        Actor::Workload(found) => {
            let role = workload::role_on(state, found, asked.target, asked.anywhere);
            role.into_iter().collect()
        }
        Actor::System => Vec::new(),
    };
    let thing = |role| Thing::new("Role", role);
    found.into_iter().map(thing).collect()
}

fn roles_of(state: &State, person: &PersonId, asked: &Asked<'_>) -> Vec<Role> {
    if !state.active(person) {
        return Vec::new();
    }
    let covers = |scope: &Scope| asked.anywhere || scope.covers(asked.target, state);
    let grants = state.grants_of(person);
    let mut roles: Vec<Role> = grants
        .filter(|grant| grant.active(asked.now) && covers(&grant.scope))
        .map(|grant| grant.role)
        .collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}
