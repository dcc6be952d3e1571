//! Many runs of a pipeline: what holds them up, whether that grows, and since when.

mod random;
mod shift;
mod trend;

use std::collections::{BTreeMap, BTreeSet};

pub use shift::{LEVEL, Shift, shifts};
pub use trend::{Trend, trend};

use crate::simulate::{Change, Scenario, Simulation, Target, To};
use crate::{Kind, Run, critical_path};

/// What runs spend time on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A step, by its label.
    Step(String),
    /// All of a kind.
    Kind(Kind),
    /// The runs themselves.
    Run,
}

/// What a step, or a kind, is to many runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bottleneck {
    /// Which one.
    pub subject: Subject,
    /// In how many runs it is.
    pub runs: usize,
    /// In how many of them on the critical path.
    pub on_path: usize,
    /// Its share of the critical path, waiting included: the median over the runs that have it, in millionths.
    pub share_millionths: u64,
    /// How long it takes: the median, in nanoseconds.
    pub time: u64,
    /// By how much a run would be shorter if it took no time: the median, in nanoseconds.
    pub saves: u64,
    /// How that time changes from run to run.
    pub trend: Option<Trend>,
}

/// A step, a kind or the runs themselves, on another level from one run on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regression {
    /// What shifted.
    pub subject: Subject,
    /// The first run on the new level: its index among the runs of the pipeline.
    pub run: usize,
    /// The shift; its `at` is the index in the series of those runs that have the subject.
    pub shift: Shift,
}

impl Regression {
    /// Whether it became slower.
    #[must_use]
    pub fn is_slower(&self) -> bool {
        self.shift.after > self.shift.before
    }
}

/// Many runs of one pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// What would shorten the runs most first.
    pub bottlenecks: Vec<Bottleneck>,
    /// What shifted, the largest change first.
    pub regressions: Vec<Regression>,
}

/// How often chance alone makes a regression out of the runs of a pipeline: in one of a hundred pipelines at most, all
/// subjects together.
pub const FALSE_ALARMS_MILLIONTHS: u32 = 10_000;
/// A shift by a smaller part than this is not worth a word.
const WORTH: u64 = 20;
/// The newest runs that are searched for shifts.
const NEWEST: usize = 500;
/// With so many steps, only those that the end of the run hung on are tried at zero.
const TRIED: usize = 500;

/// What one run says of a subject.
#[derive(Debug, Clone, Copy, Default)]
struct Sight {
    run: usize,
    time: u64,
    on_path: u64,
    length: u64,
    saves: u64,
}

/// Ranks what holds up the runs of a pipeline, given in the order in which they began.
#[must_use]
pub fn rank(runs: &[Run]) -> Ranking {
    let mut seen: BTreeMap<Subject, Vec<Sight>> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        for (subject, sight) in sights(at, run) {
            seen.entry(subject).or_default().push(sight);
        }
    }
    let regressions = regressions(&seen);
    let mut bottlenecks: Vec<_> = { seen.into_iter() }
        .filter(|(subject, _)| *subject != Subject::Run)
        .map(|(subject, sights)| bottleneck(subject, &sights))
        .collect();
    bottlenecks.sort_by(|one, other| {
        let weight = |one: &Bottleneck| (one.saves, one.share_millionths, one.time);
        weight(other)
            .cmp(&weight(one))
            .then_with(|| one.subject.cmp(&other.subject))
    });
    Ranking {
        bottlenecks,
        regressions,
    }
}

fn sights(at: usize, run: &Run) -> BTreeMap<Subject, Sight> {
    let path = critical_path(run);
    let simulation = Simulation::new(run);
    let (all, on_path) = (crate::times(run), path.times());
    let mut sights: BTreeMap<Subject, Sight> = BTreeMap::new();
    for step in &run.steps {
        let sight = sights.entry(Subject::Step(step.label())).or_default();
        sight.time = sight.time.saturating_add(step.length());
    }
    for step in &path.steps {
        let label = run.steps.get(*step).map(crate::Step::label);
        if let Some(sight) = label.and_then(|label| sights.get_mut(&Subject::Step(label))) {
            sight.on_path = sight.on_path.saturating_add(path.of_step(*step));
        }
    }
    for kind in Kind::ALL.into_iter().filter(|kind| all.of(*kind) > 0) {
        let (time, on_path) = (all.of(kind), on_path.of(kind));
        sights.insert(
            Subject::Kind(kind),
            Sight {
                time,
                on_path,
                ..Sight::default()
            },
        );
    }
    let time = run.length();
    sights.insert(
        Subject::Run,
        Sight {
            time,
            on_path: time,
            ..Sight::default()
        },
    );
    let tried = tried(run, &path.steps, &simulation);
    for (subject, sight) in &mut sights {
        (sight.run, sight.length) = (at, run.length());
        if subject_tried(subject, &tried) {
            sight.saves = saved(run, &simulation, subject);
        }
    }
    sights
}

