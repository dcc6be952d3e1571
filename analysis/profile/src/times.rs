//! Where the time went, and how much of it at the same time.

use std::collections::BTreeMap;

use crate::model::between;
use crate::{Kind, Path, Run};

/// Time by kind, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times([u64; Kind::ALL.len()]);

impl Times {
    /// Adds some.
    pub fn add(&mut self, kind: Kind, time: u64) {
        if let Some(sum) = self.0.get_mut(kind.index()) {
            *sum = sum.saturating_add(time);
        }
    }

    /// That of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> u64 {
        self.0.get(kind.index()).copied().unwrap_or_default()
    }

    /// All of it.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.0.iter().fold(0, |sum, one| sum.saturating_add(*one))
    }
}

/// All time that steps waited and ran, by kind. From when all that a step waits for was over until it began is waiting.
#[must_use]
pub fn times(run: &Run) -> Times {
    let mut times = Times::default();
    for step in &run.steps {
        times.add(Kind::Queue, between(run.clear(step), step.started));
        times.add(step.kind, step.rest());
        for part in &step.parts {
            times.add(part.kind, part.length());
        }
    }
    times
}

/// How much ran at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parallelism {
    /// The most steps that ran at the same time.
    pub peak: usize,
    /// How many ran on average while any ran, in thousandths.
    pub mean_thousandths: u64,
    /// How long nothing ran, in nanoseconds, until the last step was over.
    pub idle: u64,
    /// Of each pool, the most steps that its agents ran at the same time.
    pub pools: BTreeMap<String, usize>,
}

/// How much ran at the same time.
#[must_use]
pub fn parallelism(run: &Run) -> Parallelism {
    let all = run.steps.iter();
    let (peak, busy) = overlap(all.clone().map(|step| (step.started, step.ended)));
    let total: u128 = all.clone().map(|step| u128::from(step.length())).sum();
    let mean = (total * 1000).checked_div(u128::from(busy)).unwrap_or(0);
    let mut pools: BTreeMap<&String, Vec<_>> = BTreeMap::new();
    for step in all {
        if let Some(pool) = &step.pool {
            let spans = pools.entry(pool).or_default();
            spans.push((step.started, step.ended));
        }
    }
    let peaks = { pools.into_iter() }.map(|(pool, spans)| (pool.clone(), overlap(spans).0));
    Parallelism {
        peak,
        mean_thousandths: u64::try_from(mean).unwrap_or(u64::MAX),
        idle: between(run.started, run.last()).saturating_sub(busy),
        pools: peaks.collect(),
    }
}

/// The most spans at the same moment, and for how long there is any.
fn overlap(spans: impl IntoIterator<Item = (i64, i64)>) -> (usize, u64) {
    let mut changes = Vec::new();
    for (from, to) in spans {
        changes.extend([(from, 1), (to, -1)]);
    }
    // What ends makes room for what begins at the same moment.
    changes.sort_unstable();
    let (mut open, mut peak, mut busy, mut since) = (0_i64, 0, 0_u64, 0);
    for (at, change) in changes {
        if open > 0 {
            busy += between(since, at);
        }
        open += change;
        peak = peak.max(open);
        since = at;
    }
    (usize::try_from(peak).unwrap_or(0), busy)
}

/// Something that a run spent time on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The step's label, and after it the part's name, if it is one.
    pub name: String,
    /// How often.
    pub count: usize,
    /// For how long together, in nanoseconds.
    pub time: u64,
    /// How much of that on the critical path.
    pub on_path: u64,
}

/// What a run spent time of this kind on, the longest first. Waiting for an agent is named by the step that waited.
#[must_use]
pub fn items(run: &Run, path: &Path, kind: Kind) -> Vec<Item> {
    let mut found: BTreeMap<String, Item> = BTreeMap::new();
    let mut add = |name: String, count, time, on_path| {
        let item = found.entry(name.clone()).or_insert(Item {
            name,
            count: 0,
            time: 0,
            on_path: 0,
        });
        item.count += count;
        item.time += time;
        item.on_path += on_path;
    };
    for step in &run.steps {
        if kind == Kind::Queue {
            add(step.label(), 1, between(run.clear(step), step.started), 0);
        }
        if step.kind == kind {
            add(step.label(), 1, step.rest(), 0);
        }
        for part in step.parts.iter().filter(|part| part.kind == kind) {
            add(
                format!("{}/{}", step.label(), part.name),
                1,
                part.length(),
                0,
            );
        }
    }
    for stretch in path.stretches.iter().filter(|one| one.kind == kind) {
        let Some(step) = run.steps.get(stretch.step) else {
            continue;
        };
        let part = stretch.part.and_then(|part| step.parts.get(part));
        let name = match part {
            Some(part) => format!("{}/{}", step.label(), part.name),
            None => step.label(),
        };
        add(name, 0, 0, stretch.length());
    }
    let mut items: Vec<_> = found.into_values().filter(|item| item.time > 0).collect();
    items.sort_by(|one, other| (other.time, &one.name).cmp(&(one.time, &other.name)));
    items
}
