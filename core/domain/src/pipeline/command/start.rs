//! Starting a run: planned as a whole, from the definition that is declared now.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_pipelines::model::WhenBusy;
use holdpoint_pipelines::{Carried, Flow, Graph, Group, REHEARSAL};
use serde::{Deserialize, Serialize};

use super::super::carried::carried;
use super::super::event::{RunBegun, RunCancelled, StepsKept};
use super::super::follow::Follow;
use super::super::needs::StepArtifacts;
use super::super::planned::{Mistakes, Planned, common, taken};
use super::super::refusal::{event_of_cutover, pipeline_not_started, pipeline_unknown};
use super::super::run::{Busy, Given, OfCutover, RunId, StageOfRun};
use super::super::started::{RunStarted, parts};
use super::super::work::Work;
use super::super::{Pipeline, PipelineName};
use crate::access::{Permission, Required};
use crate::cutover::{self, CUTOVER};
use crate::kernel::{Context, Decide, Halt, Reason, Refusal};
use crate::release::{self, Release, ReleaseName};
use crate::{Fact, State};

/// The version of what is ready when; a later program runs older ones as they were.
const SEMANTICS: u32 = 1;

/// Steps of a run at most.
const STEPS: usize = 2_000;

/// Starts a run of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartRun {
    /// Of which.
    pub pipeline: PipelineName,
    /// What it is started with.
    #[serde(default)]
    pub given: Given,
    /// The release that it carries, for gates and deployments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// The releases that it carries, if they are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<ReleaseName>,
}

/// A run as it would be planned now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Its graph.
    pub planned: Planned,
    /// Its stages.
    pub stages: Vec<StageOfRun>,
}

impl StartRun {
    /// What would be planned if it were started now.
    ///
    /// # Errors
    /// Why it could not be started, and releases that are not in memory.
    pub fn outline(&self, state: &State) -> Result<Outline, Halt> {
        let start = Start::new(self);
        let (graph, planned) = start.planned(state)?;
        let links = planned.steps.iter().map(|step| step.link.clone());
        let flow = Flow::new(links.collect(), groups(&graph));
        Ok(Outline {
            stages: stages(&graph),
            planned: Planned { flow, ..planned },
        })
    }
}

impl Decide for StartRun {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Pipeline))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        // A rehearsal and the night itself begin with their cutover.
        if matches!(self.given.event.as_str(), REHEARSAL | CUTOVER) {
            return Err(event_of_cutover(&self.given.event).into());
        }
        Start::new(self).begun(state, context)
    }
}

/// A run to be started, maybe as a repetition.
pub(crate) struct Start<'c> {
    pub(crate) command: &'c StartRun,
    pub(crate) repeats: Option<RunId>,
    /// What a step, by its id, has made that has succeeded before and need not run.
    pub(crate) kept: &'c dyn Fn(&str) -> Option<StepArtifacts>,
    /// The cutover that it belongs to.
    pub(crate) cutover: Option<OfCutover>,
}

impl<'c> Start<'c> {
    pub(crate) fn new(command: &'c StartRun) -> Self {
        Self {
            command,
            repeats: None,
            kept: &|_| None,
            cutover: None,
        }
    }

