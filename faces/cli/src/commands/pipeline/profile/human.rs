//! A profile for people.

use holdpoint_profile::length::shown;

use super::View;
use super::many::{BottleneckView, ShiftView, TrendView};
use super::one::{ItemView, ParallelismView, RunView, StretchView};
use super::what_if::WhatIf;
use crate::output::{Human, Page};

/// Rows of a table at most; JSON has all.
const MOST: usize = 12;

impl Human for View {
    fn human(&self, page: &mut Page) {
        page.line(format!(
            "Run {} of {}: {}, {}",
            self.run.id,
            self.pipeline,
            shown(self.run.length),
            self.run.outcome
        ));
        page.field("began", &self.run.started);
        page.field("page", self.run.url.as_deref().unwrap_or_default());
        parallelism(&self.run.parallelism, page);
        path(&self.run, page);
        times(&self.run, page);
        items("Transfers", &self.run.transfers, page);
        items("Provisioning", &self.run.provisioning, page);
        what_if(&self.what_if, self.runs.count, page);
        bottlenecks(&self.runs.bottlenecks, self.runs.count, page);
        shifts(&self.runs.shifts, page);
        remarks(self, page);
    }
}

fn span(us: u64) -> String {
    shown(us.saturating_mul(1_000))
}

/// With a sign, if it is not nothing.
fn signed(us: i64) -> String {
    let sign = if us < 0 { "-" } else { "" };
    format!("{sign}{}", span(us.unsigned_abs()))
}

fn percent(part: u64, of: u64) -> String {
    let tenths = (u128::from(part) * 1000)
        .checked_div(u128::from(of))
        .unwrap_or(0);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn parallelism(found: &ParallelismView, page: &mut Page) {
    let mean = found.mean_thousandths / 10;
    let said = format!(
        "{} at most, {}.{:02} on average",
        found.peak,
        mean / 100,
        mean % 100
    );
    page.field("in parallel", said);
    if found.nothing_ran_us > 0 {
        page.field(
            "idle",
            format!("{}, while nothing ran", span(found.nothing_ran_us)),
        );
    }
    let pools = found.pools.iter();
    let pools: Vec<String> = pools
        .map(|(pool, agents)| format!("{pool} {agents}"))
        .collect();
    page.field("agents", pools.join(", "));
}

fn path(run: &RunView, page: &mut Page) {
    page.heading("Critical path");
    let row = |one: &StretchView| {
        let blocker = one.waited_for_agent_of.as_ref();
        let what = match (&one.part, blocker) {
            (Some(part), _) => part.clone(),
            (None, Some(blocker)) => format!("for the agent of `{blocker}`"),
            (None, None) => String::new(),
        };
        let step = one.step.clone();
        vec![
            span(one.from_at_us),
            span(one.length_us),
            percent(one.length_us, run.length_us),
            one.kind.to_owned(),
            step,
            what,
        ]
    };
    let rows = run.critical_path.iter().map(row).collect();
    page.table(&["from", "took", "share", "kind", "step", ""], rows);
}

fn times(run: &RunView, page: &mut Page) {
    page.heading("Time by kind");
    let some = run.times.iter().filter(|one| one.all_us > 0);
    let rows = some.map(|one| {
        let share = percent(one.on_critical_path_us, run.length_us);
        vec![
            one.kind.to_owned(),
            span(one.on_critical_path_us),
            share,
            span(one.all_us),
        ]
    });
    page.table(
        &["kind", "critical path", "share", "all steps"],
        rows.collect(),
    );
}

fn items(heading: &str, items: &[ItemView], page: &mut Page) {
    if items.is_empty() {
        return;
    }
    page.heading(heading);
    let row = |one: &ItemView| {
        vec![
            one.name.clone(),
            one.count.to_string(),
            span(one.all_us),
            span(one.on_critical_path_us),
        ]
    };
    let rows = items.iter().take(MOST).map(row).collect();
    page.table(&["what", "times", "took", "on the critical path"], rows);
}

fn what_if(answers: &[WhatIf], runs: usize, page: &mut Page) {
    if answers.is_empty() {
        return;
    }
    page.heading("What if");
    let row = |one: &WhatIf| {
        let mut row = vec![
            one.change.clone(),
            span(one.length_us),
            signed(one.saves_us),
        ];
        if runs > 1 {
            row.push(signed(one.saves_median_us));
        }
        row
    };
    let headings = [
        "change",
        "the run takes",
        "shorter by",
        "median of all runs",
    ];
    let headings = headings
        .get(..if runs > 1 { 4 } else { 3 })
        .unwrap_or_default();
    page.table(headings, answers.iter().map(row).collect());
}

fn bottlenecks(found: &[BottleneckView], runs: usize, page: &mut Page) {
    page.heading(match runs {
        1 => "What would shorten it".to_owned(),
        _ => format!("What would shorten {runs} runs (medians)"),
    });
    let row = |one: &BottleneckView| {
        let mut row = vec![
            one.subject.clone(),
            span(one.saves_us),
            percent(one.share_millionths, 1_000_000),
            span(one.length_us),
        ];
        if runs > 1 {
            row.push(format!("{} of {}", one.on_critical_path, one.runs));
            row.push(one.trend.as_ref().map_or_else(|| "-".to_owned(), trend));
        }
        row
    };
    let headings = [
        "without",
        "shorter by",
        "share of path",
        "takes",
        "on the path",
        "trend",
    ];
    let headings = headings
        .get(..if runs > 1 { 6 } else { 4 })
        .unwrap_or_default();
    let useful = found.iter().filter(|one| one.saves_us > 0).take(MOST);
    page.table(headings, useful.map(row).collect());
}

fn trend(trend: &TrendView) -> String {
    if !trend.significant || trend.per_run_us == 0 {
        return "steady".to_owned();
    }
    let sign = if trend.per_run_us > 0 { "+" } else { "" };
    format!("{sign}{} a run", signed(trend.per_run_us))
}

fn shifts(found: &[ShiftView], page: &mut Page) {
    for (heading, slower) in [("Slower since", true), ("Faster since", false)] {
        let rows = found.iter().filter(|one| one.slower == slower);
        let row = |one: &ShiftView| {
            let chance = percent(one.chance_millionths.into(), 1_000_000);
            vec![
                one.subject.clone(),
                one.since_run.clone(),
                one.since.clone(),
                span(one.before_us),
                span(one.after_us),
                chance,
            ]
        };
        let rows: Vec<_> = rows.take(MOST).map(row).collect();
        if !rows.is_empty() {
            page.heading(heading);
            page.table(
                &["what", "run", "began", "before", "after", "by chance"],
                rows,
            );
        }
    }
}

fn remarks(view: &View, page: &mut Page) {
    if !view.remarks.is_empty() {
        page.heading("To be known");
    }
    for remark in view.remarks.iter().take(MOST) {
        let place = &remark.place;
        page.line(format!(
            "{}: {} ({}:{}:{})",
            remark.level, remark.message, place.file, place.line, place.column
        ));
    }
    if let Some(more) = view
        .remarks
        .len()
        .checked_sub(MOST)
        .filter(|more| *more > 0)
    {
        page.line(format!("and {more} more, which `--format json` has"));
    }
    if !view.other_pipelines.is_empty() {
        let others = view.other_pipelines.join(", ");
        page.line(format!(
            "Other pipelines in the files: {others}; `--pipeline` shows them."
        ));
    }
}
