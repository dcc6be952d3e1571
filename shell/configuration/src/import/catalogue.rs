//! Components.

use std::collections::BTreeMap;

use holdpoint_domain::catalogue::{Component, ComponentName, Criticality};
use holdpoint_domain::declaration::Change;
use holdpoint_domain::organisation::{TeamName, UnitName};

use super::Draft;
use super::links::Links;
use crate::read::credentials_in;

impl Draft<'_> {
    pub(super) fn components(&mut self) {
        let all = &self.imported.components;
        let known = self.state.components.keys().map(|name| name.as_str());
        let mut links = Links::new(known);
        for component in all {
            let needs = component.depends_on.iter().map(String::as_str);
            links.add(&component.name, &component.place, needs);
        }
        let (needs, notes) = links.settle("component", "depends-on");
        self.notes.extend(notes);
        for component in all {
            let needs = needs.get(component.name.as_str());
            let item = self.component(component, needs.map(Vec::as_slice).unwrap_or_default());
            self.wanted
                .extend(item.map(|item| Change::Component(Box::new(item))));
        }
    }

    fn component(
        &mut self,
        found: &holdpoint_import::Component,
        needs: &[&str],
    ) -> Option<Component> {
        let name: ComponentName = found.name.parse().ok()?;
        let before = self.state.components.get(&name);
        let team = found
            .team
            .as_ref()
            .and_then(|team| team.parse::<TeamName>().ok());
        let home = team.as_ref().and_then(|team| self.home(team));
        let unit = found.unit.as_ref().and_then(|unit| unit.parse().ok());
        let unit = unit.or_else(|| before.map(|before| before.unit.clone()));
        let unit = unit.or(home.clone()).or_else(|| self.fallback())?;
        let team = team.or_else(|| before.and_then(|before| before.team.clone()));
        let team = self.owner(found, team, &unit);
        let mut item = before.cloned().unwrap_or_else(|| empty(name, unit.clone()));
        let fill = |field: &mut String, value: Option<&String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                field.clone_from(value);
            }
        };
        fill(&mut item.title, Some(&found.title));
        fill(&mut item.kind, found.kind.as_ref());
        let address = self.address(found);
        fill(&mut item.repository, address.as_ref());
        item.unit = unit;
        item.team = team;
        item.criticality = found.criticality.map_or(item.criticality, criticality);
        for name in needs.iter().filter_map(|name| name.parse().ok()) {
            if !item.depends_on.contains(&name) {
                item.depends_on.push(name);
            }
        }
        Some(item)
    }

    /// The unit of a team, as it will be.
    fn home(&self, team: &TeamName) -> Option<UnitName> {
        let wanted = self.wanted.iter().find_map(|change| match change {
            Change::Team(item) if item.name == *team => Some(item.unit.clone()),
            _ => None,
        });
        wanted.or_else(|| self.state.teams.get(team).map(|known| known.unit.clone()))
    }

    /// The team, unless the rules refuse it as an owner of components of the unit.
    fn owner(
        &mut self,
        found: &holdpoint_import::Component,
        team: Option<TeamName>,
        unit: &UnitName,
    ) -> Option<TeamName> {
        let team = team?;
        let why = match self.home(&team) {
            None => "does not exist",
            Some(home) if !self.within(unit, &home) => "belongs to another unit",
            Some(_) => return Some(team),
        };
        let name = &found.name;
        self.note(
            &found.place,
            format!("component `{name}` gets no owner: team `{team}` {why}"),
        );
        None
    }

    /// Whether the one unit is the other or below it, as units will be.
    fn within(&self, unit: &UnitName, above: &UnitName) -> bool {
        let mut parents: BTreeMap<&UnitName, Option<&UnitName>> = BTreeMap::new();
        parents.extend(
            self.state
                .units
                .iter()
                .map(|(name, item)| (name, item.parent.as_ref())),
        );
        for change in &self.wanted {
            if let Change::Unit(item) = change {
                parents.insert(&item.name, item.parent.as_ref());
            }
        }
        let up = |name: &&UnitName| parents.get(*name).copied().flatten();
        // No more steps than there are units, should they form a circle.
        std::iter::successors(Some(unit), up)
            .take(parents.len() + 1)
            .any(|name| name == above)
    }

    fn address(&mut self, found: &holdpoint_import::Component) -> Option<String> {
        let address = found.repository.clone()?;
        if !credentials_in(&address) {
            return Some(address);
        }
        let name = &found.name;
        let what = format!(
            "the repository of component `{name}` is left out: its address carries credentials"
        );
        self.note(&found.place, what);
        None
    }
}

fn empty(name: ComponentName, unit: UnitName) -> Component {
    Component {
        name,
        title: String::new(),
        unit,
        team: None,
        kind: String::new(),
        repository: String::new(),
        path: String::new(),
        criticality: Criticality::default(),
        depends_on: Vec::new(),
        key_transactions: Vec::new(),
        criteria: Vec::new(),
    }
}

fn criticality(found: holdpoint_import::Criticality) -> Criticality {
    match found {
        holdpoint_import::Criticality::Low => Criticality::Low,
        holdpoint_import::Criticality::Medium => Criticality::Medium,
        holdpoint_import::Criticality::High => Criticality::High,
        holdpoint_import::Criticality::Critical => Criticality::Critical,
    }
}
