//! A graph as it grows, within limits.

use std::collections::BTreeMap;

use holdpoint_findings::{Finding, Place, Rule, Span};

use super::graph::{Group, Node, Role};
use super::{EDGES, NODES, STEPS};
use crate::Definition;
use crate::expression::Test;
use crate::mistakes::LARGE;

/// Planning ends here: it was said why.
pub(super) struct Stop;

/// Nodes so far, and what is wrong.
pub(super) struct Collected<'d> {
    pub(super) definition: &'d Definition,
    /// The pipeline that is planned.
    pub(super) pipeline: &'d str,
    pub(super) nodes: Vec<Node>,
    pub(super) groups: Vec<Group>,
    pub(super) found: Vec<Finding>,
    steps: usize,
    edges: usize,
    /// How many more nodes may be looked at to find who makes what.
    pub(super) left: usize,
}

/// Nodes that are looked at to find who makes what.
const LOOKED_AT: usize = 10_000_000;

/// What nodes have in common that are made in the same place.
#[derive(Clone, Default)]
pub(super) struct Around {
    pub(super) stage: u32,
    pub(super) group: Option<u32>,
}

/// Mistakes that are kept.
const KEPT: usize = 100;

impl<'d> Collected<'d> {
    pub(super) fn new(definition: &'d Definition, pipeline: &'d str) -> Self {
        Self {
            definition,
            pipeline,
            nodes: Vec::new(),
            groups: Vec::new(),
            found: Vec::new(),
            steps: 0,
            edges: 0,
            left: LOOKED_AT,
        }
    }

    pub(super) fn wrong(&mut self, rule: &'static Rule, span: Span, what: &str) -> &mut Finding {
        self.say(rule, span, &[("what", what)])
    }

    /// Keeps a mistake, once: it may be met in every combination.
    pub(super) fn say(
        &mut self,
        rule: &'static Rule,
        span: Span,
        words: &[(&str, &str)],
    ) -> &mut Finding {
        let place = Place::of(&self.definition.source, span, "");
        let finding = Finding::new(rule, place, "", words);
        let known = self
            .found
            .iter()
            .position(|one| one.place == finding.place && one.message == finding.message);
        let at = known.unwrap_or_else(|| {
            // Of more than are kept the last one is replaced.
            self.found.truncate(KEPT - 1);
            self.found.push(finding);
            self.found.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "it was found or pushed there")]
        &mut self.found[at]
    }

    /// Takes up a node, unless there are too many of them.
    pub(super) fn push(&mut self, mut node: Node, span: Span) -> Result<u32, Stop> {
        node.after.sort_unstable();
        node.after.dedup();
        self.steps += usize::from(node.role == Role::Step);
        self.edges += node.after.len();
        let what = if self.steps > STEPS {
            format!("the run has more than {STEPS} steps, all combinations and parts counted")
        } else if self.nodes.len() >= NODES {
            format!("the run has more than {NODES} places where something begins or ends")
        } else if self.edges > EDGES {
            format!("the steps of the run have more than {EDGES} links between them")
        } else {
            let at = u32::try_from(self.nodes.len()).map_err(|_| Stop)?;
            if let Some(group) = node
                .group
                .and_then(|group| self.groups.get_mut(group as usize))
            {
                group.members.push(at);
            }
            self.nodes.push(node);
            return Ok(at);
        };
        self.wrong(&LARGE, span, &what);
        Err(Stop)
    }

    /// Something that only begins or ends.
    pub(super) fn joint(
        &mut self,
        role: Role,
        (id, title): (String, &str),
        (around, after): (&Around, Vec<u32>),
        when: Option<Test>,
        span: Span,
    ) -> Result<u32, Stop> {
        let node = Node {
            id: id.into(),
            role,
            title: title.into(),
            stage: around.stage,
            after,
            when,
            guards: role == Role::Begin,
            group: None,
            allow_failure: false,
            point_of_no_return: false,
            matrix: BTreeMap::new(),
            inputs: BTreeMap::new(),
            task: None,
        };
        self.push(node, span)
    }
}
