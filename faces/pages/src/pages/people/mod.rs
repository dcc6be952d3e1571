//! People: who belongs to the organisation, in which roles, and whether they act; administrators say so here.

mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use self::view::PeopleView;
pub(crate) use self::view::roles;
use self::words::PeopleWords;
use crate::Site;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit};
use crate::{respond, wrong};

/// The page.
#[derive(Template)]
#[template(path = "everybody.html")]
struct PeoplePage {
    frame: Frame,
    t: PeopleWords,
    view: PeopleView,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/people", get(show).post(act))
}

async fn show(visit: Visit) -> Response {
    page(visit, StatusCode::OK, None).await
}

async fn page(visit: Visit, status: StatusCode, refused: Option<Notice>) -> Response {
    visit
        .page_with(status, move |desk| {
            let t = PeopleWords(desk.language());
            let mut frame = desk.frame(t.title(), Section::Other);
            frame.notice = refused.or(frame.notice);
            Ok(PeoplePage {
                view: view::view(desk, t)?,
                frame,
                t,
            })
        })
        .await
}

async fn act(
    Posted {
        mut visit, form, ..
    }: Posted,
) -> Response {
    let (done, request) = asked(&form);
    match visit.submit(request, None).await {
        Ok(()) => {
            let query = Fields::default().with("q", form.get("q"));
            respond::see(&query.with("done", Some(done)).address("/people"))
        }
        Err(error) => {
            let filter = form.get("q").filter(|text| !text.is_empty());
            visit.query = Fields::default().with("q", filter);
            page(visit, wrong::status(&error), Some(wrong::notice(&error))).await
        }
    }
}

/// What a form asks for, and what is said when it is done.
fn asked(form: &Fields) -> (&'static str, Value) {
    let text = |name| form.get(name).unwrap_or_default();
    let person = json!({ "handle": text("person") });
    let reason = Some(text("reason")).filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| json!({ "plain": reason }));
    match text("act") {
        "reactivate" => (
            "person-reactivated",
            json!({ "command": "person.reactivate", "arguments": { "person": person } }),
        ),
        _ => (
            "person-deactivated",
            json!({ "command": "person.deactivate", "arguments": { "person": person, "reason": reason } }),
        ),
    }
}
