//! What the pages show.

use holdpoint_domain::cutover::{
    AbandonCutover, CutoverName, CutoverStage, RehearseCutover, StartCutover,
};
use holdpoint_domain::pipeline::{CancelRun, RunId, RunStage};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    CutoverPage, ListCutovers, ListReleases, RehearsalView, ShowCutover,
};

use super::drawn::drawn;
use super::line::{Line, line};
use super::task::{Row, row};
use super::words::NightWords;
use crate::desk::Desk;
use crate::frame::Choice;
use crate::pages::runs::pipelines;
use crate::visit::Fields;
use crate::when::When;

/// All cutovers.
pub(super) struct NightsView {
    pub(super) lines: Vec<Line>,
    /// Pipelines, for a form that plans one; none if there are none, or who looks looks at the past.
    pub(super) pipelines: Vec<Choice>,
    pub(super) releases: Vec<Choice>,
    pub(super) name: String,
    pub(super) begins: String,
}

/// One cutover.
pub(super) struct NightView {
    pub(super) line: Line,
    /// This page, to post to.
    pub(super) here: String,
    /// The run that is shown, and where it is shown by itself.
    pub(super) run: Option<(String, String)>,
    pub(super) rehearsal: bool,
    pub(super) reason: Option<String>,
    pub(super) problems: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Tasks that undo others, as far as they have begun or who looks may want to know.
    pub(super) undoing: Vec<Row>,
    /// What nobody has said how long it takes.
    pub(super) untimed: Vec<String>,
    /// The tasks over time, as SVG; nothing if there are none.
    pub(super) drawn: Option<String>,
    pub(super) rehearsals: Vec<Rehearsal>,
    /// Whether it can be started, and whether that is before its time.
    pub(super) can_start: bool,
    pub(super) early: bool,
    pub(super) can_rehearse: bool,
    pub(super) can_stop: bool,
    pub(super) can_abandon: bool,
}

/// A rehearsal.
pub(super) struct Rehearsal {
    pub(super) to: String,
    pub(super) started: When,
    pub(super) stands: String,
    pub(super) took: String,
    /// Where it is compared with the night itself.
    pub(super) compare: Option<String>,
}

/// The cutover that is under way, or comes next.
pub(super) fn tonight(desk: &Desk<'_>) -> Result<Option<String>, ServiceError> {
    let found = desk.ask(&ListCutovers { open: true })?.cutovers;
    Ok(found.first().map(|one| one.cutover.to_string()))
}

pub(super) fn nights(
    desk: &Desk<'_>,
    t: NightWords,
    typed: &Fields,
) -> Result<NightsView, ServiceError> {
    let found = desk.ask(&ListCutovers::default())?.cutovers;
    let field = |name| typed.get(name).unwrap_or_default().to_owned();
    Ok(NightsView {
        lines: found.iter().map(|one| line(desk, t, one)).collect(),
        pipelines: pipelines(desk, typed)?,
        releases: releases(desk, typed)?,
        name: field("cutover"),
        begins: field("begins"),
    })
}

fn releases(desk: &Desk<'_>, typed: &Fields) -> Result<Vec<Choice>, ServiceError> {
    let all = desk.ask(&ListReleases::default())?.releases.into_iter();
    let chosen: Vec<&str> = typed.all("releases").collect();
    let choice = |name: String| Choice {
        chosen: chosen.contains(&name.as_str()),
        label: name.clone(),
        value: name,
    };
    Ok(all.map(|one| choice(one.release.to_string())).collect())
}

pub(super) fn night(desk: &Desk<'_>, t: NightWords, name: &str) -> Result<NightView, ServiceError> {
    let run = desk.visit.query.get("run").and_then(|run| run.parse().ok());
    let page = desk.ask(&ShowCutover {
        cutover: name.to_owned(),
        run,
    })?;
    let rows = page.tasks.iter().map(|task| row(desk, t, &page, task));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let (undoing, rows) = rows.into_iter().partition::<Vec<_>, _>(|row| row.undoes);
    let untimed = page.tasks.iter().filter(|task| !task.timed);
    let stage = page.line.stage;
    Ok(NightView {
        line: line(desk, t, &page.line),
        here: format!("/cutovers/{}", page.line.cutover),
        run: { page.shown.as_ref() }.map(|run| (run.to_string(), desk.to(&format!("/runs/{run}")))),
        rehearsal: page.rehearsal,
        reason: page.reason.clone(),
        problems: page.problems.clone(),
        rows,
        undoing,
        untimed: untimed.map(|task| task.task.clone()).collect(),
        drawn: drawn(desk, t, &page),
        rehearsals: rehearsals(desk, t, &page),
        early: page.now < page.line.begins,
        can_start: stage != CutoverStage::Running && may_start(desk, &page)?,
        can_rehearse: may(
            desk,
            RehearseCutover {
                cutover: name_of(&page),
            }
            .into(),
        )?,
        can_stop: may_stop(desk, &page)?,
        can_abandon: may(
            desk,
            AbandonCutover {
                cutover: name_of(&page),
                reason: None,
            }
            .into(),
        )?,
    })
}

fn name_of(page: &CutoverPage) -> CutoverName {
    page.line.cutover.clone()
}

fn may(desk: &Desk<'_>, command: holdpoint_domain::Command) -> Result<bool, ServiceError> {
    Ok(desk.at.is_none() && desk.could(&command)?.is_ok())
}

fn may_start(desk: &Desk<'_>, page: &CutoverPage) -> Result<bool, ServiceError> {
    let start = StartCutover {
        cutover: name_of(page),
        early: true,
    };
    may(desk, start.into())
}

fn may_stop(desk: &Desk<'_>, page: &CutoverPage) -> Result<bool, ServiceError> {
    let open = page.shown_stage.is_some_and(RunStage::open);
    let Some(run) = page.shown.clone().filter(|_| open) else {
        return Ok(false);
    };
    may(desk, CancelRun { run, reason: None }.into())
}

fn rehearsals(desk: &Desk<'_>, t: NightWords, page: &CutoverPage) -> Vec<Rehearsal> {
    let night = page.line.run.as_ref();
    let all = page.rehearsals.iter();
    all.map(|one| rehearsal(desk, t, one, (&page.line.cutover, night)))
        .collect()
}

fn rehearsal(
    desk: &Desk<'_>,
    t: NightWords,
    one: &RehearsalView,
    (cutover, night): (&CutoverName, Option<&RunId>),
) -> Rehearsal {
    let run = &one.run;
    Rehearsal {
        to: desk.to(&format!("/cutovers/{cutover}?run={run}")),
        started: desk.when(one.started),
        stands: t.stage_of_run(one.stage).to_owned(),
        took: one
            .took_seconds
            .map(|seconds| t.length(seconds))
            .unwrap_or_default(),
        compare: night.map(|night| desk.to(&format!("/runs/{run}?with={night}#compared"))),
    }
}
