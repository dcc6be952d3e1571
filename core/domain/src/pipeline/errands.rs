//! What runs wait for, found without looking at each: indexes that events keep.

use imbl::{OrdMap, OrdSet, Vector};

use super::PipelineName;
use super::event::StepRequested;
use super::run::{AttemptState, Run, RunId};
use super::tests::Timed;
use super::work::{Gate, Work};
use crate::deployment::DeploymentId;
use crate::kernel::{Key, Lazy};
use crate::release::ReleaseName;

/// What runs wait for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Errands {
    /// Attempts that agents carry out, by position of their intent.
    agents: OrdMap<u64, (RunId, u32)>,
    /// Those of them that are to be stopped.
    stops: OrdSet<u64>,
    /// Runs that have not ended, by group.
    groups: OrdMap<String, OrdSet<RunId>>,
    /// Runs that wait for a gate, by release; with the position of the newest entry about it.
    gates: OrdMap<Key, OrdMap<RunId, u64>>,
    /// Runs that wait for a deployment.
    deployments: OrdMap<DeploymentId, RunId>,
    /// Deployments that attempts wait for, by position of their intent.
    waits: OrdMap<u64, Vector<DeploymentId>>,
    /// The run that told last what the tests of a step take.
    timed: Timed,
}

type Runs = Lazy<Run>;

impl StepRequested {
    /// The deployments that it waits for.
    pub(super) fn deployments(&self) -> impl Iterator<Item = &DeploymentId> {
        self.deployment.iter().chain(&self.more)
    }
}

impl Errands {
    /// Attempts that agents carry out, by position of their intent: the run, and the place of the step.
    pub fn at_agents(&self) -> impl Iterator<Item = (u64, &RunId, u32)> {
        let all = self.agents.iter();
        all.map(|(intent, (run, place))| (*intent, run, *place))
    }

    /// The attempt with that intent, if an agent carries it out.
    #[must_use]
    pub fn at_agent(&self, intent: u64) -> Option<(&RunId, u32)> {
        let (run, place) = self.agents.get(&intent)?;
        Some((run, *place))
    }

    /// Attempts that are to be stopped, by position of their intent.
    pub fn stops(&self) -> impl Iterator<Item = u64> {
        self.stops.iter().copied()
    }

    /// The position of the newest entry about the releases whose gates a run waits for.
    #[must_use]
    pub fn touched(&self, run: &Run) -> u64 {
        let touched = run.gates().filter_map(|release| {
            let runs = self.gates.get(&release.key())?;
            runs.get(&run.id).copied()
        });
        touched.max().unwrap_or(0)
    }

    pub(super) fn open(&mut self, group: &str, run: &RunId) {
        let mut runs = self.groups.get(group).cloned().unwrap_or_default();
        runs.insert(run.clone());
        self.groups.insert(group.to_owned(), runs);
    }

    pub(crate) fn of_group(&self, group: &str) -> Vec<RunId> {
        let runs = self.groups.get(group);
        runs.into_iter().flatten().cloned().collect()
    }

    pub(super) fn close(&mut self, runs: &Runs, run: &RunId) {
        let busy = runs.peek(&run.key()).and_then(|found| found.busy.as_ref());
        let Some(busy) = busy else { return };
        if let Some(mut open) = self.groups.remove(&busy.group) {
            open.remove(run);
            if !open.is_empty() {
                self.groups.insert(busy.group.clone(), open);
            }
        }
    }

    pub(super) fn request(&mut self, runs: &Runs, (run, place): (&RunId, u32), intent: u64) {
        let Some(found) = runs.peek(&run.key()) else {
            return;
        };
        match found.work(place) {
            Some(work) if work.by_agent() => {
                self.agents.insert(intent, (run.clone(), place));
            }
            Some(Work::Gate(gate)) => self.wait_for_gate(found, gate, intent),
            _ => {}
        }
    }

    fn wait_for_gate(&mut self, run: &Run, gate: &Gate, position: u64) {
        let Some(release) = run.of_gate(gate).map(ReleaseName::key) else {
            return;
        };
        let mut waiting = self.gates.get(&release).cloned().unwrap_or_default();
        waiting.insert(run.id.clone(), position);
        self.gates.insert(release, waiting);
    }

    pub(super) fn await_deployment(&mut self, deployment: &DeploymentId, run: &RunId, intent: u64) {
        self.deployments.insert(deployment.clone(), run.clone());
        let all = self.waits.entry(intent).or_default();
        all.push_back(deployment.clone());
    }

    /// The run that waits for a deployment.
    pub(crate) fn awaiting(&self, deployment: &DeploymentId) -> Option<&RunId> {
        self.deployments.get(deployment)
    }

    /// An attempt has ended; what is to be stopped because of that is noted.
    pub(super) fn finish(&mut self, runs: &Runs, (run, place): (&RunId, u32), intent: u64) {
        self.agents.remove(&intent);
        self.stops.remove(&intent);
        self.stop(runs, run);
        for deployment in self.waits.remove(&intent).into_iter().flatten() {
            self.deployments.remove(&deployment);
        }
        let found = runs.peek(&run.key());
        if let Some((found, Work::Gate(gate))) = found.and_then(|run| Some((run, run.work(place)?)))
        {
            self.leave_gate(found, gate);
        }
    }

    /// A gate is not waited for any more, unless another step of the run waits for it too.
    fn leave_gate(&mut self, run: &Run, gate: &Gate) {
        let Some(release) = run.of_gate(gate) else {
            return;
        };
        if run.gates().any(|other| other == release) {
            return;
        }
        let release = release.key();
        if let Some(mut waiting) = self.gates.remove(&release) {
            waiting.remove(&run.id);
            if !waiting.is_empty() {
                self.gates.insert(release, waiting);
            }
        }
    }

    /// Notes which attempts of a run are to be stopped.
    pub(super) fn stop(&mut self, runs: &Runs, run: &RunId) {
        let Some(found) = runs.peek(&run.key()).filter(|found| found.stopping) else {
            return;
        };
        for attempt in found.attempts.values() {
            let stopping = attempt.state == AttemptState::Stopping;
            if stopping && self.agents.contains_key(&attempt.intent) {
                self.stops.insert(attempt.intent);
            }
        }
    }

    /// The run that told last what the tests take that a step lists.
    #[must_use]
    pub fn timed(&self, pipeline: &PipelineName, step: &str) -> Option<&RunId> {
        self.timed.get(&(pipeline.clone(), step.to_owned()))
    }

    /// A run has told what the tests take that a step lists.
    pub(super) fn time(&mut self, pipeline: &PipelineName, step: &str, run: &RunId) {
        let of = (pipeline.clone(), step.to_owned());
        self.timed.insert(of, run.clone());
    }

    /// Nobody asks any more what the tests of a pipeline take.
    pub(super) fn retire(&mut self, pipeline: &PipelineName) {
        let all = std::mem::take(&mut self.timed).into_iter();
        self.timed = all.filter(|((of, _), _)| of != pipeline).collect();
    }

    /// Something has happened to a release: gates that are waited for may answer otherwise.
    pub(crate) fn touch(&mut self, release: &Key, position: u64) {
        let Some(waiting) = self.gates.remove(release) else {
            return;
        };
        let waiting = waiting.into_iter().map(|(run, _)| (run, position));
        self.gates.insert(release.clone(), waiting.collect());
    }
}
