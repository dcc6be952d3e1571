//! Roles that follow from groups: Holdpoint itself asks, whenever somebody's groups are known anew.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Directory, GroupRole, Membership, Source};
use crate::access::{Grant, GrantId, Granted, Required, Revoked, Role, administered};
use crate::kernel::{Context, Decide, Halt, Time};
use crate::organisation::{PersonId, not_founded, person_unknown};
use crate::{Fact, State};

/// Makes somebody's roles those of their groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapGroups {
    /// Whose.
    pub person: PersonId,
    /// The groups that they are in: those that have no role here may be left out.
    pub groups: BTreeSet<String>,
    /// How that is known: what another way has said stays as it is.
    pub source: Source,
    /// The issuer who says so, if it is one: what another has said stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

impl Decide for MapGroups {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        mapped(self, state, context, &mut 0)
    }
}

/// What makes somebody's roles those of their groups; ids are fresh from that number on.
pub(super) fn mapped(
    map: &MapGroups,
    state: &State,
    context: &Context<'_>,
    fresh: &mut u32,
) -> Result<Vec<Fact>, Halt> {
    let organisation = state.organisation.as_ref().ok_or_else(not_founded)?;
    if !state.member(&map.person) {
        return Err(person_unknown(&map.person).into());
    }
    let none = Directory::default();
    let directory = organisation.settings.directory.as_deref().unwrap_or(&none);
    let wanted = map.wanted(state, directory);
    let grants = state.grants_of(&map.person);
    let had: Vec<_> = grants.filter(|grant| map.is_about(grant)).collect();
    let gone = had
        .iter()
        .filter(|grant| !wanted.iter().any(|one| same(one, grant)));
    let mut facts = revoked(state, gone.copied(), context.now);
    for one in wanted {
        if !had.iter().any(|grant| same(one, grant)) {
            facts.push(map.granted(context, *fresh, one).into());
            *fresh += 1;
        }
    }
    Ok(facts)
}

impl MapGroups {
    /// What the groups give, each role once; what a scope names may be gone.
    fn wanted<'a>(&self, state: &State, directory: &'a Directory) -> Vec<&'a GroupRole> {
        let by = match &self.issuer {
            None => None,
            Some(issuer) => match directory.provider_at(issuer) {
                Some(provider) => Some(provider),
                // Whoever is asked no more gives nothing.
                None => return Vec::new(),
            },
        };
        let given = directory.said_by(by);
        let given = given.filter(|one| one.given_to(&self.groups) && one.scope.exists(state));
        let mut wanted: Vec<&GroupRole> = Vec::new();
        for one in given {
            let twin = |other: &&GroupRole| {
                (&other.group, other.role, &other.scope) == (&one.group, one.role, &one.scope)
            };
            if !wanted.iter().any(twin) {
                wanted.push(one);
            }
        }
        wanted
    }

    /// Whether the grant comes from where this is said.
    fn is_about(&self, grant: &Grant) -> bool {
        let from = grant.from.as_ref();
        from.is_some_and(|from| from.source == self.source && from.issuer == self.issuer)
    }

    fn granted(&self, context: &Context<'_>, n: u32, one: &GroupRole) -> Granted {
        let person = self.person.clone();
        Granted {
            from: Some(Membership {
                group: one.group.clone(),
                source: self.source,
                issuer: self.issuer.clone(),
            }),
            ..Granted::new(context, n, person, one.role, one.scope.clone())
        }
    }
}

/// Whether the grant is what the group gives.
fn same(one: &GroupRole, grant: &Grant) -> bool {
    let group = grant.from.as_ref().map(|from| from.group.as_str());
    group == Some(one.group.as_str()) && grant.role == one.role && grant.scope == one.scope
}

/// Takes grants away, but never the last administrator's.
fn revoked<'a>(state: &State, grants: impl Iterator<Item = &'a Grant>, now: Time) -> Vec<Fact> {
    let mut gone: BTreeSet<&GrantId> = BTreeSet::new();
    let mut facts = Vec::new();
    for grant in grants {
        let others = |other: &Grant| other.id != grant.id && !gone.contains(&other.id);
        if grant.role == Role::Administrator && !administered(state, now, others) {
            continue;
        }
        gone.insert(&grant.id);
        let revoked = Revoked {
            from: grant.from.clone(),
            ..Revoked::of(grant)
        };
        facts.push(revoked.into());
    }
    facts
}

/// What goes because the settings, which have just changed, give it to no group any more.
pub(crate) fn unmapped(state: &State, now: Time) -> Vec<Fact> {
    let none = Directory::default();
    let settings = state.organisation.as_ref().map(|found| &found.settings);
    let directory = settings.and_then(|settings| settings.directory.as_deref());
    let directory = directory.unwrap_or(&none);
    let grants = state.grants.values();
    let gone = grants.filter(|grant| match &grant.from {
        Some(from) => !still_given(directory, grant, from),
        None => false,
    });
    revoked(state, gone, now)
}

fn still_given(directory: &Directory, grant: &Grant, from: &Membership) -> bool {
    let by = match &from.issuer {
        None => None,
        Some(issuer) => match directory.provider_at(issuer) {
            Some(provider) => Some(provider),
            None => return false,
        },
    };
    directory.said_by(by).any(|one| same(one, grant))
}
