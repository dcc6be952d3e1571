//! `pipeline.runs`.

use holdpoint_domain::pipeline::{OfCutover, PipelineName, Run, RunId, RunStage};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Key, Kind, Need, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::queries::{Paging, Query};
use crate::{ActorRef, Names, Reader, ServiceError};

/// Runs of pipelines, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRuns {
    /// Only those of this pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<PipelineName>,
    /// Only those that carry this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// Which part.
    #[serde(flatten)]
    pub paging: Paging,
}

/// Runs, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Runs {
    /// The runs.
    pub runs: Vec<RunLine>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunLine {
    /// Which.
    pub run: RunId,
    /// Of which pipeline.
    pub pipeline: PipelineName,
    /// Where it stands.
    pub stage: RunStage,
    /// The release that it carries.
    pub release: Option<ReleaseName>,
    /// The releases that it carries, if they are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<ReleaseName>,
    /// The cutover that it belongs to, and whether as a rehearsal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutover: Option<OfCutover>,
    /// What started it.
    pub event: String,
    /// The branch or tag.
    pub reference: String,
    /// The commit.
    pub commit: String,
    /// Who started it.
    pub by: ActorRef,
    /// When.
    pub started: Time,
    /// When it ended.
    pub settled: Option<Time>,
    /// How many of its steps have ended.
    pub ended: usize,
    /// How many steps it has.
    pub steps: usize,
}

impl Query for ListRuns {
    const NAME: &'static str = "pipeline.runs";
    type View = Runs;

    fn answer(&self, reader: &Reader<'_>) -> Result<Runs, ServiceError> {
        let (names, count) = (reader.names(), self.paging.count());
        let mut after = self.paging.after;
        let mut runs = Vec::new();
        // Of those that are not asked for, so many are passed over as are asked for at most.
        for _ in 0..PASSES {
            let listed = reader.view().list(Kind::Run, after, true, count)?;
            after = (listed.len() == count)
                .then(|| listed.last().map(|one| one.first))
                .flatten();
            let keys: Vec<Key> = listed.into_iter().map(|one| one.key).collect();
            let found = reader.ask(|state| {
                let found = keys.iter().map(|key| state.runs.get(key));
                let found = Need::gather(found)?.into_iter().flatten();
                let asked = found.filter(|run| self.asks_for(run));
                Ok(asked.map(|run| line(run, names)).collect::<Vec<_>>())
            })?;
            runs.extend(found);
            if runs.len() >= count || after.is_none() {
                break;
            }
        }
        Ok(Runs { runs, next: after })
    }
}

/// How often a part of a list is filled up.
const PASSES: usize = 20;

impl ListRuns {
    fn asks_for(&self, run: &Run) -> bool {
        let of = self
            .pipeline
            .as_ref()
            .is_none_or(|name| *name == run.pipeline);
        let mut carried = run.release.iter().chain(&run.releases);
        let carries = |name| carried.any(|one| one == name);
        of && self.release.as_ref().is_none_or(carries)
    }
}

pub(super) fn line(run: &Run, names: Names<'_>) -> RunLine {
    let given = &run.given;
    let reference = if given.tag.is_empty() {
        &given.branch
    } else {
        &given.tag
    };
    RunLine {
        run: run.id.clone(),
        pipeline: run.pipeline.clone(),
        stage: run.stage,
        release: run.release.clone(),
        releases: run.releases.iter().cloned().collect(),
        cutover: run.cutover.clone(),
        event: given.event.clone(),
        reference: reference.clone(),
        commit: given.commit.clone(),
        by: names.actor(&run.by),
        started: run.started,
        settled: run.settled,
        ended: run.ended.len(),
        steps: { run.planned.steps.iter() }
            .filter(|step| step.work.is_some())
            .count(),
    }
}
