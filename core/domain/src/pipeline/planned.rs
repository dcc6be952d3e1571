//! From the graph of a definition to what the ledger keeps of a run.

mod needs;
mod steps;

use std::collections::BTreeMap;

use holdpoint_findings::Unreadable;
use holdpoint_pipelines::{Flow, Graph, Link};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::needs::Needs;
use super::work::{Retries, Variables, Work};
use crate::State;

/// A place in the graph of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedStep {
    /// What it is known by, in every run: stage, step and combination, such as `build/test[os=linux]`.
    pub id: String,
    /// What people call it; nothing if that is the last part of the id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its stage, counted from 0.
    pub stage: u32,
    /// What it has to do with the other places.
    pub link: Link,
    /// What is done, as a place in the list of works; nothing where something only begins or ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<u32>,
    /// Its variables, besides those of the run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
    /// What it has beside its work.
    #[serde(default, skip_serializing_if = "Needs::is_empty")]
    pub needs: Needs,
    /// Labels of agents that can run it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// What is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<Retries>,
    /// How long it is planned to take, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_seconds: Option<u32>,
    /// Whether nothing is undone any more once it has gone well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub point_of_no_return: bool,
    /// How long an attempt may take, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u32>,
}

impl PlannedStep {
    /// Whether it undoes another one.
    #[must_use]
    pub fn undoes(&self) -> bool {
        self.id.contains(":back-out/") || self.id.ends_with(":roll-back")
    }

    /// What people call it.
    #[must_use]
    pub fn title(&self) -> &str {
        match self.title.as_str() {
            "" => self.id.rsplit('/').next().unwrap_or(&self.id),
            title => title,
        }
    }
}

/// The graph of a run, without what it was started with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Planned {
    /// Its places: none comes before what it comes after.
    pub steps: Vec<PlannedStep>,
    /// What is done in them; the same is there once.
    pub works: Vec<Work>,
    /// Its places as a schedule needs them, when all are known.
    pub flow: Flow,
}

impl Planned {
    /// The place that is known by this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        let at = self.steps.iter().position(|step| step.id == id)?;
        u32::try_from(at).ok()
    }

    /// What is planned at a place.
    #[must_use]
    pub fn step(&self, place: u32) -> Option<&PlannedStep> {
        self.steps.get(place as usize)
    }

    /// What is done at a place.
    #[must_use]
    pub fn work(&self, place: u32) -> Option<&Work> {
        self.works.get(self.step(place)?.work? as usize)
    }
}

/// What is wrong with a definition, or with the start of a run: a line each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mistakes(pub Vec<String>);

impl From<Unreadable> for Mistakes {
    fn from(wrong: Unreadable) -> Self {
        let lines = wrong.findings().iter();
        Self(lines.map(|one| one.message.clone()).collect())
    }
}

/// Names in a graph of things that do not exist here.
pub(super) fn strangers(state: &State, graph: &Graph) -> Mistakes {
    let mut reader = steps::Taking::new(state, graph);
    graph
        .nodes
        .iter()
        .for_each(|node| drop(reader.step(node, &Variables::new())));
    Mistakes(reader.strangers)
}

/// What the ledger keeps of a graph, beside the variables of the run.
///
/// # Errors
/// Names of things that do not exist here, and what cannot be run.
pub(super) fn taken(state: &State, graph: &Graph, common: &Variables) -> Result<Planned, Mistakes> {
    let mut reader = steps::Taking::new(state, graph);
    reader.limits(graph);
    let nodes = graph.nodes.iter();
    let steps = nodes.map(|node| reader.step(node, &graph.variables(node)).without(common));
    let steps = steps.collect();
    match reader.strangers.is_empty() && reader.unready.is_empty() {
        true => Ok(Planned {
            steps,
            works: reader.works,
            flow: Flow::default(),
        }),
        false => Err(Mistakes([reader.strangers, reader.unready].concat())),
    }
}

/// The variables that all steps of a run have in common.
pub(super) fn common(graph: &Graph) -> Variables {
    let mut all = graph.nodes.iter().filter(|node| node.task.is_some());
    let mut common = all
        .next()
        .map(|node| graph.variables(node))
        .unwrap_or_default();
    for node in all {
        let own = graph.variables(node);
        common.retain(|name, value| own.get(name) == Some(value));
    }
    common
}

impl PlannedStep {
    fn without(mut self, common: &Variables) -> Self {
        self.variables
            .retain(|name, value| common.get(name) != Some(value));
        self
    }
}
