//! What is changed.

use super::Simulation;
use crate::{Kind, Step};

/// Changes to a run, all at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scenario(pub Vec<Change>);

/// A change to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// How long something takes.
    Time(Target, To),
    /// How many agents there are: of the pool that is called so, or of every pool.
    Agents(Option<String>, Agents),
}

/// What takes another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The steps that are called so: by id, name, label; or a part, as `label/part`.
    Named(String),
    /// Everything of a kind. Of [`Kind::Queue`] that is also all waiting that was not for an agent which another step of
    /// the run had; if it takes no time, nothing waits for agents either.
    Kind(Kind),
}

/// How long it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// At most so many nanoseconds.
    AtMost(u64),
    /// So many millionths of what it took.
    Millionths(u64),
}

/// How many agents there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agents {
    /// So many.
    Number(usize),
    /// So many millionths of what was seen, rounded to the nearest, but at least one.
    Millionths(u64),
    /// As many as are asked for.
    Unlimited,
}

pub(crate) const WHOLE: u64 = 1_000_000;

impl To {
    fn of(self, time: u64) -> u64 {
        match self {
            Self::AtMost(most) => time.min(most),
            Self::Millionths(part) => {
                let scaled = u128::from(time) * u128::from(part) / u128::from(WHOLE);
                u64::try_from(scaled).unwrap_or(u64::MAX)
            }
        }
    }
}

impl Agents {
    /// How many there are, of so many; none if there is no end of them.
    fn of(self, seen: usize) -> Option<usize> {
        match self {
            Self::Number(number) => Some(number.max(1)),
            Self::Millionths(part) => {
                let scaled = seen as u128 * u128::from(part) + u128::from(WHOLE / 2);
                let scaled = scaled / u128::from(WHOLE);
                Some(usize::try_from(scaled).unwrap_or(usize::MAX).max(1))
            }
            Self::Unlimited => None,
        }
    }
}

impl Target {
    /// Whether a step is called so.
    #[must_use]
    pub fn is(&self, step: &Step) -> bool {
        match self {
            Self::Named(name) => step.id == *name || step.name == *name || step.label() == *name,
            Self::Kind(_) => false,
        }
    }

    /// Whether a part of the step is meant: by its kind, or by its name after that of the step.
    fn is_part(&self, step: &Step, name: &str, kind: Kind) -> bool {
        match self {
            Self::Kind(meant) => *meant == kind,
            Self::Named(meant) => {
                let before = meant
                    .strip_suffix(name)
                    .and_then(|rest| rest.strip_suffix('/'));
                before.is_some_and(|before| Self::Named(before.to_owned()).is(step))
            }
        }
    }

    /// Whether anything of the step is meant.
    #[must_use]
    pub fn touches(&self, step: &Step) -> bool {
        let part = |part: &crate::Part| self.is_part(step, &part.name, part.kind);
        let own = *self == Self::Kind(step.kind) || *self == Self::Kind(Kind::Queue);
        own || self.is(step) || step.parts.iter().any(part)
    }
}

/// How long everything takes, and how many agents there are.
#[derive(Debug)]
pub(super) struct Plan {
    /// Of each step: until it is ready, then until it wants an agent, then until it begins, then until it is over.
    pub(super) steps: Vec<[u64; 4]>,
    /// Of each pool; none is without end.
    pub(super) agents: Vec<Option<usize>>,
}

impl Plan {
    pub(super) fn of(simulation: &Simulation<'_>, scenario: &Scenario) -> Self {
        let changes: Vec<_> = { scenario.0.iter() }
            .filter_map(|change| match change {
                Change::Time(target, to) => Some((target, *to)),
                Change::Agents(..) => None,
            })
            .collect();
        let steps = simulation.run.steps.iter().zip(&simulation.delays);
        let steps = steps.map(|(step, delays)| {
            let waits = [delays.lag, delays.hold, delays.setup];
            let queue = |time: u64| {
                { changes.iter() }.fold(time, |time, (target, to)| {
                    if **target == Target::Kind(Kind::Queue) {
                        to.of(time)
                    } else {
                        time
                    }
                })
            };
            let [lag, hold, setup] = waits.map(queue);
            [lag, hold, setup, length(step, &changes)]
        });
        Self {
            steps: steps.collect(),
            agents: agents(simulation, scenario),
        }
    }
}

/// How long a step takes after the changes.
fn length(step: &Step, changes: &[(&Target, To)]) -> u64 {
    let mut rest = step.rest();
    let mut parts: Vec<u64> = step.parts.iter().map(crate::Part::length).collect();
    for (target, to) in changes {
        if target.is(step) {
            let sum = parts
                .iter()
                .fold(rest, |sum, part| sum.saturating_add(*part));
            rest = to.of(sum);
            parts.fill(0);
            continue;
        }
        if **target == Target::Kind(step.kind) {
            rest = to.of(rest);
        }
        for (time, part) in parts.iter_mut().zip(&step.parts) {
            if target.is_part(step, &part.name, part.kind) {
                *time = to.of(*time);
            }
        }
    }
    parts
        .iter()
        .fold(rest, |sum, part| sum.saturating_add(*part))
}

fn agents(simulation: &Simulation<'_>, scenario: &Scenario) -> Vec<Option<usize>> {
    let mut agents: Vec<Option<usize>> = vec![None; simulation.pools.len()];
    for (name, (index, seen)) in &simulation.pools {
        let mut number = Some(*seen);
        for change in &scenario.0 {
            match change {
                Change::Agents(pool, to) if pool.as_deref().is_none_or(|pool| pool == *name) => {
                    number = to.of(*seen);
                }
                Change::Time(Target::Kind(Kind::Queue), to) if to.of(1) == 0 => number = None,
                _ => {}
            }
        }
        if let Some(slot) = agents.get_mut(*index) {
            *slot = number;
        }
    }
    agents
}
