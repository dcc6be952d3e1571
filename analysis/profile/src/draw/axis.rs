//! What the colours mean, and the times.

use std::fmt::Write as _;

use super::{TOP, WIDTH, place, style, units};
use crate::Kind;
use crate::length::shown;

/// The kinds with their colours and patterns, and the mark of the critical path.
pub(super) fn legend(prefix: &str, out: &mut String) {
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        let x = 8 + 96 * at as u64;
        let fill = style::fill(kind, prefix);
        let _ = write!(
            out,
            "<g class=\"{kind}\"><rect class=\"lap\" x=\"{x}\" y=\"8\" width=\"22\" height=\"12\" fill=\"{fill}\"/>\
             <text x=\"{}\" y=\"18\">{kind}</text></g>",
            x + 28
        );
    }
    let x = 8 + 96 * Kind::ALL.len() as u64;
    let _ = write!(
        out,
        "<rect class=\"frame\" x=\"{x}\" y=\"8\" width=\"22\" height=\"12\"/><text x=\"{}\" y=\"18\">◆ critical path</text>",
        x + 28
    );
}

/// Distances between times, in nanoseconds; the first with which there are at most ten is taken.
fn step(length: u64) -> u64 {
    const UNITS: [(u64, &[u64]); 5] = [
        (1, &[1]),
        (1_000_000_000, &[1, 2, 5, 10, 15, 30]),
        (60_000_000_000, &[1, 2, 5, 10, 15, 30]),
        (3_600_000_000_000, &[1, 2, 3, 6, 12]),
        (
            86_400_000_000_000,
            &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 20_000],
        ),
    ];
    // Below a second, powers of ten and their double and fivefold.
    let below = (0..9).flat_map(|power| [1, 2, 5].map(|one| one * 10_u64.pow(power)));
    let above = UNITS
        .iter()
        .skip(1)
        .flat_map(|(unit, times)| times.iter().map(move |one| unit * one));
    let fits = |step: &u64| length / step <= 10;
    { below.chain(above) }.find(fits).unwrap_or(u64::MAX)
}

/// Times with lines below them.
pub(super) fn axis(length: u64, height: u64, out: &mut String) {
    let step = step(length);
    let mut at = 0;
    while at <= length {
        let x = units(place(at, length));
        let _ = write!(
            out,
            "<line class=\"line\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\"/>\
             <text class=\"quiet\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            TOP - 14,
            height - 22,
            TOP - 20,
            shown(at)
        );
        let Some(next) = at.checked_add(step).filter(|_| length > 0) else {
            break;
        };
        at = next;
    }
    let y = TOP - 7;
    let _ = write!(
        out,
        "<line class=\"line\" x1=\"0\" y1=\"{y}\" x2=\"{WIDTH}\" y2=\"{y}\"/>"
    );
    let _ = write!(
        out,
        "<text class=\"quiet\" x=\"8\" y=\"{}\">step</text>",
        TOP - 20
    );
}
