//! A cutover among others.

use holdpoint_domain::cutover::CutoverStage;
use holdpoint_service::queries::CutoverLine;

use super::words::NightWords;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::when::When;

/// A cutover among others.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) to: String,
    pub(super) mark: Mark,
    pub(super) pipeline: String,
    pub(super) releases: Vec<(String, String)>,
    pub(super) begins: When,
    /// When it is planned to end.
    pub(super) planned_end: Option<When>,
    /// When it ended, or will have.
    pub(super) end: Option<When>,
    /// How late that is, and whether it is.
    pub(super) late: Option<(String, Tone)>,
    pub(super) tasks: String,
    pub(super) rehearsed: usize,
}

pub(super) fn line(desk: &Desk<'_>, t: NightWords, one: &CutoverLine) -> Line {
    let releases = one.releases.iter();
    Line {
        name: one.cutover.to_string(),
        to: desk.to(&format!("/cutovers/{}", one.cutover)),
        mark: mark(t, one.stage),
        pipeline: match one.title.as_str() {
            "" => one.pipeline.to_string(),
            title => title.to_owned(),
        },
        releases: releases
            .map(|name| (name.to_string(), desk.to(&format!("/releases/{name}"))))
            .collect(),
        begins: desk.when(one.begins),
        planned_end: one.planned_end.map(|time| desk.when(time)),
        end: one.end.map(|time| desk.when(time)),
        late: one.late_seconds.map(|seconds| late(desk, t, seconds)),
        tasks: t.done_of(one.done, one.of),
        rehearsed: one.rehearsed,
    }
}

fn late(desk: &Desk<'_>, t: NightWords, seconds: i64) -> (String, Tone) {
    match seconds {
        -59..=59 => (t.on_time().to_owned(), Tone::Good),
        60.. => (t.late(desk.reading.span(seconds * 1000)), Tone::Bad),
        _ => (t.early(desk.reading.span(-seconds * 1000)), Tone::Good),
    }
}

fn mark(t: NightWords, stage: CutoverStage) -> Mark {
    let (tone, icon, word) = match stage {
        CutoverStage::Planned => (Tone::Wait, Icon::Clock, t.planned()),
        CutoverStage::Running => (Tone::Live, Icon::Play, t.running()),
        CutoverStage::Failed => (Tone::Bad, Icon::Cross, t.failed()),
        CutoverStage::Done => (Tone::Good, Icon::Check, t.done()),
        CutoverStage::Abandoned => (Tone::Quiet, Icon::Cross, t.abandoned()),
    };
    Mark::new(tone, icon, word)
}
