//! Whose an environment is, and when: bookings, and a form for one.

mod request;
mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;

use self::view::BookingsView;
pub(crate) use self::view::{Line, line};
pub(crate) use self::words::BookingWords;
use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit, encoded};
use crate::{Site, respond, wrong};

/// The page.
#[derive(Template)]
#[template(path = "bookings.html")]
struct BookingsPage {
    frame: Frame,
    t: BookingWords,
    view: BookingsView,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/environments/{environment}/bookings", get(show).post(act))
}

async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    visit
        .page(move |desk| page(desk, &name, &desk.visit.query, None))
        .await
}

/// The page; its form has what was typed, or what the address proposes.
fn page(
    desk: &Desk<'_>,
    name: &str,
    typed: &Fields,
    refused: Option<Notice>,
) -> Result<BookingsPage, ServiceError> {
    let t = BookingWords(desk.language());
    let view = view::view(desk, t, name, typed)?;
    let mut frame = desk.frame(&t.title(&view.title), Section::Environments);
    frame.notice = refused.or(frame.notice);
    Ok(BookingsPage { frame, t, view })
}

/// Books, moves or gives back; what is refused is shown above what was typed.
async fn act(Path(name): Path<String>, Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let t = BookingWords(desk.language());
        let done = request::request(desk, t, &name, &form)
            .and_then(|request| desk.visit.submit_here(request, None));
        match done {
            Ok(()) => {
                let (to, done) = (encoded(&name), request::done(&form));
                Ok(respond::see(&format!(
                    "/environments/{to}/bookings?done={done}"
                )))
            }
            Err(error) => {
                let again = page(desk, &name, &form, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}
