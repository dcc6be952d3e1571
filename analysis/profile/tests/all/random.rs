//! Runs as they may have been.

use holdpoint_profile::{Draft, Kind, Outcome, Part, Run, Step};
use proptest::prelude::*;

/// What makes a step: links to earlier steps, waits, lengths, pool, kind.
type Seed = (
    Vec<prop::sample::Index>,
    (i64, i64),
    Vec<(i64, i64)>,
    u8,
    u8,
);

fn seed() -> impl Strategy<Value = Seed> {
    let parts = prop::collection::vec((0..4_i64, 0..5_i64), 1..4);
    let before = prop::collection::vec(any::<prop::sample::Index>(), 0..4);
    // Small numbers, so that much happens at the same moment, and much takes no time.
    (before, (0..4_i64, 0..5_i64), parts, 0..5_u8, 0..12_u8)
}

/// Runs of up to so many steps. The times of each follow from those before it, by waits of any length.
pub(crate) fn runs(steps: usize) -> impl Strategy<Value = Run> {
    let seeds = prop::collection::vec(seed(), 1..=steps);
    (seeds, 1..50_i64, 0..3_i64).prop_map(|(seeds, started, tail)| {
        let mut steps: Vec<Step> = Vec::new();
        for (at, seed) in seeds.into_iter().enumerate() {
            let step = step(at, seed, started, &steps);
            steps.push(step);
        }
        let ended = steps.iter().map(|step| step.ended).max().unwrap() + tail;
        let draft = Draft {
            id: "7 \"ü\"".to_owned(),
            pipeline: "shop".to_owned(),
            url: Some("https://ci.example.org/7".to_owned()),
            started,
            ended,
            outcome: Outcome::Timeout,
            steps,
        };
        Run::new(draft).unwrap()
    })
}

fn step(at: usize, seed: Seed, started: i64, earlier: &[Step]) -> Step {
    let (before, (lag, wait), lengths, pool, kind) = seed;
    let mut after: Vec<usize> = Vec::new();
    if at > 0 {
        after.extend(before.iter().map(|one| one.index(at)));
    }
    after.sort_unstable();
    after.dedup();
    let clear = after
        .iter()
        .map(|one| earlier[*one].ended)
        .max()
        .unwrap_or(started);
    let ready = clear + lag;
    let begun = ready + wait;
    let (mut parts, mut now) = (Vec::new(), begun);
    for (gap, length) in &lengths[1..] {
        let (from, to) = (now + gap, now + gap + length);
        let kind = Kind::ALL[(*length as usize + parts.len()) % 6];
        parts.push(Part {
            name: format!("part {}", parts.len()),
            kind,
            started: from,
            ended: to,
        });
        now = to;
    }
    let some = |text: &str| (kind % 2 == 0).then(|| text.to_owned());
    Step {
        id: format!("id {at}"),
        name: format!("step {}", at % 7),
        stage: some("stage"),
        kind: Kind::ALL[usize::from(kind) % 6],
        after,
        inferred: kind % 3 == 0,
        ready,
        started: begun,
        ended: now + lengths[0].1,
        pool: (pool > 1).then(|| format!("pool {pool}")),
        agent: some("agent"),
        outcome: Outcome::ALL[usize::from(kind) % 6],
        attempt: u32::from(kind) + 1,
        url: some("https://ci.example.org/7/1"),
        parts,
    }
}
