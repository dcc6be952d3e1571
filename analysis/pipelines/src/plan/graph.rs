//! Graphs of steps.

use std::collections::BTreeMap;

use crate::expression::{Datum, Template, Test};
use crate::flow::Flow;
use crate::model::{
    Agent, Cache, Concurrency, Identity, Limits, Made, Retries, Secret, Service, Work,
};
use crate::plan::{Given, Share};
use crate::shape::{Digest, Duration, Path, Variable, Word};

/// A run of a pipeline, planned.
#[derive(Debug, Clone)]
pub struct Graph {
    /// The pipeline.
    pub pipeline: String,
    /// What people call it; empty if it has only its name.
    pub title: String,
    /// What it was started with.
    pub given: Given,
    /// Its inputs, by name.
    pub inputs: BTreeMap<Box<str>, Datum>,
    /// Its stages, in order.
    pub stages: Vec<StagePlan>,
    /// Everything that begins and ends: none comes before what it comes after.
    pub nodes: Vec<Node>,
    /// Combinations of matrices, which have limits in common.
    pub groups: Vec<Group>,
    /// Where the secrets are kept that its steps see.
    pub secrets: BTreeMap<Word, Secret>,
    /// Which runs exclude each other.
    pub concurrency: Option<Concurrency>,
    /// How long it may take.
    pub timeout: Option<Duration>,
    /// What comes after what.
    pub(super) flow: Flow,
    pub(super) digest: String,
}

/// A stage of a run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StagePlan {
    /// Its name.
    pub name: String,
    /// What people call it; empty if it has only its name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The environment that it brings the release to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Word>,
    /// Which stages of runs exclude each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<Concurrency>,
    /// How long it may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
}

/// Combinations of a matrix.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The id of the step.
    pub id: Box<str>,
    /// How many of them run at the same time at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Whether the others are stopped when one has failed.
    pub fail_fast: bool,
    /// Its nodes, rising.
    #[serde(skip)]
    pub members: Vec<u32>,
}

/// What a node is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Something is done.
    #[default]
    Step,
    /// A stage or part begins; it takes no time.
    Begin,
    /// A stage, part or matrix has ended; it takes no time.
    End,
}

/// A place in a graph.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Node {
    /// What it is known by, in every run: stage, step and combination, such as `build/test[os=linux]`.
    pub id: Box<str>,
    /// What it is.
    pub role: Role,
    /// The name of the step, or the title that the file gives it.
    pub title: Box<str>,
    /// Its stage.
    pub stage: u32,
    /// What it comes after.
    #[serde(skip)]
    pub after: Vec<u32>,
    /// What it asks of the run when it comes to its turn; nothing more than that all went well if nothing is said.
    #[serde(skip)]
    pub when: Option<Test>,
    /// Whether nothing inside begins unless this has gone well, whatever is asked for there.
    #[serde(skip_serializing_if = "crate::shape::is_default")]
    pub guards: bool,
    /// Its matrix, as a place in the groups.
    #[serde(skip)]
    pub group: Option<u32>,
    /// Whether the run goes on as if it had succeeded when it has failed.
    #[serde(skip_serializing_if = "crate::shape::is_default")]
    pub allow_failure: bool,
    /// Whether nothing is undone any more once it has gone well.
    #[serde(skip_serializing_if = "crate::shape::is_default")]
    pub point_of_no_return: bool,
    /// Its combination, by axis.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub matrix: BTreeMap<Box<str>, Datum>,
    /// Inputs of the part that it belongs to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<Box<str>, Datum>,
    /// What is done; nothing where something only begins or ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<Box<Task>>,
}

/// What is done in a step, with all values put in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Task {
    /// What it does.
    pub work: Work,
    /// What it has to do with tests that it shares with other steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// Its variables.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<Variable, Template>,
    /// The secrets that it sees and no others, by the variables in which it finds them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub secrets: BTreeMap<Variable, Word>,
    /// What it makes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub out: BTreeMap<Word, Made>,
    /// What it is given, and nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub r#in: Vec<Supplied>,
    /// What is kept for the next run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cache: Vec<Cache>,
    /// What runs beside it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub services: BTreeMap<Word, Service>,
    /// Which agents can run it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<Agent>,
    /// What it may use up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// Tokens that it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// What is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<Retries>,
    /// How long it is planned to take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<Duration>,
    /// How long an attempt may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Which steps exclude each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<Concurrency>,
}

/// An artifact that a step is given.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Supplied {
    /// Its name.
    pub name: Word,
    /// Where the step finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// The ids of the steps that make it: one, or the combinations of one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Box<str>>,
    /// Which one, if no step of the run makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

impl Node {
    /// Whether it undoes another step.
    #[must_use]
    pub fn undoes(&self) -> bool {
        self.id.contains(":back-out/") || self.id.ends_with(":roll-back")
    }

    /// Whether it deploys, and what ran before is brought back when the run fails.
    pub(super) fn rolls_back(&self) -> bool {
        let work = self.task.as_ref().map(|task| &task.work);
        matches!(work, Some(Work::Deploy(deploy)) if deploy.roll_back)
    }

    /// Whether it may begin after the run was cancelled, because its condition asks for that.
    #[must_use]
    pub fn outlives(&self) -> bool {
        self.when.as_ref().is_some_and(Test::outlives)
    }
}

impl Graph {
    /// What comes after what: all that a schedule needs.
    #[must_use]
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// What comes after a node.
    #[must_use]
    pub fn next(&self, node: u32) -> &[u32] {
        self.flow.next(node)
    }

    /// The node that is known by this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        let at = self.nodes.iter().position(|node| &*node.id == id)?;
        u32::try_from(at).ok()
    }

    /// How many steps it has.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.nodes
            .iter()
            .filter(|node| node.role == Role::Step)
            .count()
    }

    /// What it is recognised by: the SHA-256 of its canonical JSON (RFC 8785), in hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The variables of a step that say what the run was started with, without those of the definition.
    pub fn variables(&self, node: &Node) -> BTreeMap<String, String> {
        let upper = |name: &str| name.to_uppercase().replace('-', "_");
        let inputs = if node.inputs.is_empty() {
            &self.inputs
        } else {
            &node.inputs
        };
        let inputs = inputs
            .iter()
            .map(|(name, value)| (format!("INPUT_{}", upper(name)), value.to_string()));
        let matrix = node.matrix.iter();
        let matrix =
            matrix.map(|(name, value)| (format!("MATRIX_{}", upper(name)), value.to_string()));
        let run = [
            ("PIPELINE_NAME", &self.pipeline),
            ("PIPELINE_EVENT", &self.given.event),
            ("PIPELINE_BRANCH", &self.given.branch),
            ("PIPELINE_TAG", &self.given.tag),
            ("PIPELINE_COMMIT", &self.given.commit),
        ];
        let run = run.map(|(name, value)| (name.to_owned(), value.clone()));
        let step = [("PIPELINE_STEP".to_owned(), node.id.to_string())];
        inputs.chain(matrix).chain(run).chain(step).collect()
    }
}
