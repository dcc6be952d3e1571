//! A run beside another one.

use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    CompareRuns, ComparedEnd, ComparedStep, ListRuns, Paging, RunLine,
};

use super::step::{stands, took_of};
use super::words::RunWords;
use crate::desk::Desk;
use crate::mark::Mark;

/// A run beside another one.
pub(super) struct Compared {
    pub(super) other: String,
    pub(super) to: String,
    /// How much longer the other took, in a sentence.
    pub(super) said: String,
    pub(super) same_graph: bool,
    pub(super) rows: Vec<Row>,
}

/// A step in both.
pub(super) struct Row {
    pub(super) step: String,
    pub(super) one: Option<(Mark, String)>,
    pub(super) other: Option<(Mark, String)>,
    pub(super) longer: String,
    /// Whether it ended otherwise, or only one of them has it.
    pub(super) differs: bool,
}

/// What stands for the run of the same pipeline before this one.
const BEFORE: &str = "before";
/// Among so many runs of the pipeline it is looked for.
const LOOKED_AT: usize = 100;

/// Where a run that has ended is compared with the one before it.
pub(super) fn link(desk: &Desk<'_>, line: &RunLine) -> Option<String> {
    let to = desk.to(&format!("/runs/{}?with={BEFORE}", line.run));
    (!line.stage.open()).then(|| format!("{to}#compared"))
}

/// It beside the one that is asked for.
pub(super) fn compared(
    desk: &Desk<'_>,
    t: RunWords,
    line: &RunLine,
) -> Result<Option<Compared>, ServiceError> {
    let with = match desk.visit.query.get("with") {
        None => return Ok(None),
        Some(BEFORE) => before(desk, line)?,
        Some(with) => Some(with.to_owned()),
    };
    let Some(with) = with else { return Ok(None) };
    let found = desk.ask(&CompareRuns {
        run: line.run.to_string(),
        with,
    })?;
    let other = found.with.run.to_string();
    Ok(Some(Compared {
        to: desk.to(&format!("/runs/{other}")),
        other,
        said: found.longer_ms.map(|by| said(t, by)).unwrap_or_default(),
        same_graph: found.same_graph,
        rows: found.steps.iter().map(|step| row(t, step)).collect(),
    }))
}

fn before(desk: &Desk<'_>, line: &RunLine) -> Result<Option<String>, ServiceError> {
    let found = desk.ask(&ListRuns {
        pipeline: Some(line.pipeline.clone()),
        release: None,
        paging: Paging {
            limit: LOOKED_AT,
            after: None,
        },
    })?;
    let mut runs = found.runs.iter().skip_while(|one| one.run != line.run);
    Ok(runs.nth(1).map(|one| one.run.to_string()))
}

fn said(t: RunWords, by: i64) -> String {
    match by {
        0 => t.as_long().to_owned(),
        1.. => t.longer(took_of(t, by)),
        _ => t.shorter(took_of(t, -by)),
    }
}

fn row(t: RunWords, step: &ComparedStep) -> Row {
    let end = |end: &ComparedEnd| {
        let took = end.took_ms.map(|took| took_of(t, took));
        (stands(t, end.state, false), took.unwrap_or_default())
    };
    let longer = step.longer_ms.map(|by| {
        let sign = if by < 0 { "−" } else { "+" };
        format!("{sign}{}", took_of(t, by.abs()))
    });
    Row {
        step: step.step.clone(),
        one: step.run.as_ref().map(end),
        other: step.with.as_ref().map(end),
        longer: longer.unwrap_or_default(),
        differs: step.differs,
    }
}
