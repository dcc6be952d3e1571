//! Tasks of a cutover.

use holdpoint_domain::pipeline::DecideStep;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{CutoverPage, SpanView, StepState, TaskView, WaitsFor};

use super::words::NightWords;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};

/// A task.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) stage: String,
    pub(super) mark: Mark,
    /// Whose it is, and who does it if they cannot.
    pub(super) who: String,
    pub(super) deputy: Option<String>,
    pub(super) instructions: String,
    pub(super) attachment: String,
    pub(super) confirm: bool,
    /// When it is planned.
    pub(super) planned: String,
    pub(super) rehearsed: String,
    /// When it was, or will be, and whether that has happened.
    pub(super) is: String,
    pub(super) happened: bool,
    pub(super) critical: bool,
    pub(super) undoes: bool,
    pub(super) point: bool,
    /// What there is to say of how it stands.
    pub(super) lines: Vec<String>,
    /// Whether who looks decides about it.
    pub(super) can_decide: bool,
    /// Whether it is a task that is said to be done, rather than approved.
    pub(super) manual: bool,
}

pub(super) fn row(
    desk: &Desk<'_>,
    t: NightWords,
    page: &CutoverPage,
    task: &TaskView,
) -> Result<Row, ServiceError> {
    let actual = match (task.began, task.ended) {
        (Some(from), Some(until)) => Some(SpanView { from, until }),
        _ => None,
    };
    let span = |span: SpanView| format!("{}–{}", desk.clock(span.from), desk.clock(span.until));
    Ok(Row {
        id: task.task.clone(),
        title: called(task),
        about: task.about.clone(),
        stage: task.stage.clone(),
        mark: mark(t, task),
        who: task.owner.clone().unwrap_or_else(|| task.kind.clone()),
        deputy: task.deputy.as_ref().map(|deputy| t.deputy(deputy)),
        instructions: task.instructions.clone(),
        attachment: task.attachment.clone(),
        confirm: task.confirm,
        planned: task.planned.map(span).unwrap_or_default(),
        rehearsed: task
            .rehearsed_seconds
            .map(|seconds| t.length(seconds))
            .unwrap_or_default(),
        is: actual.or(task.forecast).map(span).unwrap_or_default(),
        happened: actual.is_some(),
        critical: task.critical,
        undoes: task.undoes,
        point: task.point_of_no_return,
        lines: lines(desk, t, task),
        can_decide: can_decide(desk, page, task)?,
        manual: task.kind == "manual",
    })
}

/// Its title, and what tells it from others of its step.
pub(super) fn called(task: &TaskView) -> String {
    let own = task
        .task
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'));
    match own {
        Some((own, _)) => {
            let own = own.split_once('=').map_or(own, |(_, value)| value);
            format!("{} · {own}", task.title)
        }
        None => task.title.clone(),
    }
}

fn can_decide(desk: &Desk<'_>, page: &CutoverPage, task: &TaskView) -> Result<bool, ServiceError> {
    let asks = matches!(
        task.waits_for,
        Some(WaitsFor::Roles(_) | WaitsFor::Owner(_) | WaitsFor::Confirmation(_))
    );
    let Some(run) = page.shown.clone().filter(|_| asks && desk.at.is_none()) else {
        return Ok(false);
    };
    let decide = DecideStep {
        run,
        step: task.task.clone(),
        // A rejection needs no words.
        approved: false,
        role: None,
        comment: None,
    };
    Ok(desk.could(&decide.into())?.is_ok())
}

fn mark(t: NightWords, task: &TaskView) -> Mark {
    let (tone, icon, word) = match task.state {
        StepState::Waiting => (Tone::Quiet, Icon::Clock, t.not_begun()),
        StepState::Running if task.waits_for.is_some() => (Tone::Wait, Icon::Pause, t.waits()),
        StepState::Running => (Tone::Live, Icon::Play, t.running()),
        StepState::Stopping => (Tone::Live, Icon::Cross, t.stopping()),
        StepState::Resting => (Tone::Wait, Icon::Undo, t.resting()),
        StepState::Succeeded => (Tone::Good, Icon::Check, t.done()),
        StepState::Failed => (Tone::Bad, Icon::Cross, t.failed()),
        StepState::Cancelled => (Tone::Quiet, Icon::Cross, t.cancelled()),
        StepState::Skipped => (Tone::Quiet, Icon::Journey, t.skipped()),
    };
    Mark::new(tone, icon, word)
}

fn lines(desk: &Desk<'_>, t: NightWords, task: &TaskView) -> Vec<String> {
    let waits = task.waits_for.as_ref().and_then(|what| match what {
        WaitsFor::Gate(place) => Some(t.for_gate(place)),
        WaitsFor::Roles(roles) => {
            let roles: Vec<_> = roles.iter().map(ToString::to_string).collect();
            Some(t.for_people(roles.join(", ")))
        }
        WaitsFor::Owner(owner) => Some(t.for_people(owner)),
        WaitsFor::Confirmation(owner) => Some(t.for_second(owner)),
        WaitsFor::Deployment(id) => Some(t.for_deployment(id)),
        WaitsFor::Time => None,
    });
    let decided = task.decided.iter().map(|said| {
        let who = desk.called(&said.person);
        match &said.comment {
            Some(comment) => format!("{who}: {comment}"),
            None => t.said_by(who),
        }
    });
    let skipped = task.state == StepState::Skipped;
    let why = (!task.why.is_empty() && !skipped).then(|| task.why.clone());
    waits.into_iter().chain(decided).chain(why).collect()
}
