//! Groups that the directory has told of by itself, and who is in them.

use imbl::OrdSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::kernel::{Evolve, Key, Kind, Meta, Time, opaque_type};
use crate::organisation::PersonId;

opaque_type!(
    /// A group.
    GroupId, Kind::Group, "grp_"
);

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// What the directory calls it: roles go by that.
    pub name: String,
    /// What the directory knows it by.
    pub external: Option<String>,
    /// Who is in it, people who were erased too.
    pub members: OrdSet<PersonId>,
    /// Since when it is known.
    pub created: Time,
    /// When it was changed last.
    pub changed: Time,
    /// The position of its newest entry.
    pub revision: u64,
}

/// A group is there, or called otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupDeclared {
    /// Which.
    pub group: GroupId,
    /// What the directory calls it.
    pub name: String,
    /// What the directory knows it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
}

/// Others are in a group than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupMembersChanged {
    /// Which.
    pub group: GroupId,
    /// Who is in it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<PersonId>,
    /// Who is not any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<PersonId>,
}

/// A group is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupRetired {
    /// Which.
    pub group: GroupId,
}

impl Evolve for GroupDeclared {
    fn subject(&self) -> Key {
        self.group.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let known = state.groups.get(&self.group);
        let group = Group {
            id: self.group.clone(),
            name: self.name.clone(),
            external: self.external.clone(),
            members: known.map(|group| group.members.clone()).unwrap_or_default(),
            created: known.map_or(meta.time, |group| group.created),
            changed: meta.time,
            revision: meta.position,
        };
        state.groups.insert(self.group.clone(), group);
    }
}

impl Evolve for GroupMembersChanged {
    fn subject(&self) -> Key {
        self.group.key()
    }

    fn references(&self) -> Vec<Key> {
        let people = self.joined.iter().chain(&self.left);
        people.map(PersonId::key).collect()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(group) = state.groups.get_mut(&self.group) {
            for person in &self.left {
                group.members.remove(person);
            }
            group.members.extend(self.joined.iter().cloned());
            (group.changed, group.revision) = (meta.time, meta.position);
        }
    }
}

impl Evolve for GroupRetired {
    fn subject(&self) -> Key {
        self.group.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.groups.remove(&self.group);
    }
}
