//! Whether durations grow from run to run.

/// How durations go from run to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trend {
    /// By how many nanoseconds they change from one run to the next: the median over all pairs of runs (Theil, 1950; Sen, 1968).
    pub per_run: i64,
    /// Whether that is more than chance does in one of twenty series (Mann, 1945; Kendall, with the normal distribution).
    pub significant: bool,
}

/// The fewest runs that have a trend.
const FEWEST: usize = 8;
/// The newest runs that are looked at; the pairs of more are too many.
const NEWEST: usize = 500;

/// The trend of a series; none if there are fewer than eight.
#[must_use]
pub fn trend(series: &[u64]) -> Option<Trend> {
    let newest = series.get(series.len().saturating_sub(NEWEST)..)?;
    if newest.len() < FEWEST {
        return None;
    }
    let (mut slopes, mut rises) = (Vec::new(), 0_i64);
    for (at, from) in newest.iter().enumerate() {
        for (runs, to) in newest.iter().skip(at + 1).enumerate() {
            let change = i128::from(*to) - i128::from(*from);
            rises += i64::try_from(change.signum()).unwrap_or(0);
            slopes.push(change / (runs as i128 + 1));
        }
    }
    let middle = slopes.len() / 2;
    let (_, slope, _) = slopes.select_nth_unstable(middle);
    Some(Trend {
        per_run: i64::try_from(*slope).unwrap_or(if *slope < 0 { i64::MIN } else { i64::MAX }),
        significant: significant(rises, newest),
    })
}

/// Two-sided, at one of twenty, with the correction for equals.
fn significant(rises: i64, series: &[u64]) -> bool {
    let sum = |count: f64| count * (count - 1.0) * (2.0 * count + 5.0);
    let mut sorted = series.to_vec();
    sorted.sort_unstable();
    let equals = sorted.chunk_by(|one, other| one == other);
    let ties: f64 = equals.map(|chunk| sum(chunk.len() as f64)).sum();
    let variance = (sum(series.len() as f64) - ties) / 18.0;
    let off = (rises.abs() - 1).max(0) as f64;
    variance > 0.0 && off / variance.sqrt() > 1.959_964
}
