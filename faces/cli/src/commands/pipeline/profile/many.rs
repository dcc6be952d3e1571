//! What there is to say of many runs.

use holdpoint_profile::{Bottleneck, Kind, Regression, Run, Subject, rank};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::one::{moment, us};

/// The runs of a pipeline.
#[derive(Debug, Serialize)]
pub(super) struct Runs {
    pub(super) count: usize,
    pub(super) bottlenecks: Vec<BottleneckView>,
    pub(super) shifts: Vec<ShiftView>,
}

/// What holds runs up. Times are medians over the runs that have it.
#[derive(Debug, Serialize)]
pub(super) struct BottleneckView {
    pub(super) subject: String,
    pub(super) runs: usize,
    pub(super) on_critical_path: usize,
    /// Its share of the critical path, in millionths.
    pub(super) share_millionths: u64,
    pub(super) length_us: u64,
    /// By how much a run would be shorter if it took no time.
    pub(super) saves_us: u64,
    pub(super) trend: Option<TrendView>,
}

/// How it changes from run to run.
#[derive(Debug, Serialize)]
pub(super) struct TrendView {
    pub(super) per_run_us: i64,
    pub(super) significant: bool,
}

/// What is on another level from one run on.
#[derive(Debug, Serialize)]
pub(super) struct ShiftView {
    pub(super) subject: String,
    pub(super) slower: bool,
    /// The first run on the new level.
    pub(super) since_run: String,
    pub(super) since: String,
    pub(super) before_us: u64,
    pub(super) after_us: u64,
    /// How often chance alone would do as much, in millionths.
    pub(super) chance_millionths: u32,
}

impl Runs {
    pub(super) fn of(runs: &[Run], zone: &TimeZone) -> Self {
        let ranking = rank(runs);
        let shifts = ranking.regressions.iter();
        Self {
            count: runs.len(),
            bottlenecks: ranking.bottlenecks.iter().map(BottleneckView::of).collect(),
            shifts: shifts
                .filter_map(|one| ShiftView::of(one, runs, zone))
                .collect(),
        }
    }
}

fn said(subject: &Subject) -> String {
    match subject {
        Subject::Step(label) => label.clone(),
        Subject::Kind(kind) => match kind {
            Kind::Queue => "all waiting (kind:queue)".to_owned(),
            other => format!("all {other} (kind:{other})"),
        },
        Subject::Run => "the run".to_owned(),
    }
}

impl BottleneckView {
    fn of(one: &Bottleneck) -> Self {
        Self {
            subject: said(&one.subject),
            runs: one.runs,
            on_critical_path: one.on_path,
            share_millionths: one.share_millionths,
            length_us: us(one.time),
            saves_us: us(one.saves),
            trend: one.trend.map(|trend| TrendView {
                per_run_us: trend.per_run / 1_000,
                significant: trend.significant,
            }),
        }
    }
}

impl ShiftView {
    fn of(one: &Regression, runs: &[Run], zone: &TimeZone) -> Option<Self> {
        let run = runs.get(one.run)?;
        Some(Self {
            subject: said(&one.subject),
            slower: one.is_slower(),
            since_run: run.id.clone(),
            since: moment(run.started, zone),
            before_us: us(one.shift.before),
            after_us: us(one.shift.after),
            chance_millionths: one.shift.chance_millionths,
        })
    }
}
