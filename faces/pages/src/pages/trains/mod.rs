//! Release trains: when they depart, when their scope is frozen, what goes with them, and a way aboard.

mod request;
mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;

use self::view::{TrainView, TrainsView};
use self::words::TrainWords;
use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit, encoded};
use crate::{Site, respond, wrong};

/// All trains.
#[derive(Template)]
#[template(path = "trains.html")]
struct TrainsPage {
    frame: Frame,
    t: TrainWords,
    view: TrainsView,
}

/// One train.
#[derive(Template)]
#[template(path = "train.html")]
struct TrainPage {
    frame: Frame,
    t: TrainWords,
    view: TrainView,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/trains", get(list))
        .route("/trains/{train}", get(show).post(act))
}

async fn list(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let t = TrainWords(desk.language());
            let view = view::trains(desk, t)?;
            let frame = desk.frame(t.title(), Section::Calendar);
            Ok(TrainsPage { frame, t, view })
        })
        .await
}

async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    visit
        .page(move |desk| page(desk, &name, &desk.visit.query, None))
        .await
}

fn page(
    desk: &Desk<'_>,
    name: &str,
    typed: &Fields,
    refused: Option<Notice>,
) -> Result<TrainPage, ServiceError> {
    let t = TrainWords(desk.language());
    let view = view::train(desk, t, name, typed)?;
    let mut frame = desk.frame(&view.title, Section::Calendar);
    frame.notice = refused.or(frame.notice);
    Ok(TrainPage { frame, t, view })
}

/// Goes aboard, or off; what is refused is shown above what was chosen.
async fn act(Path(name): Path<String>, Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let done = desk.visit.submit_here(request::request(&name, &form), None);
        match done {
            Ok(()) => {
                let (to, done) = (encoded(&name), request::done(&form));
                Ok(respond::see(&format!("/trains/{to}?done={done}")))
            }
            Err(error) => {
                let again = page(desk, &name, &form, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}
