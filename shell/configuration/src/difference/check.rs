//! Whether what the file says can be so beside what the ledger says.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::declaration::{Change, problems};
use holdpoint_domain::gate::Ask;
use holdpoint_domain::{Actor, Halt, Meta, Refusal, State, Time, evolve};

use super::origin::{Origin, same};
use crate::diagnostic::{Diagnostics, foreign, oversized};
use crate::model::{Configuration, Section};
use crate::place;
use crate::read::{declared, unknown};

/// What an entry has room for besides its envelope, in bytes.
const ROOM: usize = 64_000;

/// Refusals of references; those are reported where they stand, by [`references`].
const REFERENCES: &[&str] = &[
    "unit-unknown",
    "team-unknown",
    "calendar-unknown",
    "component-unknown",
    "environment-unknown",
    "person-unknown",
];

/// Names that neither the file nor the ledger has.
pub(super) fn references(state: &State, configuration: &Configuration, found: &mut Diagnostics) {
    let mut known: BTreeMap<Section, BTreeSet<&str>> = BTreeMap::new();
    for reference in &configuration.references {
        let section = reference.section;
        let known = known
            .entry(section)
            .or_insert_with(|| names(state, section));
        if !known.contains(reference.name.as_str()) {
            let own = declared(&configuration.document.root, section);
            let near = known.iter().copied().chain(own).filter(|_| !found.full());
            let mistake = unknown(reference, near);
            found.report(&configuration.document.source, reference.span, mistake);
        }
    }
}

fn names(state: &State, section: Section) -> BTreeSet<&str> {
    match section {
        Section::Calendars => state.calendars.keys().map(|name| name.as_str()).collect(),
        Section::Units => state.units.keys().map(|name| name.as_str()).collect(),
        Section::Teams => state.teams.keys().map(|name| name.as_str()).collect(),
        Section::Environments => state
            .environments
            .keys()
            .map(|name| name.as_str())
            .collect(),
        Section::Components => state.components.keys().map(|name| name.as_str()).collect(),
    }
}

/// Components of other repositories, which a repository's file must leave alone.
pub(super) fn foreign_components(
    state: &State,
    configuration: &Configuration,
    origin: &Origin,
    found: &mut Diagnostics,
) {
    let declared = configuration.components.iter().flatten();
    for component in declared.filter(|_| !configuration.governs()) {
        let known = state.components.get(&component.name);
        let known = known.filter(|known| !known.repository.is_empty());
        let own = match component.repository.as_str() {
            "" => origin.repository(),
            given => given,
        };
        if let Some(known) = known.filter(|known| !same(&known.repository, own)) {
            let span = configuration
                .document
                .locate(&["components", component.name.as_str()]);
            let mistake = foreign(&component.name, &known.repository);
            found.report(&configuration.document.source, span, mistake);
        }
    }
}

/// What the rules of the domain have against the changes, one after the other.
pub(super) fn rules(
    state: &State,
    configuration: &Configuration,
    changes: &[Change],
    found: &mut Diagnostics,
) {
    let mut draft = state.clone();
    let meta = Meta {
        position: 0,
        time: Time::from_millis(0),
        actor: Actor::System,
    };
    for change in changes {
        for refusal in refusals(change, &draft) {
            if !REFERENCES.contains(&refusal.code.as_str())
                && !ran_nowhere(change, &refusal, &draft)
            {
                let place = place::of_refusal(change, &refusal);
                let span = configuration.document.locate(&place::steps(&place));
                found.report(&configuration.document.source, span, refusal.into());
            }
        }
        size(configuration, change, found);
        evolve(&mut draft, &change.fact(), &meta);
    }
}

/// Whether it is about a criterion that names an environment which does not exist: a reference, too.
fn ran_nowhere(change: &Change, refusal: &Refusal, draft: &State) -> bool {
    let named = place::criterion(change, refusal).map(|criterion| &criterion.ask);
    matches!(named, Some(Ask::Ran { environment }) if !draft.environments.contains_key(environment))
}

fn refusals(change: &Change, draft: &State) -> Vec<Refusal> {
    match problems(change, draft) {
        Ok(found) => found,
        Err(Halt::Refused(refusal, _)) => vec![refusal],
        // Whoever applies it looks up what is not in memory, and decides then.
        Err(_) => Vec::new(),
    }
}

fn size(configuration: &Configuration, change: &Change, found: &mut Diagnostics) {
    let bytes = change
        .fact()
        .data()
        .map_or(0, |data| data.to_string().len());
    if bytes > ROOM {
        let path = place::of(change);
        let span = configuration.document.locate(&place::steps(&path));
        let mistake = oversized(format!("`{}`", path.join("/")), bytes);
        found.report(&configuration.document.source, span, mistake);
    }
}
