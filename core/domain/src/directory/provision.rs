//! What the directory says by itself (SCIM): who there is, who acts, which groups there are and who is in them.
//!
//! Roles follow in the same breath: whatever changes a group changes the roles of those whom it is about.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::command::mapped;
use super::refusal::{group_changed, group_name_taken, group_name_wrong, group_unknown};
use super::{GroupDeclared, GroupId, GroupMembersChanged, GroupRetired, Source};
use crate::access::{Permission, Required, Role};
use crate::kernel::{Context, Decide, Halt, Meta, Refusal, Time};
use crate::organisation::{PersonAdded, PersonId, deactivated, person_unknown, reactivated};
use crate::{Fact, State, evolve};

/// Somebody is there, whom the vault knows, and acts or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionPerson {
    /// Who.
    pub person: PersonId,
    /// Whether they act.
    pub active: bool,
}

impl Decide for ProvisionPerson {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Provision))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let mut draft = Draft::of(state, context);
        if !state.people.contains_key(&self.person) {
            let person = self.person.clone();
            draft.take(PersonAdded { person }.into());
        }
        let facts = match self.active {
            true => reactivated(&draft.state, &self.person)?,
            false => deactivated(&draft.state, &self.person, None, context.now)?,
        };
        facts.into_iter().for_each(|fact| draft.take(fact));
        Ok(draft.facts)
    }
}

/// A group is called so, and these people are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionGroup {
    /// Which; it is new if nobody has told of it.
    pub group: GroupId,
    /// What the directory calls it.
    pub name: String,
    /// What the directory knows it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
    /// Everybody who is in it.
    pub members: BTreeSet<PersonId>,
    /// The revision of the group that this goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
}

/// How long the name of a group may be, in bytes; how many people one entry names.
const LONGEST: usize = 200;
const AT_ONCE: usize = 500;

impl Decide for ProvisionGroup {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Provision))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        self.check(state, context.now)?;
        let mut draft = Draft::of(state, context);
        let known = state.groups.get(&self.group);
        let called =
            |group: &&super::Group| group.name == self.name && group.external == self.external;
        let renamed = known.filter(called).is_none();
        if renamed {
            let declared = GroupDeclared {
                group: self.group.clone(),
                name: self.name.clone(),
                external: self.external.clone(),
            };
            draft.take(declared.into());
        }
        let had: BTreeSet<PersonId> = known
            .into_iter()
            .flat_map(|group| group.members.iter().cloned())
            .collect();
        let joined: Vec<_> = self.members.difference(&had).cloned().collect();
        let left: Vec<_> = had.difference(&self.members).cloned().collect();
        draft.moved(&self.group, &joined, &left);
        let mut about: BTreeSet<PersonId> = joined.into_iter().chain(left).collect();
        if renamed {
            about.extend(had);
        }
        draft.map(&about)
    }
}

impl ProvisionGroup {
    fn check(&self, state: &State, now: Time) -> Result<(), Refusal> {
        let known = state.groups.get(&self.group);
        if self.seen.is_some() && self.seen != known.map(|group| group.revision) {
            return Err(group_changed(&self.name));
        }
        if self.name.trim().is_empty() || self.name.len() > LONGEST {
            return Err(group_name_wrong(LONGEST));
        }
        let others = state.groups.values().filter(|group| group.id != self.group);
        let lower = self.name.to_lowercase();
        if others
            .into_iter()
            .any(|group| group.name.to_lowercase() == lower)
        {
            return Err(group_name_taken(&self.name));
        }
        let new = |person: &&PersonId| known.is_none_or(|group| !group.members.contains(*person));
        let mut new = self.members.iter().filter(new);
        // Whoever is the directory is nobody in it: a group would give its own token a role.
        let itself = |person: &PersonId| {
            let mut grants = state.grants_of(person);
            grants.any(|grant| grant.role == Role::Provisioner && grant.active(now))
        };
        match new.find(|person| !state.member(person) || itself(person)) {
            Some(stranger) => Err(person_unknown(stranger)),
            None => Ok(()),
        }
    }
}

/// A group is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropGroup {
    /// Which.
    pub group: GroupId,
}

impl Decide for DropGroup {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Provision))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let known = state.groups.get(&self.group);
        let known = known.ok_or_else(|| group_unknown(&self.group))?;
        let mut draft = Draft::of(state, context);
        let group = self.group.clone();
        draft.take(GroupRetired { group }.into());
        draft.map(&known.members.iter().cloned().collect())
    }
}

/// What the facts so far add up to.
struct Draft<'a, 'c> {
    context: &'a Context<'c>,
    state: State,
    facts: Vec<Fact>,
}

impl<'a, 'c> Draft<'a, 'c> {
    fn of(state: &State, context: &'a Context<'c>) -> Self {
        Self {
            context,
            state: state.clone(),
            facts: Vec::new(),
        }
    }

    fn take(&mut self, fact: Fact) {
        let meta = Meta {
            position: self.context.position + self.facts.len() as u64,
            time: self.context.now,
            actor: self.context.actor.clone(),
        };
        evolve(&mut self.state, &fact, &meta);
        self.facts.push(fact);
    }

    /// Some join a group, and some leave it.
    fn moved(&mut self, group: &GroupId, joined: &[PersonId], left: &[PersonId]) {
        let (mut joined, mut left) = (joined.chunks(AT_ONCE), left.chunks(AT_ONCE));
        loop {
            let (joined, left) = (joined.next(), left.next());
            if joined.is_none() && left.is_none() {
                return;
            }
            let changed = GroupMembersChanged {
                group: group.clone(),
                joined: joined.unwrap_or_default().to_vec(),
                left: left.unwrap_or_default().to_vec(),
            };
            self.take(changed.into());
        }
    }

    /// The roles of these people are those of their groups.
    fn map(mut self, people: &BTreeSet<PersonId>) -> Result<Vec<Fact>, Halt> {
        let mut fresh = 0;
        for person in people
            .iter()
            .filter(|person| self.state.member(person))
            .cloned()
            .collect::<Vec<_>>()
        {
            let facts = follow(&self.state, self.context, &mut fresh, &person)?;
            facts.into_iter().for_each(|fact| self.take(fact));
        }
        Ok(self.facts)
    }
}

/// What makes somebody's roles those of their groups.
fn follow(
    state: &State,
    context: &Context<'_>,
    fresh: &mut u32,
    person: &PersonId,
) -> Result<Vec<Fact>, Halt> {
    let of = state
        .groups
        .values()
        .filter(|group| group.members.contains(person));
    let map = super::MapGroups {
        person: person.clone(),
        groups: of.map(|group| group.name.clone()).collect(),
        source: Source::Provisioning,
        issuer: None,
    };
    mapped(&map, state, context, fresh)
}

/// What is given by groups because the settings, which have just changed, say so; ids are fresh from that number on.
pub(crate) fn followed(
    state: &State,
    context: &Context<'_>,
    mut fresh: u32,
) -> Result<Vec<Fact>, Halt> {
    let groups = state.groups.values();
    let people: BTreeSet<&PersonId> = groups.flat_map(|group| &group.members).collect();
    let mut facts = Vec::new();
    for person in people.into_iter().filter(|person| state.member(person)) {
        facts.extend(follow(state, context, &mut fresh, person)?);
    }
    Ok(facts)
}
