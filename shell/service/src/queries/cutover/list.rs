//! `cutover.list`.

use holdpoint_domain::cutover::{Cutover, CutoverName, CutoverStage};
use holdpoint_domain::pipeline::{PipelineName, RunId};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::night::Night;
use crate::queries::Query;
use crate::{Reader, ServiceError};

/// Cutovers: those that are under way, then those to come, the next first, then those that have ended, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListCutovers {
    /// Only those of which something may still come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// Cutovers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cutovers {
    /// The cutovers.
    pub cutovers: Vec<CutoverLine>,
}

/// A cutover in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CutoverLine {
    /// Its name.
    pub cutover: CutoverName,
    /// Where it stands.
    pub stage: CutoverStage,
    /// The pipeline whose steps are its tasks.
    pub pipeline: PipelineName,
    /// What people call that.
    pub title: String,
    /// What goes out.
    pub releases: Vec<ReleaseName>,
    /// When it is to begin.
    pub begins: Time,
    /// When it ends if every task takes as long as is planned for it; nothing if it cannot be started as things stand.
    pub planned_end: Option<Time>,
    /// When it will end, as things stand: by what tasks took in the last rehearsal, or else by what is planned. When it has
    /// ended, when that was.
    pub end: Option<Time>,
    /// How much later that is than planned, in seconds; less than nothing if it is earlier.
    pub late_seconds: Option<i64>,
    /// The newest run of the night itself.
    pub run: Option<RunId>,
    /// When that was started.
    pub started: Option<Time>,
    /// How many rehearsals there were.
    pub rehearsed: usize,
    /// How many of its tasks have ended.
    pub done: usize,
    /// How many tasks it has, without those that undo others.
    pub of: usize,
}

impl Query for ListCutovers {
    const NAME: &'static str = "cutover.list";
    type View = Cutovers;

    fn answer(&self, reader: &Reader<'_>) -> Result<Cutovers, ServiceError> {
        let now = reader.now();
        let mut cutovers = reader.ask(|state| {
            let all = state.cutovers.values();
            let asked = all.filter(|one| one.stage.open() || !self.open);
            let lines = asked.map(|one| Ok(line(state, &Night::of(state, one, None, now)?)));
            lines.collect::<Result<Vec<_>, _>>()
        })?;
        cutovers.sort_by_key(|one| (rank(one.stage), order(one)));
        Ok(Cutovers { cutovers })
    }
}

fn rank(stage: CutoverStage) -> u8 {
    match stage {
        CutoverStage::Running => 0,
        CutoverStage::Planned | CutoverStage::Failed => 1,
        CutoverStage::Done | CutoverStage::Abandoned => 2,
    }
}

fn order(one: &CutoverLine) -> i64 {
    match one.stage.open() {
        true => one.begins.millis(),
        false => -one.begins.millis(),
    }
}

pub(super) fn line(state: &State, night: &Night<'_>) -> CutoverLine {
    let cutover: &Cutover = night.cutover;
    let pipeline = state.pipelines.get(&cutover.night.pipeline);
    let run = cutover.run();
    let (planned_end, end) = (night.planned_end(), night.end());
    let late = planned_end.zip(end);
    CutoverLine {
        cutover: cutover.name.clone(),
        stage: cutover.stage,
        pipeline: cutover.night.pipeline.clone(),
        title: pipeline.map_or(String::new(), |pipeline| pipeline.title.clone()),
        releases: cutover.night.releases.clone(),
        begins: cutover.night.begins,
        planned_end,
        end,
        late_seconds: late.map(|(planned, end)| (end.millis() - planned.millis()) / 1000),
        run: run.map(|run| run.run.clone()),
        started: run.map(|run| run.started),
        rehearsed: cutover.rehearsals().count(),
        done: night
            .tasks()
            .filter(|place| night.has_ended(*place))
            .count(),
        of: night.tasks().count(),
    }
}
