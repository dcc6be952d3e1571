//! Steps of a run, as cards of its graph.

use holdpoint_domain::pipeline::DecideStep;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{RunPage, RunStepView, ShowStepLog, StepState, WaitsFor};
use holdpoint_steplog::ansi;

use super::words::RunWords;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::visit::encoded;

/// A step.
pub(super) struct StepCard {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) mark: Mark,
    /// What there is to say of how it stands.
    pub(super) lines: Vec<String>,
    /// How long it has taken.
    pub(super) took: Option<String>,
    /// Where what it wrote is shown.
    pub(super) log: Option<String>,
    /// What people are asked.
    pub(super) instructions: String,
    /// Whether who looks decides about it.
    pub(super) can_decide: bool,
    /// Whether it is a task that is said to be done, rather than approved.
    pub(super) task: bool,
}

/// How many lines of a log are shown.
const SHOWN: usize = 2_000;

/// What a step wrote, as lines of HTML with their numbers.
pub(super) struct Written {
    pub(super) step: String,
    pub(super) lines: Vec<(usize, String)>,
    /// How many lines before these are left out.
    pub(super) before: usize,
}

/// What the step wrote that the address names.
pub(super) fn log(desk: &Desk<'_>, page: &RunPage) -> Result<Option<Written>, ServiceError> {
    let Some(step) = desk.visit.query.get("log") else {
        return Ok(None);
    };
    let mut known = page.stages.iter().flat_map(|stage| &stage.steps);
    let Some(known) = known.find(|one| one.step == step) else {
        return Ok(None);
    };
    let found = desk.ask(&ShowStepLog {
        run: page.line.run.to_string(),
        step: known.step.clone(),
    })?;
    let before = found.text.lines().count().saturating_sub(SHOWN);
    let mut style = ansi::Style::default();
    // Colours go on from line to line, also from those that are left out.
    let lines = found.text.lines().map(|line| {
        let spans = ansi::spans(line.as_bytes(), &mut style);
        ansi::html(&spans)
    });
    Ok(Some(Written {
        step: known.step.clone(),
        lines: (1..).zip(lines).skip(before).collect(),
        before,
    }))
}

pub(super) fn card(
    desk: &Desk<'_>,
    t: RunWords,
    page: &RunPage,
    one: &RunStepView,
) -> Result<StepCard, ServiceError> {
    let run = &page.line.run;
    let asks = matches!(
        one.waits_for,
        Some(WaitsFor::Roles(_) | WaitsFor::Owner(_) | WaitsFor::Confirmation(_))
    );
    let decide = DecideStep {
        run: run.clone(),
        step: one.step.clone(),
        // A rejection needs no words.
        approved: false,
        role: None,
        comment: None,
    };
    let open = asks && desk.at.is_none();
    let log = { one.log }.map(|_| desk.to(&format!("/runs/{run}?log={}#log", encoded(&one.step))));
    let took = one.since.zip(one.ended);
    Ok(StepCard {
        id: one.step.clone(),
        title: called(one),
        kind: one.kind.clone(),
        mark: mark(t, one),
        lines: lines(desk, t, one),
        took: took.map(|(since, ended)| took_of(t, ended.millis() - since.millis())),
        log,
        instructions: one.instructions.clone(),
        can_decide: open && desk.could(&decide.into())?.is_ok(),
        task: one.kind == "manual",
    })
}

/// Its title, and which combination of a matrix it is.
fn called(one: &RunStepView) -> String {
    match one.step.split_once('[') {
        Some((_, combination)) => format!("{} [{combination}", one.title),
        None => one.title.clone(),
    }
}

fn took_of(t: RunWords, millis: i64) -> String {
    match millis {
        ..1_000 => t.millis(millis),
        1_000..120_000 => t.seconds(millis / 1_000),
        _ => t.minutes(millis / 60_000),
    }
}

fn mark(t: RunWords, one: &RunStepView) -> Mark {
    let (tone, icon, word) = match one.state {
        StepState::Waiting => (Tone::Quiet, Icon::Clock, t.not_begun()),
        StepState::Running if one.waits_for.is_some() => (Tone::Wait, Icon::Pause, t.waiting()),
        StepState::Running => (Tone::Live, Icon::Play, t.running()),
        StepState::Stopping => (Tone::Live, Icon::Cross, t.stopping()),
        StepState::Resting => (Tone::Wait, Icon::Undo, t.resting()),
        StepState::Succeeded => (Tone::Good, Icon::Check, t.succeeded()),
        StepState::Failed => (Tone::Bad, Icon::Cross, t.failed()),
        StepState::Cancelled => (Tone::Quiet, Icon::Cross, t.cancelled()),
        StepState::Skipped => (Tone::Quiet, Icon::Journey, t.skipped()),
    };
    Mark::new(tone, icon, word)
}

fn lines(desk: &Desk<'_>, t: RunWords, one: &RunStepView) -> Vec<String> {
    let waits = one.waits_for.as_ref().map(|what| match what {
        WaitsFor::Gate(place) => t.for_gate(place),
        WaitsFor::Roles(roles) => {
            let roles: Vec<_> = roles.iter().map(ToString::to_string).collect();
            t.for_roles(roles.join(", "))
        }
        WaitsFor::Owner(owner) => t.for_owner(owner),
        WaitsFor::Confirmation(owner) => t.for_second(owner),
        WaitsFor::Deployment(id) => t.for_deployment(id),
        WaitsFor::Time => t.for_time().to_owned(),
    });
    let decided = one.decided.iter().map(|said| {
        let who = desk.called(&said.person);
        match &said.comment {
            Some(comment) => format!("{who}: {comment}"),
            None => t.said_by(who),
        }
    });
    let attempt = (one.attempt > 1).then(|| t.attempt(one.attempt));
    let again = one.again.map(|time| t.again(desk.when(time).short));
    let code = { one.exit_code }.filter(|code| *code != 0);
    let code = code.map(|code| t.exit(code));
    let why = (!one.why.is_empty()).then(|| one.why.clone());
    let said = waits.into_iter().chain(decided).chain(attempt);
    said.chain(again).chain(code).chain(why).collect()
}
