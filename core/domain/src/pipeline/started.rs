//! How a run begins: what it is, and its graph, in as many entries as that takes.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_pipelines::{Flow, Group};
use imbl::OrdMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PipelineName;
use super::planned::{Planned, PlannedStep};
use super::run::{Busy, Given, OfCutover, Run, RunId, RunStage, StageOfRun};
use super::work::Work;
use crate::State;
use crate::kernel::{Digest, Evolve, Key, Meta, Opening, Time};
use crate::release::ReleaseName;

/// Somebody started a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunStarted {
    /// Which.
    pub run: RunId,
    /// Of which pipeline.
    pub pipeline: PipelineName,
    /// By which definition.
    pub definition: Digest,
    /// What its graph is recognised by: the SHA-256 of its canonical JSON, in hexadecimal digits.
    pub graph: String,
    /// What it was started with.
    pub given: Given,
    /// The repository in which its steps find their files.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repository: String,
    /// The release that it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// The releases that it carries, if they are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<ReleaseName>,
    /// The cutover that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutover: Option<OfCutover>,
    /// The run that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<RunId>,
    /// Its group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busy: Option<Busy>,
    /// When it is cancelled if it has not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Time>,
    /// Variables that all its steps have.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
    /// Its stages, in order.
    pub stages: Vec<StageOfRun>,
    /// Its matrices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// How many places its graph has; they follow.
    pub places: u32,
    /// The version of what is ready when.
    pub semantics: u32,
}

impl Evolve for RunStarted {
    fn subject(&self) -> Key {
        self.run.key()
    }

    fn references(&self) -> Vec<Key> {
        let releases = self.release.iter().chain(&self.releases);
        let cutover = self.cutover.iter().map(|of| of.cutover.key());
        { releases.map(ReleaseName::key) }
            .chain([self.pipeline.key()])
            .chain(cutover)
            .collect()
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let run = Run {
            id: self.run.clone(),
            pipeline: self.pipeline.clone(),
            definition: self.definition,
            graph: self.graph.clone(),
            given: self.given.clone(),
            repository: self.repository.clone(),
            release: self.release.clone(),
            releases: self.releases.iter().cloned().collect(),
            cutover: self.cutover.clone(),
            by: meta.actor.clone(),
            started: meta.time,
            repeats: self.repeats.clone(),
            busy: self.busy.clone(),
            deadline: self.deadline,
            variables: Arc::new(self.variables.clone()),
            stages: self.stages.iter().cloned().collect(),
            groups: Arc::new(self.groups.clone()),
            places: self.places,
            planned: Arc::new(Planned::default()),
            schedule: None,
            stage: RunStage::Queued,
            reason: None,
            attempts: OrdMap::new(),
            ended: OrdMap::new(),
            tests: OrdMap::new(),
            stopping: false,
            settled: None,
        };
        state.runs.insert(self.run.key(), run);
        if let Some(busy) = &self.busy {
            state.errands.open(&busy.group, &self.run);
        }
    }
}

/// A part of the graph of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunPlanned {
    /// Of which run.
    pub run: RunId,
    /// What is done, further to what was said before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub works: Vec<Work>,
    /// Places, further to those before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<PlannedStep>,
}

impl Evolve for RunPlanned {
    fn subject(&self) -> Key {
        self.run.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let Some(run) = state.runs.get_mut(&self.run.key()) else {
            return;
        };
        let planned = Arc::make_mut(&mut run.planned);
        planned.works.extend(self.works.iter().cloned());
        planned.steps.extend(self.steps.iter().cloned());
        if planned.steps.len() == run.places as usize {
            let links = planned.steps.iter().map(|step| step.link.clone());
            planned.flow = Flow::new(links.collect(), run.groups.to_vec());
        }
    }
}

/// How much of a graph one entry has at most, in bytes of JSON.
const PART: usize = 40 * 1024;

/// A graph in as many parts as it takes. The works come first, as places name them.
pub(super) fn parts(run: &RunId, planned: &Planned) -> Vec<RunPlanned> {
    let fresh = || RunPlanned {
        run: run.clone(),
        works: Vec::new(),
        steps: Vec::new(),
    };
    let mut parts = vec![fresh()];
    let mut room = PART;
    let works = planned
        .works
        .iter()
        .map(|work| (size(work), Part::Work(work)));
    let steps = planned
        .steps
        .iter()
        .map(|step| (size(step), Part::Step(step)));
    for (size, part) in works.chain(steps) {
        if size > room && room < PART {
            parts.push(fresh());
            room = PART;
        }
        room = room.saturating_sub(size);
        match (parts.last_mut(), part) {
            (Some(last), Part::Work(work)) => last.works.push(work.clone()),
            (Some(last), Part::Step(step)) => last.steps.push(step.clone()),
            (None, _) => {}
        }
    }
    parts
}

enum Part<'p> {
    Work(&'p Work),
    Step(&'p PlannedStep),
}

fn size(of: &impl Serialize) -> usize {
    serde_json::to_vec(of).map_or(0, |bytes| bytes.len() + 1)
}
