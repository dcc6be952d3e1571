//! Units, teams and environments.

use std::collections::BTreeSet;

use holdpoint_domain::declaration::Change;
use holdpoint_domain::environment::{Environment, EnvironmentName, Level};
use holdpoint_domain::organisation::{PersonId, Team, TeamName, Unit, UnitName};

use super::Draft;
use super::links::Links;

impl Draft<'_> {
    /// Units, and one for what belongs to none if there is such a thing.
    pub(super) fn units(&mut self) {
        let all = &self.imported.units;
        let known = self.state.units.keys().map(|name| name.as_str());
        let mut links = Links::new(known);
        for unit in all {
            links.add(&unit.name, &unit.place, unit.parent.as_deref());
        }
        let (parents, notes) = links.settle("unit", "parent");
        self.notes.extend(notes);
        let root = self.fallback().filter(|_| self.homeless());
        let new = root
            .iter()
            .filter(|name| !self.state.units.contains_key(*name));
        let new = new.filter(|name| !all.iter().any(|one| one.name == name.as_str()));
        self.wanted
            .extend(new.cloned().map(|name| Change::Unit(empty(name))));
        // Teams that own something in several units stand above them.
        let above = root.filter(|_| self.shared());
        for unit in all {
            let Ok(name) = unit.name.parse::<UnitName>() else {
                continue;
            };
            let before = self.state.units.get(&name);
            let parent = parents
                .get(unit.name.as_str())
                .and_then(|to| to.first()?.parse().ok());
            let top = above.clone().filter(|top| *top != name);
            let known = before
                .map(|before| before.title.clone())
                .filter(|_| unit.implied);
            self.wanted.push(Change::Unit(Unit {
                title: known.unwrap_or_else(|| unit.title.clone()),
                parent: match before {
                    Some(before) => parent.or_else(|| before.parent.clone()),
                    None => parent.or(top),
                },
                calendar: before.and_then(|before| before.calendar.clone()),
                name,
            }));
        }
    }

    fn homeless(&self) -> bool {
        let team = |team: &holdpoint_import::Team| {
            team.unit.is_none() && self.place_of(&team.name).is_none()
        };
        self.imported.teams.iter().any(team)
            || self
                .imported
                .components
                .iter()
                .any(|one| one.unit.is_none())
    }

    fn shared(&self) -> bool {
        let teams = self
            .imported
            .teams
            .iter()
            .filter(|team| team.unit.is_none());
        let mut teams = teams;
        teams.any(|team| self.places_of(&team.name).len() > 1)
    }

    /// The one unit of what the team owns, if it is one.
    fn place_of(&self, team: &str) -> Option<&str> {
        let places = self.places_of(team);
        places.first().copied().filter(|_| places.len() == 1)
    }

    /// The units of what the team owns.
    fn places_of(&self, team: &str) -> BTreeSet<&str> {
        let owned = self.imported.components.iter();
        let owned = owned.filter(|one| one.team.as_deref() == Some(team));
        owned.filter_map(|one| one.unit.as_deref()).collect()
    }

    pub(super) fn teams(&mut self, person: &dyn Fn(&str) -> Option<PersonId>) {
        for team in &self.imported.teams {
            let Ok(name) = team.name.parse::<TeamName>() else {
                continue;
            };
            let before = self.state.teams.get(&name);
            let unit = team.unit.as_ref().and_then(|unit| unit.parse().ok());
            let unit = unit.or_else(|| before.map(|before| before.unit.clone()));
            let unit = unit.or_else(|| self.place_of(&team.name)?.parse().ok());
            let Some(unit) = unit.or_else(|| self.fallback()) else {
                continue;
            };
            let known = before
                .map(|before| before.title.clone())
                .filter(|_| team.implied);
            let people = self
                .imported
                .people
                .iter()
                .filter(|one| one.teams.contains(&team.name));
            let mut members: BTreeSet<PersonId> =
                people.filter_map(|one| person(&one.handle)).collect();
            members.extend(
                before
                    .iter()
                    .flat_map(|before| before.members.iter().cloned()),
            );
            self.wanted.push(Change::Team(Team {
                title: known.unwrap_or_else(|| team.title.clone()),
                unit,
                members: members.into_iter().collect(),
                name,
            }));
        }
    }

    /// Environments that are new begin at `observe`: an import does not stop anybody.
    pub(super) fn environments(&mut self) {
        for environment in &self.imported.environments {
            let Ok(name) = environment.name.parse::<EnvironmentName>() else {
                continue;
            };
            let title = environment.title.clone();
            let item = match self.state.environments.get(&name) {
                Some(_) if environment.implied => continue,
                Some(before) => Environment {
                    title,
                    ..before.clone()
                },
                None => Environment {
                    name,
                    title,
                    after: None,
                    protected: false,
                    production: false,
                    level: Level::Observe,
                    criteria: Vec::new(),
                    steps: Vec::new(),
                    planned: false,
                    freeze: None,
                    calendar: None,
                },
            };
            self.wanted.push(Change::Environment(Box::new(item)));
        }
    }
}

fn empty(name: UnitName) -> Unit {
    Unit {
        name,
        title: String::new(),
        parent: None,
        calendar: None,
    }
}
