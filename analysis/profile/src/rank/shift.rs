//! Where a series of durations shifts to another level.
//!
//! In a stretch of the series each place is asked how unlikely the ranks after it are, if nothing had shifted there (the
//! standardised rank sum of Wilcoxon, as Pettitt's test for a change point uses it, 1979); the most unlikely place is the candidate.
//! Whether it is significant is said by permutations: in how many random orders of the same durations is the most unlikely
//! place as unlikely? If it is, both sides are looked at in the same way (as E-divisive does: Matteson and James, 2014).
//! So in a series in which nothing but chance changes, any order as likely as any other, a shift is found with at most the
//! probability that is asked for, whatever the distribution. Runs that resemble the run before them are not such a series.

use super::random::Random;

/// A shift: from one run on, durations are on another level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The first of the series that is on the new level.
    pub at: usize,
    /// The median before it, back to the shift before.
    pub before: u64,
    /// The median from it on, until the next shift.
    pub after: u64,
    /// How often chance alone would do as much, in millionths.
    pub chance_millionths: u32,
}

/// The fewest durations on one level.
pub const LEVEL: usize = 4;

/// The seed of the permutations: the same series has the same shifts.
const SEED: u64 = 0x5eed_0f70_1d90_1717;

/// The shifts of a series, in its order, each found with at most this probability (in millionths) if there is none.
#[must_use]
pub fn shifts(series: &[u64], chance_millionths: u32) -> Vec<Shift> {
    let mut found = Vec::new();
    let mut search = Search {
        chance: chance_millionths.max(1),
        random: Random(SEED),
        found: &mut found,
    };
    search.within(series, 0);
    found.sort_unstable();
    let ends = found
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([series.len()]);
    let starts = std::iter::once(0).chain(found.iter().map(|(at, _)| *at));
    let level = |from: usize, to: usize| super::median(series.get(from..to).unwrap_or_default());
    let shifts = found
        .iter()
        .zip(starts.zip(ends))
        .map(|((at, chance), (from, to))| Shift {
            at: *at,
            before: level(from, *at),
            after: level(*at, to),
            chance_millionths: *chance,
        });
    shifts.collect()
}

struct Search<'a> {
    chance: u32,
    random: Random,
    /// Where, and how likely by chance.
    found: &'a mut Vec<(usize, u32)>,
}

impl Search<'_> {
    fn within(&mut self, series: &[u64], offset: usize) {
        if series.len() < 2 * LEVEL {
            return;
        }
        let mut ranks = ranks(series);
        let scale = Scale::of(&ranks);
        let (most, at) = scale.most(&ranks);
        let Some(chance) = self.chance_of(most, &mut ranks, &scale) else {
            return;
        };
        let at = settled(series, at);
        self.found.push((offset + at, chance));
        let (before, after) = series.split_at(at.min(series.len()));
        self.within(before, offset);
        self.within(after, offset + at);
    }

    /// How likely so unlikely a place is by chance; none if it is likelier than it may be.
    fn chance_of(&mut self, most: f64, ranks: &mut [i64], scale: &Scale) -> Option<u32> {
        if most <= 0.0 {
            return None;
        }
        // Ten times as many permutations as the chance needs at least, so that the answer hardly hangs on the seed.
        let rounds = u64::from(10_000_000 / self.chance).max(999);
        let allowed = (rounds + 1) * u64::from(self.chance) / 1_000_000;
        let mut as_much = 1;
        for _ in 0..rounds {
            self.random.shuffle(ranks);
            if scale.most(ranks).0 >= most - 1e-9 {
                as_much += 1;
                if as_much > allowed {
                    return None;
                }
            }
        }
        u32::try_from(as_much * 1_000_000 / (rounds + 1)).ok()
    }
}

/// The place near this one with which the durations are nearest to the median of their side. Ranks say that there is a shift,
/// but by ranks alone the least of the higher level may belong to the lower.
fn settled(series: &[u64], at: usize) -> usize {
    let off = |side: &[u64]| {
        let median = super::median(side);
        side.iter()
            .map(|one| u128::from(one.abs_diff(median)))
            .sum::<u128>()
    };
    let last = series.len().saturating_sub(LEVEL);
    let near = at.saturating_sub(LEVEL).max(LEVEL)..=(at + LEVEL).min(last);
    let cost = |place: &usize| {
        let (before, after) = series.split_at(*place);
        (off(before) + off(after), place.abs_diff(at))
    };
    near.min_by_key(cost).unwrap_or(at)
}

/// Twice the ranks less their mean, so that they are whole numbers and their sum is nothing; equals share theirs.
fn ranks(series: &[u64]) -> Vec<i64> {
    let mut sorted = series.to_vec();
    sorted.sort_unstable();
    let count = i64::try_from(series.len()).unwrap_or(i64::MAX);
    let rank = |one: &u64| {
        let below = sorted.partition_point(|other| other < one);
        let until = sorted.partition_point(|other| other <= one);
        i64::try_from(below + until).unwrap_or(i64::MAX) - count
    };
    series.iter().map(rank).collect()
}

/// By how much the sum of ranks before each place varies by chance.
struct Scale(Vec<f64>);

impl Scale {
    fn of(ranks: &[i64]) -> Self {
        let count = ranks.len();
        let squares: f64 = ranks.iter().map(|rank| (*rank as f64).powi(2)).sum();
        let variance = squares / (count as f64 * (count as f64 - 1.0));
        let deviation = |before: usize| (variance * before as f64 * (count - before) as f64).sqrt();
        Self((0..count).map(deviation).collect())
    }

    /// How unlikely the most unlikely place is, in standard deviations, and which it is.
    fn most(&self, ranks: &[i64]) -> (f64, usize) {
        let (mut sum, mut most) = (0, (0.0, 0));
        for (at, (rank, deviation)) in ranks.iter().zip(&self.0).enumerate() {
            if at >= LEVEL && at + LEVEL <= ranks.len() && *deviation > 0.0 {
                let off = (sum as f64 / deviation).abs();
                if off > most.0 {
                    most = (off, at);
                }
            }
            sum += rank;
        }
        most
    }
}
