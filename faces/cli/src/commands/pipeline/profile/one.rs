//! What there is to say of one run.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_profile::{
    Item, Kind, Path, Run, Simulation, Stretch, critical_path, items, parallelism, slack, times,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

/// A run. Times that end in `_us` are in microseconds, rounded down; those that end in `_at_us` since the run began.
#[derive(Debug, Serialize)]
pub(super) struct RunView {
    pub(super) id: String,
    pub(super) url: Option<String>,
    pub(super) started: String,
    pub(super) outcome: &'static str,
    pub(super) length_us: u64,
    pub(super) critical_path: Vec<StretchView>,
    pub(super) times: Vec<TimeView>,
    pub(super) transfers: Vec<ItemView>,
    pub(super) provisioning: Vec<ItemView>,
    pub(super) parallelism: ParallelismView,
    pub(super) steps: Vec<StepView>,
    /// The run in nanoseconds, for people.
    #[serde(skip)]
    pub(super) length: u64,
}

/// A stretch of the critical path.
#[derive(Debug, Serialize)]
pub(super) struct StretchView {
    pub(super) step: String,
    pub(super) part: Option<String>,
    pub(super) kind: &'static str,
    pub(super) from_at_us: u64,
    pub(super) length_us: u64,
    /// Of waiting: the step that had the agent.
    pub(super) waited_for_agent_of: Option<String>,
}

/// Time of a kind.
#[derive(Debug, Serialize)]
pub(super) struct TimeView {
    pub(super) kind: &'static str,
    pub(super) on_critical_path_us: u64,
    pub(super) all_us: u64,
}

/// What time was spent on.
#[derive(Debug, Serialize)]
pub(super) struct ItemView {
    pub(super) name: String,
    pub(super) count: usize,
    pub(super) all_us: u64,
    pub(super) on_critical_path_us: u64,
}

/// How much ran at the same time.
#[derive(Debug, Serialize)]
pub(super) struct ParallelismView {
    pub(super) peak: usize,
    pub(super) mean_thousandths: u64,
    pub(super) nothing_ran_us: u64,
    /// The most agents of each pool that were at work at the same time.
    pub(super) pools: BTreeMap<String, usize>,
}

/// A step.
#[derive(Debug, Serialize)]
pub(super) struct StepView {
    id: String,
    name: String,
    stage: Option<String>,
    kind: &'static str,
    outcome: &'static str,
    attempt: u32,
    after: Vec<String>,
    /// Whether what it waits for was inferred.
    inferred: bool,
    ready_at_us: u64,
    started_at_us: u64,
    length_us: u64,
    slack_us: u64,
    critical: bool,
}

pub(super) fn us(nanos: u64) -> u64 {
    nanos / 1_000
}

/// A moment in the zone of the reader.
pub(super) fn moment(nanos: i64, zone: &TimeZone) -> String {
    let stamp = Timestamp::from_nanosecond(nanos.into()).unwrap_or_default();
    stamp
        .to_zoned_datetime(zone.clone())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

impl RunView {
    pub(super) fn of(run: &Run, zone: &TimeZone) -> Self {
        let path = critical_path(run);
        let listed = |kind| {
            items(run, &path, kind)
                .into_iter()
                .map(ItemView::of)
                .collect()
        };
        let parallel = parallelism(run);
        Self {
            id: run.id.clone(),
            url: run.url.clone(),
            started: moment(run.started, zone),
            outcome: run.outcome.name(),
            length_us: us(run.length()),
            critical_path: stretches(run, &path),
            times: of_kinds(run, &path),
            transfers: listed(Kind::Transfer),
            provisioning: listed(Kind::Provision),
            parallelism: ParallelismView {
                peak: parallel.peak,
                mean_thousandths: parallel.mean_thousandths,
                nothing_ran_us: us(parallel.idle),
                pools: parallel.pools,
            },
            steps: steps(run, &path),
            length: run.length(),
        }
    }
}

fn since(run: &Run, moment: i64) -> u64 {
    us(u64::try_from(moment.saturating_sub(run.started)).unwrap_or(0))
}

fn stretches(run: &Run, path: &Path) -> Vec<StretchView> {
    let simulation = Simulation::new(run);
    let label = |at: usize| run.steps.get(at).map(holdpoint_profile::Step::label);
    let view = |one: &Stretch| {
        let part = run
            .steps
            .get(one.step)
            .and_then(|step| step.parts.get(one.part?));
        let blocker = simulation
            .blocked_by(one.step)
            .filter(|_| one.kind == Kind::Queue);
        StretchView {
            step: label(one.step).unwrap_or_default(),
            part: part.map(|part| part.name.clone()),
            kind: one.kind.name(),
            from_at_us: since(run, one.from),
            length_us: us(one.length()),
            waited_for_agent_of: blocker.and_then(label),
        }
    };
    path.stretches.iter().map(view).collect()
}

fn of_kinds(run: &Run, path: &Path) -> Vec<TimeView> {
    let (all, on_path) = (times(run), path.times());
    let view = |kind: Kind| TimeView {
        kind: kind.name(),
        on_critical_path_us: us(on_path.of(kind)),
        all_us: us(all.of(kind)),
    };
    Kind::ALL.into_iter().map(view).collect()
}

impl ItemView {
    fn of(item: Item) -> Self {
        Self {
            name: item.name,
            count: item.count,
            all_us: us(item.time),
            on_critical_path_us: us(item.on_path),
        }
    }
}

fn steps(run: &Run, path: &Path) -> Vec<StepView> {
    let on_path: BTreeSet<usize> = path.steps.iter().copied().collect();
    let id = |at: &usize| run.steps.get(*at).map(|step| step.id.clone());
    let slack = slack(run);
    let steps = run.steps.iter().zip(slack).enumerate();
    let view = |(at, (step, slack)): (usize, (&holdpoint_profile::Step, u64))| StepView {
        id: step.id.clone(),
        name: step.name.clone(),
        stage: step.stage.clone(),
        kind: step.kind.name(),
        outcome: step.outcome.name(),
        attempt: step.attempt,
        after: step.after.iter().filter_map(id).collect(),
        inferred: step.inferred,
        ready_at_us: since(run, step.ready),
        started_at_us: since(run, step.started),
        length_us: us(step.length()),
        slack_us: us(slack),
        critical: on_path.contains(&at),
    };
    steps.map(view).collect()
}
