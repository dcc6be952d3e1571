//! Cutovers: nights in which releases go out together, and the one that is tonight.

mod drawn;
mod line;
mod request;
mod task;
mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;

use self::view::{NightView, NightsView};
use self::words::NightWords;
use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit, encoded};
use crate::{Site, respond, wrong};

/// All cutovers.
#[derive(Template)]
#[template(path = "cutovers.html")]
struct NightsPage {
    frame: Frame,
    t: NightWords,
    view: NightsView,
}

/// One cutover.
#[derive(Template)]
#[template(path = "cutover.html")]
struct NightPage {
    frame: Frame,
    t: NightWords,
    view: NightView,
}

/// Their addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/tonight", get(tonight))
        .route("/cutovers", get(list).post(plan))
        .route("/cutovers/{cutover}", get(show).post(act))
}

/// Leads to the cutover that is under way or comes next; where there is none, to all of them.
async fn tonight(visit: Visit) -> Response {
    let answer = |desk: &Desk<'_>| {
        let next = view::tonight(desk)?;
        let to = next.map_or("/cutovers".to_owned(), |name| {
            format!("/cutovers/{}", encoded(&name))
        });
        Ok(respond::see(&desk.to(&to)))
    };
    visit.at_a_desk(answer).await
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
) -> Result<NightsPage, ServiceError> {
    let t = NightWords(desk.language());
    let view = view::nights(desk, t, typed)?;
    let mut frame = desk.frame(t.title(), Section::Releases);
    frame.notice = refused.or(frame.notice);
    Ok(NightsPage { frame, t, view })
}

/// Plans one; what is refused is shown above what was chosen.
async fn plan(Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let done = desk.visit.submit_here(request::plan(desk, &form), None);
        match done {
            Ok(()) => {
                let name = encoded(form.get("cutover").unwrap_or_default());
                Ok(respond::see(&format!(
                    "/cutovers/{name}?done=cutover-planned"
                )))
            }
            Err(error) => {
                let again = overview(desk, &form, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}

async fn show(visit: Visit, Path(cutover): Path<String>) -> Response {
    visit.page(move |desk| page(desk, &cutover, None)).await
}

fn page(
    desk: &Desk<'_>,
    cutover: &str,
    refused: Option<Notice>,
) -> Result<NightPage, ServiceError> {
    let t = NightWords(desk.language());
    let view = view::night(desk, t, cutover)?;
    let mut frame = desk.frame(&view.line.name, Section::Releases);
    frame.notice = refused.or(frame.notice);
    Ok(NightPage { frame, t, view })
}

/// Begins it, says that a task is done, stops or abandons it; what is refused is shown above it.
async fn act(Path(cutover): Path<String>, Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let done = desk.visit.submit_here(request::act(&cutover, &form), None);
        match done {
            Ok(()) => {
                let (name, done) = (encoded(&cutover), request::done(&form));
                let run = form.get("run").filter(|_| request::of_run(&form));
                let run = run
                    .map(|run| format!("&run={}", encoded(run)))
                    .unwrap_or_default();
                Ok(respond::see(&format!("/cutovers/{name}?done={done}{run}")))
            }
            Err(error) => {
                let again = page(desk, &cutover, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}
