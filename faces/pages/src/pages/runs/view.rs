//! What the pages show.

use holdpoint_domain::pipeline::{CancelRun, PipelineName, RetryRun, RunStage};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    ListPipelines, ListReleases, ListRuns, Paging, RunLine, RunPage, ShowRun,
};

use super::compared::{self, Compared};
use super::log::{self, Written};
use super::spent::{Spent, spent};
use super::step::{self, StepCard};
use super::tests::{self, Tests};
use super::words::RunWords;
use crate::desk::Desk;
use crate::frame::Choice;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::visit::Fields;
use crate::when::When;

/// All runs.
pub(super) struct RunsView {
    pub(super) runs: Vec<Line>,
    /// Where older ones are.
    pub(super) older: Option<String>,
    /// Pipelines, for a form that starts one; none if who looks may not.
    pub(super) pipelines: Vec<Choice>,
    pub(super) releases: Vec<Choice>,
    /// The pipeline that is looked at alone.
    pub(super) only: Option<String>,
    pub(super) branch: String,
    pub(super) commit: String,
}

/// A run in the list.
pub(super) struct Line {
    pub(super) pipeline: String,
    pub(super) to: String,
    pub(super) mark: Mark,
    pub(super) about: String,
    pub(super) steps: String,
    pub(super) by: String,
    pub(super) started: When,
}

/// One run.
pub(super) struct RunView {
    pub(super) title: String,
    pub(super) id: String,
    /// This page, to post to.
    pub(super) here: String,
    pub(super) mark: Mark,
    pub(super) about: String,
    pub(super) started: When,
    pub(super) settled: Option<When>,
    pub(super) by: String,
    pub(super) reason: Option<String>,
    pub(super) repeats: Option<(String, String)>,
    pub(super) stages: Vec<Stage>,
    /// The step whose log is shown, with it.
    pub(super) log: Option<Written>,
    /// The tests of the step that is asked for.
    pub(super) tests: Option<Tests>,
    /// It beside another one.
    pub(super) compared: Option<Compared>,
    /// Where it is compared with the run of its pipeline before it.
    pub(super) compare: Option<String>,
    /// The cutover that it belongs to.
    pub(super) cutover: Option<(String, String)>,
    /// What it spent its time on.
    pub(super) spent: Option<Spent>,
    pub(super) can_cancel: bool,
    pub(super) can_retry: bool,
    pub(super) failed: bool,
}

/// A stage: a column of the graph.
pub(super) struct Stage {
    pub(super) title: String,
    pub(super) environment: Option<(String, String)>,
    pub(super) steps: Vec<StepCard>,
}

pub(super) fn runs(desk: &Desk<'_>, t: RunWords, typed: &Fields) -> Result<RunsView, ServiceError> {
    let only: Option<PipelineName> = typed.get("only").and_then(|name| name.parse().ok());
    let after = typed.get("after").and_then(|after| after.parse().ok());
    let found = desk.ask(&ListRuns {
        pipeline: only.clone(),
        release: None,
        paging: Paging { limit: 50, after },
    })?;
    let lines = found.runs.iter().map(|one| line(desk, t, one));
    let only = only.map(|name| name.to_string());
    let older = found.next.map(|next| match &only {
        Some(name) => desk.to(&format!("/runs?only={name}&after={next}")),
        None => desk.to(&format!("/runs?after={next}")),
    });
    let field = |name| typed.get(name).unwrap_or_default().to_owned();
    Ok(RunsView {
        runs: lines.collect(),
        older,
        pipelines: pipelines(desk, typed)?,
        releases: releases(desk, t, typed)?,
        only,
        branch: field("branch"),
        commit: field("commit"),
    })
}

/// Pipelines, for a form; none in the past.
pub(in crate::pages) fn pipelines(
    desk: &Desk<'_>,
    typed: &Fields,
) -> Result<Vec<Choice>, ServiceError> {
    if desk.at.is_some() {
        return Ok(Vec::new());
    }
    let all = desk.ask(&ListPipelines::default())?.pipelines.into_iter();
    let choice = |value: String, title: String| Choice {
        chosen: typed.get("pipeline") == Some(value.as_str()),
        label: if title.is_empty() {
            value.clone()
        } else {
            title
        },
        value,
    };
    Ok(all
        .map(|one| choice(one.pipeline.to_string(), one.title))
        .collect())
}

