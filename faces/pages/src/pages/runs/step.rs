//! Steps of a run, as cards of its graph.

use holdpoint_domain::pipeline::DecideStep;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{RunPage, RunStepView, StepState, WaitsFor};

use super::tests;
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
    /// The page of its job elsewhere.
    pub(super) url: String,
    /// Where what it wrote is shown.
    pub(super) log: Option<String>,
    /// Where the tests are shown that it judges.
    pub(super) tests: Option<String>,
    /// What people are asked.
    pub(super) instructions: String,
    /// Whether who looks decides about it.
    pub(super) can_decide: bool,
    /// Whether it is a task that is said to be done, rather than approved.
    pub(super) task: bool,
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
    let running =
        one.state == StepState::Running && matches!(one.kind.as_str(), "run" | "check" | "tests");
    let log = (one.log.is_some() || running)
        .then(|| desk.to(&format!("/runs/{run}?log={}#log", encoded(&one.step))));
    let took = one.since.zip(one.ended);
    Ok(StepCard {
        id: one.step.clone(),
        title: called(one),
        kind: one.kind.clone(),
        mark: mark(t, one),
        lines: lines(desk, t, one),
        took: took.map(|(since, ended)| took_of(t, ended.millis() - since.millis())),
        log,
        tests: whole(one)
            .map(|step| desk.to(&format!("/runs/{run}?tests={}#tests", encoded(step)))),
        // Whatever another system says: nothing but an address of the web is followed.
        url: Some(one.url.clone())
            .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
            .unwrap_or_default(),
        instructions: one.instructions.clone(),
        can_decide: open && desk.could(&decide.into())?.is_ok(),
        task: one.kind == "manual",
    })
}

/// The step whose tests one of its parts lists or judges.
fn whole(one: &RunStepView) -> Option<&str> {
    let (whole, part) = one.step.rsplit_once('/').filter(|_| one.kind == "tests")?;
    (part == "result" || part == "collect")
        .then_some(whole)
        .filter(|_| one.ended.is_some())
}

fn size(bytes: u64) -> String {
    match bytes {
        ..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KiB", bytes / 1_024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}

/// Its title, and which combination of a matrix it is.
fn called(one: &RunStepView) -> String {
    match one.step.split_once('[') {
        Some((_, combination)) => format!("{} [{combination}", one.title),
        None => one.title.clone(),
    }
}

pub(super) fn took_of(t: RunWords, millis: i64) -> String {
    match millis {
        ..1_000 => t.millis(millis),
        1_000..120_000 => t.seconds(millis / 1_000),
        _ => t.minutes(millis / 60_000),
    }
}

fn mark(t: RunWords, one: &RunStepView) -> Mark {
    stands(t, one.state, one.waits_for.is_some())
}

/// Where a step stands.
pub(super) fn stands(t: RunWords, state: StepState, waits: bool) -> Mark {
    let (tone, icon, word) = match state {
        StepState::Waiting => (Tone::Quiet, Icon::Clock, t.not_begun()),
        StepState::Running if waits => (Tone::Wait, Icon::Pause, t.waiting()),
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
    let made = one
        .artifacts
        .iter()
        .map(|(name, made)| t.made(name, size(made.bytes)));
    let cached = one.cached.iter().map(|name| t.from_cache(name));
    let tests = one.tests.iter().map(|tally| tests::said(t, tally));
    let agent = one.agent.iter().map(|name| t.at_agent(name));
    let said = waits.into_iter().chain(decided).chain(attempt);
    let said = said.chain(again).chain(code).chain(tests).chain(why);
    said.chain(agent).chain(made).chain(cached).collect()
}
