//! What a schedule needs to know of a graph, and nothing else: it can be kept, and read again by a later program.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Test;
use crate::plan::{Group, Node, Role};

/// What a place in a graph has to do with the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Link {
    /// What it is.
    #[serde(default, skip_serializing_if = "crate::shape::is_default")]
    pub role: Role,
    /// What it comes after: places before its own, rising.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<u32>,
    /// What it asks of the run when it comes to its turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Test>,
    /// Whether nothing inside begins unless this has gone well.
    #[serde(default, skip_serializing_if = "crate::shape::is_default")]
    pub guards: bool,
    /// Its matrix, as a place in the groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
    /// Whether the run goes on as if it had succeeded when it has failed.
    #[serde(default, skip_serializing_if = "crate::shape::is_default")]
    pub allow_failure: bool,
}

impl Link {
    /// Whether it may begin after the run was cancelled, because its condition asks for that.
    #[must_use]
    pub fn outlives(&self) -> bool {
        self.when.as_ref().is_some_and(Test::outlives)
    }
}

impl From<&Node> for Link {
    fn from(node: &Node) -> Self {
        Self {
            role: node.role,
            after: node.after.clone(),
            when: node.when.clone(),
            guards: node.guards,
            group: node.group,
            allow_failure: node.allow_failure,
        }
    }
}

/// All places of a graph, and what comes after each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    pub(crate) links: Vec<Link>,
    pub(crate) groups: Vec<Group>,
    /// What comes after each place: where its list begins in `targets`; one more than there are places.
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Flow {
    /// From its places and matrices. Which places belong to which matrix is told by the places; what is said to come after
    /// something that does not come before it, does not.
    #[must_use]
    pub fn new(mut links: Vec<Link>, mut groups: Vec<Group>) -> Self {
        groups.iter_mut().for_each(|group| group.members.clear());
        for (at, link) in links.iter_mut().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            link.after.retain(|before| *before < at);
            let group = link.group.and_then(|group| groups.get_mut(group as usize));
            if let Some(group) = group {
                group.members.push(at);
            }
        }
        let (starts, targets) = targets(&links);
        Self {
            links,
            groups,
            starts,
            targets,
        }
    }

    /// What comes after a place.
    #[must_use]
    pub fn next(&self, place: u32) -> &[u32] {
        let start = self.starts.get(place as usize);
        let end = self.starts.get(place as usize + 1);
        let range = start
            .zip(end)
            .map(|(start, end)| *start as usize..*end as usize);
        range
            .and_then(|range| self.targets.get(range))
            .unwrap_or_default()
    }

    /// What a place has to do with the others.
    #[must_use]
    pub fn link(&self, place: u32) -> Option<&Link> {
        self.links.get(place as usize)
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
}

/// What comes after each place, in one list.
fn targets(links: &[Link]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; links.len() + 1];
    for before in links.iter().flat_map(|link| &link.after) {
        if let Some(count) = starts.get_mut(*before as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut targets = vec![0; sum as usize];
    for (at, link) in links.iter().enumerate() {
        for before in &link.after {
            let Some(place) = next.get_mut(*before as usize) else {
                continue;
            };
            if let Some(target) = targets.get_mut(*place as usize) {
                *target = u32::try_from(at).unwrap_or(u32::MAX);
            }
            *place += 1;
        }
    }
    (starts, targets)
}
