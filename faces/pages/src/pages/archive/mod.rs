//! Legal holds: who placed them, why, what they keep; and what stays of people who were erased.

mod sure;
mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;

use self::view::ArchiveView;
use self::words::ArchiveWords;
use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit};
use crate::{Site, respond, wrong};

pub(crate) use view::{Stays, stays};

/// The page.
#[derive(Template)]
#[template(path = "archive.html")]
struct ArchivePage {
    frame: Frame,
    t: ArchiveWords,
    view: ArchiveView,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/archive", get(show).post(act))
}

async fn show(visit: Visit) -> Response {
    visit.page(|desk| page(desk, &desk.visit.query, None)).await
}

/// The page; its form has what was typed, or what the address proposes.
fn page(
    desk: &Desk<'_>,
    typed: &Fields,
    refused: Option<Notice>,
) -> Result<ArchivePage, ServiceError> {
    let t = ArchiveWords(desk.language());
    let mut frame = desk.frame(t.title(), Section::Other);
    frame.notice = refused.or(frame.notice);
    Ok(ArchivePage {
        view: view::view(desk, t, typed)?,
        frame,
        t,
    })
}

/// Asks whether somebody is sure; who is, gets it done. What is refused is refused before anybody is asked.
async fn act(Posted { visit, form, .. }: Posted) -> Response {
    let answer = move |desk: &Desk<'_>| {
        let t = ArchiveWords(desk.language());
        let sure = form.get("sure").is_some();
        let done = sure::request(desk, t, &form).and_then(|request| match sure {
            true => desk.visit.submit_here(request, None),
            false => desk.visit.rehearse_here(request),
        });
        match done {
            Ok(()) if sure => Ok(respond::see(&format!(
                "/archive?done={}",
                sure::done(&form)
            ))),
            Ok(()) => desk.rendered(&sure::asked(desk, t, &form)?),
            Err(error) => {
                let again = page(desk, &form, Some(wrong::notice(&error)))?;
                desk.rendered_as(wrong::status(&error), &again)
            }
        }
    };
    visit.at_a_desk(answer).await
}
