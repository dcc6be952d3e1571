//! A person: who they are here, what would stay of them if they were erased, and what did when they were.

mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::organisation::PersonId;
use holdpoint_service::ServiceError;
use serde_json::{Value, json};

use self::view::PersonView;
use self::words::PersonWords;
use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit};
use crate::{Site, respond, wrong};

/// The page.
#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    t: PersonWords,
    view: PersonView,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/people/{person}", get(show).post(act))
}

async fn show(visit: Visit, Path(person): Path<String>) -> Response {
    visit
        .page(move |desk| page(desk, &person, &Fields::default(), None))
        .await
}

fn page(
    desk: &Desk<'_>,
    person: &str,
    typed: &Fields,
    refused: Option<Notice>,
) -> Result<PersonPage, ServiceError> {
    let t = PersonWords(desk.language());
    let view = view::view(desk, t, person, typed)?;
    let mut frame = desk.frame(&view.name, Section::Other);
    frame.notice = refused.or(frame.notice);
    Ok(PersonPage { view, frame, t })
}

/// Erases them, if whoever asks has typed whom they mean.
async fn act(Path(person): Path<String>, Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let found = view::found(desk, &person)?;
        let handle = found.handle.as_deref().unwrap_or_default();
        if found.erased.is_none() && form.get("typed") != Some(handle) {
            let notice = Notice {
                good: false,
                text: PersonWords(desk.language()).not_typed(handle),
                more: Vec::new(),
            };
            let again = page(desk, &person, &form, Some(notice))?;
            return desk.rendered_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
        let id = &found.person;
        match desk.visit.submit_here(request(id, &form), None) {
            // Not by handle: an address outlives whom it names.
            Ok(()) => Ok(respond::see(&format!("/people/{id}?done=person-erased"))),
            Err(error) => {
                let again = page(desk, &person, &form, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}

fn request(id: &PersonId, form: &Fields) -> Value {
    let reason = form.get("reason").map(|text| json!({ "plain": text }));
    json!({ "command": "person.erase", "arguments": { "person": id, "reason": reason } })
}