    /// All releases that it carries.
    fn releases(&self) -> Vec<&ReleaseName> {
        let all = self.command.release.iter().chain(&self.command.releases);
        let mut all: Vec<_> = all.collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn planned(&self, state: &State) -> Result<(Graph, Planned), Halt> {
        let name = &self.command.pipeline;
        let pipeline = state.pipelines.get(name);
        let pipeline = pipeline.ok_or_else(|| pipeline_unknown(name))?;
        let wrong = |mistakes| Halt::from(not_started(name, mistakes));
        let releases = self.releases();
        state
            .releases
            .ready(releases.iter().map(|name| name.key()))?;
        let releases = releases
            .into_iter()
            .map(|name| release::unfinished(state, name));
        let releases: Vec<&Release> = releases.collect::<Result<_, _>>()?;
        let carried = carried(state, &releases).map_err(wrong)?;
        let graph = self.graph(pipeline, carried)?;
        let common = common(&graph);
        let planned = taken(state, &graph, &common).map_err(wrong)?;
        self.sound(&graph, &planned)?;
        Ok((graph, planned))
    }

    pub(crate) fn begun(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let name = &self.command.pipeline;
        let (graph, planned) = self.planned(state)?;
        let common = common(&graph);
        let pipeline = state.pipelines.get(name);
        let pipeline = pipeline.ok_or_else(|| pipeline_unknown(name))?;
        let mut releases = self.releases().into_iter().cloned();
        let (release, releases) = match releases.len() {
            0 | 1 => (releases.next(), Vec::new()),
            _ => (None, releases.collect()),
        };
        let id = RunId::from_bits(context.fresh(0));
        let started = RunStarted {
            run: id.clone(),
            pipeline: name.clone(),
            definition: pipeline.digest(),
            graph: graph.digest().to_owned(),
            given: self.given(),
            repository: pipeline.repository.clone(),
            release,
            releases,
            cutover: self.cutover.clone(),
            repeats: self.repeats.clone(),
            busy: busy(&graph),
            deadline: graph
                .timeout
                .map(|limit| context.now.after(i64::from(limit.0) * 1000)),
            variables: common,
            stages: stages(&graph),
            groups: groups(&graph),
            places: u32::try_from(planned.steps.len()).unwrap_or(u32::MAX),
            semantics: SEMANTICS,
        };
        self.follow(Follow::new(state, context, &id), started, &planned)
    }

    /// The run and its graph stand in the ledger before its first step; it waits if its group is busy.
    fn follow(
        &self,
        mut follow: Follow<'_>,
        started: RunStarted,
        planned: &Planned,
    ) -> Result<Vec<Fact>, Halt> {
        let (run, busy) = (started.run.clone(), started.busy.clone());
        let others = busy
            .as_ref()
            .map(|busy| follow.state.runs_of_group(&busy.group));
        let others = others.unwrap_or_default();
        if let Some(of) = &self.cutover {
            follow.take(cutover::begun(of, &run));
        }
        follow.take(started);
        parts(&run, planned)
            .into_iter()
            .for_each(|part| follow.take(part));
        match busy {
            Some(busy) if !others.is_empty() => {
                for other in others.iter().filter(|_| busy.cancel_older) {
                    follow.cancel(RunCancelled {
                        run: other.clone(),
                        reason: None,
                        late: false,
                        by: Some(run.clone()),
                    })?;
                }
                follow.next(&busy.group)?;
            }
            _ => follow.take(RunBegun { run: run.clone() }),
        }
        self.keep(&mut follow, &run)?;
        follow.settled()
    }

    /// What has succeeded in the run that is repeated need not run again.
    fn keep(&self, follow: &mut Follow<'_>, run: &RunId) -> Result<(), Halt> {
        loop {
            let found = super::super::follow::found(&follow.state, run)?;
            let ready = found.schedule.iter().flat_map(|schedule| schedule.ready());
            let kept = |place: u32| Some((place, (self.kept)(&found.planned.step(place)?.id)?));
            let kept: BTreeMap<u32, StepArtifacts> = ready.filter_map(kept).collect();
            if kept.is_empty() {
                return Ok(());
            }
            let run = run.clone();
            let places = kept.keys().copied().collect();
            let artifacts = kept
                .into_iter()
                .filter(|(_, made)| !made.is_empty())
                .collect();
            follow.take(StepsKept {
                run,
                places,
                artifacts,
            });
        }
    }

    fn graph(&self, pipeline: &Pipeline, carried: Vec<Carried>) -> Result<Graph, Halt> {
        let wrong = |mistakes| Halt::from(not_started(&pipeline.name, mistakes));
        let definition = pipeline.read().map_err(wrong)?;
        let given = holdpoint_pipelines::Given {
            carried,
            ..holdpoint_pipelines::Given::from(&self.given())
        };
        let graph = holdpoint_pipelines::plan(&definition, pipeline.name.as_str(), &given);
        graph.map_err(|mistakes| wrong(mistakes.into()))
    }

    fn given(&self) -> Given {
        let mut given = self.command.given.clone();
        if given.event.is_empty() {
            given.event = "manual".to_owned();
        }
        given
    }

    /// Whether it has a release where one is needed, and is not too large.
    fn sound(&self, graph: &Graph, planned: &Planned) -> Result<(), Refusal> {
        let mut wrong = Vec::new();
        let commit = &self.command.given.commit;
        // It is handed to programs: nothing that they could take for something else.
        if !commit.is_empty() && !is_id(commit) {
            wrong.push(format!(
                "`{commit}` is not the id of a commit: 7 to 64 of `0-9a-f`"
            ));
        }
        if graph.steps() > STEPS {
            wrong.push(format!("it has more than {STEPS} steps"));
        }
        let needing: BTreeSet<_> = { planned.works.iter() }
            .filter(|work| needs_release(work))
            .map(Work::word)
            .collect();
        let none = self.command.release.is_none() && self.command.releases.is_empty();
        if none && !needing.is_empty() {
            let words: Vec<_> = needing
                .into_iter()
                .map(|word| format!("`{word}`"))
                .collect();
            let words = words.join(" and ");
            wrong.push(format!("its {words} steps are about a release: say which"));
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(not_started(&self.command.pipeline, Mistakes(wrong))),
        }
    }
}

fn is_id(commit: &str) -> bool {
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (7..=64).contains(&commit.len()) && commit.bytes().all(digit)
}

fn needs_release(work: &Work) -> bool {
    match work {
        Work::Gate(gate) => gate.release.is_none(),
        Work::Deploy(deploy) => deploy.release.is_none(),
        _ => false,
    }
}

fn not_started(name: &PipelineName, mistakes: Mistakes) -> Refusal {
    let refusal = pipeline_not_started(name);
    let reason = |message| Reason {
        code: refusal.code.clone(),
        message,
        help: "change the definition or what the run is started with".to_owned(),
    };
    Refusal {
        reasons: mistakes.0.into_iter().map(reason).collect(),
        ..refusal
    }
}

fn busy(graph: &Graph) -> Option<Busy> {
    let group = graph.concurrency.as_ref()?;
    Some(Busy {
        group: group.group.as_str().to_owned(),
        cancel_older: group.when_busy == WhenBusy::CancelOlder,
    })
}

/// Matrices; which places belong to them is told by the places.
fn groups(graph: &Graph) -> Vec<Group> {
    let members = Vec::new();
    let alone = |group: &Group| Group {
        members: members.clone(),
        ..group.clone()
    };
    graph.groups.iter().map(alone).collect()
}

fn stages(graph: &Graph) -> Vec<StageOfRun> {
    let stages = graph.stages.iter();
    let stage = |stage: &holdpoint_pipelines::StagePlan| StageOfRun {
        name: stage.name.clone(),
        title: stage.title.clone(),
        environment: { stage.environment.as_ref() }.and_then(|name| name.as_str().parse().ok()),
    };
    stages.map(stage).collect()
}