/// The labels that are tried at zero: all if there are few; else those on the critical path, and whom these waited for.
fn tried(run: &Run, path: &[usize], simulation: &Simulation<'_>) -> Option<BTreeSet<String>> {
    if run.steps.len() <= TRIED {
        return None;
    }
    let blockers = path.iter().filter_map(|step| simulation.blocked_by(*step));
    let steps = path.iter().copied().chain(blockers).take(TRIED);
    Some(
        steps
            .filter_map(|at| Some(run.steps.get(at)?.label()))
            .collect(),
    )
}

fn subject_tried(subject: &Subject, tried: &Option<BTreeSet<String>>) -> bool {
    match subject {
        Subject::Run => false,
        Subject::Kind(_) => true,
        Subject::Step(label) => tried.as_ref().is_none_or(|tried| tried.contains(label)),
    }
}

/// By how much a run would be shorter without it.
fn saved(run: &Run, simulation: &Simulation<'_>, subject: &Subject) -> u64 {
    let target = match subject {
        Subject::Step(label) => Target::Named(label.clone()),
        Subject::Kind(kind) => Target::Kind(*kind),
        Subject::Run => return 0,
    };
    let scenario = Scenario(vec![Change::Time(target, To::AtMost(0))]);
    run.length()
        .saturating_sub(simulation.play(&scenario).length)
}

fn bottleneck(subject: Subject, sights: &[Sight]) -> Bottleneck {
    let of = |what: fn(&Sight) -> u64| sights.iter().map(what).collect::<Vec<_>>();
    let times = of(|sight| sight.time);
    let share = |sight: &Sight| {
        let parts = u128::from(sight.on_path) * 1_000_000;
        let share = parts.checked_div(u128::from(sight.length)).unwrap_or(0);
        u64::try_from(share).unwrap_or(u64::MAX)
    };
    Bottleneck {
        runs: sights.len(),
        on_path: sights.iter().filter(|sight| sight.on_path > 0).count(),
        share_millionths: median(&of(share)),
        time: median(&times),
        saves: median(&of(|sight| sight.saves)),
        trend: trend(&times),
        subject,
    }
}

/// All that shifted. The chance of a false alarm is shared out among the subjects (Bonferroni).
fn regressions(seen: &BTreeMap<Subject, Vec<Sight>>) -> Vec<Regression> {
    let long = { seen.iter() }.filter(|(_, sights)| sights.len() >= 2 * LEVEL);
    let long: Vec<_> = long.collect();
    let subjects = u32::try_from(long.len()).unwrap_or(u32::MAX).max(1);
    // Chances below that of one in a hundred thousand would need more permutations than anybody waits for.
    let chance = (FALSE_ALARMS_MILLIONTHS / subjects).max(10);
    let mut found = Vec::new();
    for (subject, sights) in long {
        let newest = sights
            .get(sights.len().saturating_sub(NEWEST)..)
            .unwrap_or_default();
        let series: Vec<u64> = newest.iter().map(|sight| sight.time).collect();
        let shifts = shifts(&series, chance);
        let worth = { shifts.into_iter() }
            .filter(|one| one.before.abs_diff(one.after) > one.before / WORTH);
        found.extend(worth.filter_map(|shift| {
            let run = newest.get(shift.at)?.run;
            Some(Regression {
                subject: subject.clone(),
                run,
                shift,
            })
        }));
    }
    let change = |one: &Regression| one.shift.before.abs_diff(one.shift.after);
    found.sort_by(|one, other| {
        change(other)
            .cmp(&change(one))
            .then_with(|| one.subject.cmp(&other.subject))
    });
    found
}

/// The middle one; of an even number, the lower of the two in the middle.
fn median(values: &[u64]) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len().saturating_sub(1) / 2;
    sorted.get(middle).copied().unwrap_or_default()
}