fn releases(desk: &Desk<'_>, t: RunWords, typed: &Fields) -> Result<Vec<Choice>, ServiceError> {
    let all = desk.ask(&ListReleases::default())?.releases.into_iter();
    let choice = |value: String, label: String| Choice {
        chosen: typed.get("release") == Some(value.as_str()),
        value,
        label,
    };
    let none = choice(String::new(), t.no_release().to_owned());
    let named = all.map(|one| choice(one.release.to_string(), one.release.to_string()));
    Ok(std::iter::once(none).chain(named).collect())
}

fn line(desk: &Desk<'_>, t: RunWords, one: &RunLine) -> Line {
    Line {
        pipeline: one.pipeline.to_string(),
        to: desk.to(&format!("/runs/{}", one.run)),
        mark: mark(t, one.stage),
        about: about(one),
        steps: t.steps_of(one.ended, one.steps),
        by: one.by.to_string(),
        started: desk.when(one.started),
    }
}

/// What it carries, and from where.
fn about(one: &RunLine) -> String {
    let releases = one.release.iter().chain(&one.releases);
    let releases: Vec<_> = releases.map(ToString::to_string).collect();
    let commit: String = one.commit.chars().take(10).collect();
    let parts = [releases.join(", "), one.reference.clone(), commit];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn mark(t: RunWords, stage: RunStage) -> Mark {
    let (tone, icon, word) = match stage {
        RunStage::Queued => (Tone::Wait, Icon::Clock, t.queued()),
        RunStage::Running => (Tone::Live, Icon::Play, t.running()),
        RunStage::Succeeded => (Tone::Good, Icon::Check, t.succeeded()),
        RunStage::Failed => (Tone::Bad, Icon::Cross, t.failed()),
        RunStage::Cancelled => (Tone::Quiet, Icon::Cross, t.cancelled()),
    };
    Mark::new(tone, icon, word)
}

pub(super) fn run(desk: &Desk<'_>, t: RunWords, id: &str) -> Result<RunView, ServiceError> {
    let page = desk.ask(&ShowRun { run: id.to_owned() })?;
    let (line, here) = (&page.line, format!("/runs/{}", page.line.run));
    let present = desk.at.is_none();
    let cancel = CancelRun {
        run: line.run.clone(),
        reason: None,
    };
    let retry = RetryRun {
        run: line.run.clone(),
        all: true,
    };
    let open = line.stage.open() && !page.cancelled;
    Ok(RunView {
        title: line.pipeline.to_string(),
        id: line.run.to_string(),
        mark: mark(t, line.stage),
        about: about(line),
        started: desk.when(line.started),
        settled: line.settled.map(|time| desk.when(time)),
        by: line.by.to_string(),
        reason: page.reason.clone(),
        repeats: { page.repeats.as_ref() }
            .map(|run| (run.to_string(), desk.to(&format!("/runs/{run}")))),
        stages: stages(desk, t, &page)?,
        log: log::log(desk, &page)?,
        tests: tests::tests(desk, t, &page)?,
        compared: compared::compared(desk, t, line)?,
        compare: compared::link(desk, line),
        cutover: line.cutover.as_ref().map(|of| {
            let (name, run) = (&of.cutover, &line.run);
            let to = desk.to(&format!("/cutovers/{name}?run={run}"));
            (name.to_string(), to)
        }),
        spent: spent(desk, t, &line.run)?,
        can_cancel: present && open && desk.could(&cancel.into())?.is_ok(),
        can_retry: present && !line.stage.open() && desk.could(&retry.into())?.is_ok(),
        failed: matches!(line.stage, RunStage::Failed | RunStage::Cancelled),
        here,
    })
}

fn stages(desk: &Desk<'_>, t: RunWords, page: &RunPage) -> Result<Vec<Stage>, ServiceError> {
    let stages = page.stages.iter().map(|stage| {
        let steps = stage.steps.iter().map(|one| step::card(desk, t, page, one));
        let environment = stage.environment.as_ref();
        Ok(Stage {
            title: if stage.title.is_empty() {
                stage.name.clone()
            } else {
                stage.title.clone()
            },
            environment: environment
                .map(|name| (name.to_string(), desk.to(&format!("/environments/{name}")))),
            steps: steps.collect::<Result<_, ServiceError>>()?,
        })
    });
    stages.collect()
}
