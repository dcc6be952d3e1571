//! Graphs as JSON, and what they are recognised by.

use holdpoint_ledger::canonical;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::graph::{Graph, Group, Node};
use crate::expression::Test;

#[derive(Serialize)]
struct Shown<'g> {
    #[serde(flatten)]
    node: &'g Node,
    after: Vec<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'g str>,
}

impl Graph {
    fn id(&self, node: u32) -> &str {
        self.nodes.get(node as usize).map_or("", |node| &node.id)
    }

    /// A condition with the ids of the steps that it asks about.
    pub(crate) fn condition(&self, test: &Test) -> String {
        match test {
            Test::Not(inner) => format!("not {}", self.condition(inner)),
            Test::All(parts) => self.joined(parts, " and "),
            Test::Any(parts) => self.joined(parts, " or "),
            Test::Outcome(node, _) => {
                let place = format!("steps[{node}]");
                test.to_string()
                    .replacen(&place, &format!("`{}`", self.id(*node)), 1)
            }
            other => other.to_string(),
        }
    }

    fn joined(&self, parts: &[Test], word: &str) -> String {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        format!("({})", parts.join(word))
    }

    fn shown<'g>(&'g self, node: &'g Node) -> Shown<'g> {
        let group = node.group.and_then(|group| self.groups.get(group as usize));
        Shown {
            node,
            after: node.after.iter().map(|before| self.id(*before)).collect(),
            when: node.when.as_ref().map(|test| self.condition(test)),
            group: group.map(|group: &Group| &*group.id),
        }
    }

    /// Its digest; empty if it has no canonical JSON, which the limits of a definition rule out.
    pub(super) fn digest_of(&self) -> String {
        let bytes = canonical::to_vec(self).unwrap_or_default();
        hex::encode(Sha256::digest(bytes))
    }
}

impl Serialize for Graph {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut graph = serializer.serialize_struct("Graph", 10)?;
        graph.serialize_field("pipeline", &self.pipeline)?;
        graph.serialize_field("title", &self.title)?;
        graph.serialize_field("given", &self.given)?;
        graph.serialize_field("inputs", &self.inputs)?;
        graph.serialize_field("stages", &self.stages)?;
        let nodes: Vec<_> = self.nodes.iter().map(|node| self.shown(node)).collect();
        graph.serialize_field("nodes", &nodes)?;
        graph.serialize_field("groups", &self.groups)?;
        graph.serialize_field("secrets", &self.secrets)?;
        graph.serialize_field("concurrency", &self.concurrency)?;
        graph.serialize_field("timeout", &self.timeout)?;
        graph.end()
    }
}
