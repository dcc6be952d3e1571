//! What a run spent its time on: a waterfall, and the way on which its end hung.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use holdpoint_domain::pipeline::RunId;
use holdpoint_findings::Source;
use holdpoint_profile::{Kind, Run, Waterfall, critical_path, length, read, waterfall};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::TraceRun;

use super::words::RunWords;
use crate::desk::Desk;
use crate::respond;
use crate::visit::Visit;

/// What a run spent its time on.
pub(super) struct Spent {
    /// A row for each step, as SVG.
    pub(super) waterfall: String,
    /// Kinds of time on the critical path: what, how long, the share of all.
    pub(super) kinds: Vec<(String, String, String)>,
    /// Steps of the critical path, in order, each with its time.
    pub(super) path: Vec<(String, String)>,
    /// The trace as a file.
    pub(super) trace: String,
}

/// How many rows the waterfall has.
const ROWS: usize = 60;

/// Nothing if no step has ended.
pub(super) fn spent(
    desk: &Desk<'_>,
    t: RunWords,
    run: &RunId,
) -> Result<Option<Spent>, ServiceError> {
    let found = desk.ask(&TraceRun {
        run: run.to_string(),
    })?;
    let source = Source::new(&run.to_string(), found.trace.to_string().into_bytes());
    let traces = source
        .ok()
        .and_then(|source| read(&[Arc::new(source)]).ok());
    let run_of = traces.and_then(|traces| traces.runs.into_iter().next());
    let profiled = run_of.filter(|run| !run.steps.is_empty());
    Ok(profiled.map(|profiled| shown(desk, t, run, &profiled)))
}

fn shown(desk: &Desk<'_>, t: RunWords, id: &RunId, run: &Run) -> Spent {
    let path = critical_path(run);
    let times = path.times();
    let all = times.sum().max(1);
    let kinds = Kind::ALL.iter().filter(|kind| times.of(**kind) > 0);
    let kinds = kinds.map(|kind| {
        let time = times.of(*kind);
        let share = format!(
            "{} %",
            (u128::from(time) * 100 + u128::from(all) / 2) / u128::from(all)
        );
        (t.kind_of_time(*kind).to_owned(), length::shown(time), share)
    });
    let steps = path.steps.iter();
    let steps = steps.filter_map(|at| {
        let step = run.steps.get(*at)?;
        Some((step.id.clone(), length::shown(path.of_step(*at))))
    });
    let how = Waterfall {
        prefix: "run",
        style: false,
        rows: ROWS,
    };
    Spent {
        waterfall: waterfall(run, &how),
        kinds: kinds.collect(),
        path: steps.collect(),
        trace: desk.to(&format!("/runs/{id}/trace")),
    }
}

/// The trace as a file of OTLP JSON.
pub(super) async fn trace(visit: Visit, Path(run): Path<RunId>) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let run = run.to_string();
        let name = format!("{run}.otlp.json");
        let found = desk.ask(&TraceRun { run })?;
        let text = found.trace.to_string().into_bytes();
        Ok(respond::file(&name, "application/json", text))
    };
    visit.at_a_desk(answer).await
}
