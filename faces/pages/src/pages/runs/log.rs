//! What a step writes, as lines of HTML with their numbers.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use holdpoint_domain::pipeline::RunId;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{LogLine, LogPlace, RunPage, ShowStepLog, StepLog};
use holdpoint_steplog::ansi;

use crate::desk::Desk;
use crate::visit::{Fields, Visit, encoded};

/// How many lines of a log are shown.
const SHOWN: usize = 2_000;

/// What a step writes or has written.
pub(super) struct Written {
    pub(super) step: String,
    pub(super) lines: Vec<Line>,
    /// How many lines before these are left out.
    pub(super) before: usize,
    /// Where there will be more.
    pub(super) follow: Option<String>,
}

/// A line.
pub(super) struct Line {
    pub(super) number: u64,
    /// When it was written.
    pub(super) at: String,
    pub(super) class: &'static str,
    pub(super) html: String,
}

/// What has come since.
#[derive(Template)]
#[template(path = "run_log.html")]
struct More {
    lines: Vec<Line>,
    follow: Option<String>,
}

/// The log of the step that the address names.
pub(super) fn log(desk: &Desk<'_>, page: &RunPage) -> Result<Option<Written>, ServiceError> {
    let Some(step) = desk.visit.query.get("log") else {
        return Ok(None);
    };
    let mut known = page.stages.iter().flat_map(|stage| &stage.steps);
    let Some(known) = known.find(|one| one.step == step) else {
        return Ok(None);
    };
    let run = &page.line.run;
    let mut found = asked(desk, run, &known.step, LogPlace::default())?;
    let mut lines = found.lines;
    while found.more {
        found = asked(desk, run, &known.step, found.next)?;
        let begun = found.lines.first().map_or(u64::MAX, |line| line.number);
        lines.retain(|line| line.number < begun);
        lines.append(&mut found.lines);
    }
    let before = lines.len().saturating_sub(SHOWN);
    Ok(Some(Written {
        step: known.step.clone(),
        lines: html(desk, &lines).skip(before).collect(),
        before,
        follow: follow(desk, run, &known.step, found.next, found.ended),
    }))
}

/// What has come since a place in the log.
pub(super) async fn more(visit: Visit, Path(run): Path<RunId>) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let typed = &desk.visit.query;
        let step = typed.get("step").unwrap_or_default();
        let found = asked(desk, &run, step, place(typed))?;
        let ended = found.ended && !found.more;
        let more = More {
            lines: html(desk, &found.lines).collect(),
            follow: follow(desk, &run, step, found.next, ended),
        };
        let text = more.render().unwrap_or_default();
        Ok(axum::response::Html(text).into_response())
    };
    visit.at_a_desk(answer).await
}

fn place(typed: &Fields) -> LogPlace {
    let number = |name, other| {
        let text = typed.get(name).and_then(|text| text.parse().ok());
        text.unwrap_or(other)
    };
    LogPlace {
        attempt: number("attempt", 0),
        offset: number("offset", 0),
        line: number("line", 1),
    }
}

fn asked(
    desk: &Desk<'_>,
    run: &RunId,
    step: &str,
    from: LogPlace,
) -> Result<StepLog, ServiceError> {
    let (run, step) = (run.to_string(), step.to_owned());
    desk.ask(&ShowStepLog { run, step, from })
}

/// Where there will be more, if the step runs now.
fn follow(desk: &Desk<'_>, run: &RunId, step: &str, next: LogPlace, ended: bool) -> Option<String> {
    let (
        step,
        LogPlace {
            attempt,
            offset,
            line,
        },
    ) = (encoded(step), next);
    let to = format!("/runs/{run}/log?step={step}&attempt={attempt}&offset={offset}&line={line}");
    (!ended && desk.at.is_none()).then_some(to)
}

/// Colours go on from line to line, also from those that are left out.
fn html<'l>(desk: &'l Desk<'_>, lines: &'l [LogLine]) -> impl Iterator<Item = Line> + 'l {
    let mut style = ansi::Style::default();
    lines.iter().map(move |line| {
        let spans = ansi::spans(line.text.as_bytes(), &mut style);
        Line {
            number: line.number,
            at: line.at.map(|at| desk.when(at).full).unwrap_or_default(),
            class: match line.stream.as_str() {
                "err" => "err",
                "note" => "note",
                _ => "",
            },
            html: ansi::html(&spans),
        }
    })
}
