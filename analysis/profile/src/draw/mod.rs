//! A run as a waterfall: a row for each step, from when it waited until it was over.

mod axis;
mod bars;
mod style;

use std::collections::BTreeSet;
use std::fmt::Write as _;

pub use style::STYLE;

use crate::length::shown;
use crate::{Kind, Path, Run, critical_path};

/// Width of the whole picture, and of its columns, in units of its own.
const WIDTH: u64 = 1000;
const LABELS: u64 = 250;
const RIGHT: u64 = 70;
/// The width of the time that the run took.
const SPAN: u64 = WIDTH - LABELS - RIGHT;
/// The height of a row, and of a bar in it.
const ROW: u64 = 22;
const BAR: u64 = 14;
/// Above the first row: legend and axis.
const TOP: u64 = 62;

/// How a waterfall is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waterfall<'a> {
    /// What the ids in it begin with, so that several can stand on one page: letters, digits and hyphens.
    pub prefix: &'a str,
    /// Whether it brings [`STYLE`] with it. A page that has that in its own style sheet needs no second.
    pub style: bool,
    /// The most rows. Of more steps, those on the critical path and then the longest are shown.
    pub rows: usize,
}

impl Default for Waterfall<'_> {
    /// A picture of its own, of up to 200 rows.
    fn default() -> Self {
        Self {
            prefix: "waterfall",
            style: true,
            rows: 200,
        }
    }
}

/// A run as SVG: a bar for each step on a row of its own, in the order in which they were ready; waiting before it, its
/// parts in it. Kinds differ by colour and by pattern, and each bar says in words what it is. Steps of the critical path have a mark and
/// a frame. It has no script, and refers to nothing outside itself.
#[must_use]
pub fn waterfall(run: &Run, how: &Waterfall<'_>) -> String {
    let path = critical_path(run);
    let rows = rows(run, &path, how.rows);
    let height = TOP + ROW * rows.len() as u64 + ROW;
    let mut out = String::with_capacity(1024 + 700 * rows.len());
    let prefix = how.prefix;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"waterfall\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\">"
    );
    about(run, &path, rows.len(), prefix, &mut out);
    if how.style {
        let _ = write!(out, "<style>{STYLE}</style>");
    }
    style::patterns(prefix, &mut out);
    axis::legend(prefix, &mut out);
    axis::axis(run.length(), height, &mut out);
    let on_path: BTreeSet<usize> = path.steps.iter().copied().collect();
    for (row, at) in rows.iter().enumerate() {
        if let Some(step) = run.steps.get(*at) {
            let drawn = bars::Row {
                run,
                step,
                y: TOP + ROW * row as u64,
                critical: on_path.contains(at),
                prefix,
            };
            drawn.draw(&mut out);
        }
    }
    left_out(run.steps.len() - rows.len(), height, &mut out);
    out.push_str("</svg>\n");
    out
}

/// Which steps have a row, in the order in which they were ready.
fn rows(run: &Run, path: &Path, most: usize) -> Vec<usize> {
    let on_path: BTreeSet<usize> = path.steps.iter().copied().collect();
    let mut all: Vec<usize> = (0..run.steps.len()).collect();
    let length = |at: &usize| run.steps.get(*at).map(crate::Step::length);
    all.sort_by_key(|at| std::cmp::Reverse((on_path.contains(at), length(at))));
    all.truncate(most.max(1));
    all.sort_by_key(|at| {
        run.steps
            .get(*at)
            .map(|step| (step.ready, step.started, *at))
    });
    all
}

/// Title and description, for whoever cannot see it.
fn about(run: &Run, path: &Path, rows: usize, prefix: &str, out: &mut String) {
    let (pipeline, id) = (escape(&run.pipeline), escape(&run.id));
    let _ = write!(
        out,
        "<title id=\"{prefix}-title\">Run {id} of {pipeline}: {}</title>",
        shown(run.length())
    );
    let steps = path.steps.iter().filter_map(|at| run.steps.get(*at));
    let names: Vec<String> = steps.map(crate::Step::label).collect();
    let times = path.times();
    let kinds = Kind::ALL.into_iter().filter(|kind| times.of(*kind) > 0);
    let kinds: Vec<String> = kinds
        .map(|kind| format!("{kind} {}", shown(times.of(kind))))
        .collect();
    let _ = write!(
        out,
        "<desc id=\"{prefix}-desc\">Waterfall of {rows} of {} steps. Critical path: {}. On it: {}.</desc>",
        run.steps.len(),
        escape(&names.join(", ")),
        kinds.join(", ")
    );
}

fn left_out(count: usize, height: u64, out: &mut String) {
    if count > 0 {
        let y = height - 6;
        let _ = write!(
            out,
            "<text class=\"quiet\" x=\"8\" y=\"{y}\">{count} shorter steps are not shown</text>"
        );
    }
}

/// Text as XML has it; what XML cannot say is left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(letter),
        }
    }
    out
}

/// The first letters of a text, so many that they fit.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return escape(text);
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", escape(&kept))
}

/// Where a moment so long after the beginning of a run of such a length is, in hundredths of a unit.
fn place(offset: u64, length: u64) -> u64 {
    let wide = u128::from(offset) * u128::from(SPAN * 100);
    let at = wide.checked_div(u128::from(length)).unwrap_or(0);
    LABELS * 100 + u64::try_from(at).unwrap_or(0)
}

/// Hundredths as a decimal number.
fn units(hundredths: u64) -> String {
    match hundredths % 100 {
        0 => format!("{}", hundredths / 100),
        rest => format!("{}.{rest:02}", hundredths / 100),
    }
}
