//! Runs of pipelines: all of them, and one with its steps as they come and go, what they wrote, and what can be done about it.

mod compared;
mod log;
mod request;
mod spent;
mod step;
mod tests;
mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{ListRuns, Paging};

pub(super) use self::view::pipelines;
use self::view::{RunView, RunsView};
use self::words::RunWords;
use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit, encoded};
use crate::{Site, respond, wrong};

/// All runs.
#[derive(Template)]
#[template(path = "runs.html")]
struct RunsPage {
    frame: Frame,
    t: RunWords,
    view: RunsView,
}

/// One run.
#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    frame: Frame,
    t: RunWords,
    view: RunView,
}

/// What stands for the run that was started last.
const NEWEST: &str = "newest";

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/runs", get(list).post(start))
        .route("/runs/{run}", get(show).post(act))
        .route("/runs/{run}/log", get(log::more))
        .route("/runs/{run}/trace", get(spent::trace))
}

async fn list(visit: Visit) -> Response {
    visit
        .page(|desk| overview(desk, &desk.visit.query, None))
        .await
}

fn overview(
    desk: &Desk<'_>,
    typed: &Fields,
    refused: Option<Notice>,
) -> Result<RunsPage, ServiceError> {
    let t = RunWords(desk.language());
    let view = view::runs(desk, t, typed)?;
    let mut frame = desk.frame(t.title(), Section::Releases);
    frame.notice = refused.or(frame.notice);
    Ok(RunsPage { frame, t, view })
}

/// Starts a run; what is refused is shown above what was chosen.
async fn start(Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let done = desk.visit.submit_here(request::start(&form), None);
        match done {
            Ok(()) => Ok(respond::see("/runs?done=run-started")),
            Err(error) => {
                let again = overview(desk, &form, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}

async fn show(visit: Visit, Path(run): Path<String>, RawQuery(query): RawQuery) -> Response {
    if run == NEWEST {
        return visit.at_a_desk(move |desk| newest(desk, query)).await;
    }
    visit.page(move |desk| page(desk, &run, None)).await
}

/// Leads to the run that was started last, of the pipeline that is asked for or of any.
fn newest(desk: &Desk<'_>, query: Option<String>) -> Result<Response, ServiceError> {
    let paging = Paging {
        limit: 1,
        after: None,
    };
    let only = desk.visit.query.get("only");
    let found = desk.ask(&ListRuns {
        pipeline: only.and_then(|name| name.parse().ok()),
        release: None,
        paging,
    })?;
    let run = found.runs.first().map(|one| format!("/{}", one.run));
    let query = query.map(|query| format!("?{query}"));
    let to = format!(
        "/runs{}{}",
        run.unwrap_or_default(),
        query.unwrap_or_default()
    );
    Ok(respond::see(&to))
}

fn page(desk: &Desk<'_>, run: &str, refused: Option<Notice>) -> Result<RunPage, ServiceError> {
    let t = RunWords(desk.language());
    let view = view::run(desk, t, run)?;
    let mut frame = desk.frame(&view.title, Section::Releases);
    frame.notice = refused.or(frame.notice);
    Ok(RunPage { frame, t, view })
}

/// Decides about a step, cancels or repeats; what is refused is shown above the run.
async fn act(Path(run): Path<String>, Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let done = desk.visit.submit_here(request::act(&run, &form), None);
        match done {
            Ok(()) => {
                let (to, done) = (encoded(&run), request::done(&form));
                // A repetition is another run, which is the newest of all.
                let to = if done == "run-started" {
                    "/runs".to_owned()
                } else {
                    format!("/runs/{to}")
                };
                Ok(respond::see(&format!("{to}?done={done}")))
            }
            Err(error) => {
                let again = page(desk, &run, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}
