//! Moving what is planned or booked: what is in the way is said first, what was done can be undone.

mod subject;
mod target;
mod told;
mod undo;
mod verdict;
mod view;
mod words;

use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use holdpoint_service::{ServiceError, Submission};
use serde_json::{Value, json};

pub(super) use self::subject::Subject;
pub(super) use self::target::lasts;
pub(super) use self::undo::{Undo, of as undoable};
pub(super) use self::words::MoveWords;

use self::target::target;
use self::verdict::{between, verdict};
use self::view::{MoveView, back, said, view};
use super::zone::{self, in_zone};
use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::visit::{Fields, Posted, Visit};
use crate::{respond, wrong};

/// The page of a move.
#[derive(Template)]
#[template(path = "move.html")]
struct MovePage {
    frame: Frame,
    t: MoveWords,
    view: MoveView,
}

/// `GET /calendar/move`: the page, with what is in the way of the time that its address names.
pub(super) async fn show(visit: Visit) -> Response {
    let visit = in_zone(visit);
    visit.page(|desk| page(desk, &desk.visit.query)).await
}

fn page(desk: &Desk<'_>, fields: &Fields) -> Result<MovePage, ServiceError> {
    zone::known(desk)?;
    let t = MoveWords(desk.language());
    let view = view(desk, t, fields)?;
    Ok(MovePage {
        frame: desk.frame(&t.move_it(&view.what), Section::Calendar),
        t,
        view,
    })
}

/// `GET /calendar/check`: the same for the script, while something is dragged over a time.
pub(super) async fn check(visit: Visit) -> Response {
    let answer = |desk: &Desk<'_>| {
        let checked = zone::known(desk).and_then(|()| checked(desk));
        let (status, body) = checked.map_or_else(
            |error| {
                let says = wrong::sentence(&error.to_string());
                let body = json!({ "clear": false, "says": says, "reasons": [] });
                (wrong::status(&error), body)
            },
            |body| (StatusCode::OK, body),
        );
        let fresh = [(CACHE_CONTROL, "private, no-store")];
        Ok((status, fresh, Json(body)).into_response())
    };
    in_zone(visit).at_a_desk(answer).await
}

fn checked(desk: &Desk<'_>) -> Result<Value, ServiceError> {
    let t = MoveWords(desk.language());
    let fields = &desk.visit.query;
    let subject = Subject::named(fields)?;
    let standing = subject.standing(desk)?;
    let span = target(desk, t, fields, standing.span)?;
    let span = span.ok_or_else(|| ServiceError::Malformed(t.no_such_time("")))?;
    let said = said(desk, t, &verdict(desk, &subject, span)?);
    let (next, next_says) = said.next.unzip();
    Ok(json!({
        "clear": said.clear,
        "says": said.says,
        "reasons": said.reasons,
        "next": next,
        "next_says": next_says.or_else(|| (!said.clear).then(|| t.no_next().to_owned())),
    }))
}

/// `POST /calendar/move`: moves it, or undoes a move; what is refused is shown on its page.
pub(super) async fn act(
    Posted {
        mut visit, form, ..
    }: Posted,
) -> Response {
    visit.query = form.with("csrf", None);
    let answer = move |desk: &Desk<'_>| {
        zone::known(desk)?;
        match form.get("act") {
            Some("undo") => undo(desk, &form),
            _ => moved(desk, &form),
        }
    };
    in_zone(visit).at_a_desk(answer).await
}

fn moved(desk: &Desk<'_>, form: &Fields) -> Result<Response, ServiceError> {
    let t = MoveWords(desk.language());
    let subject = Subject::named(form)?;
    let standing = subject.standing(desk)?;
    let span = target(desk, t, form, standing.span)?;
    let span = span.ok_or_else(|| ServiceError::Malformed(t.no_such_time("")))?;
    match submitted(desk, subject.request(span, None)) {
        Ok(position) => Ok(over(form, &subject, position)),
        Err(error @ ServiceError::Refused(_)) => refused(desk, form, &error),
        Err(error) => Err(error),
    }
}

/// The position of what was recorded; none if it was there already.
fn submitted(desk: &Desk<'_>, request: Value) -> Result<Option<u64>, ServiceError> {
    let submission = Submission {
        key: None,
        request,
        dry_run: false,
    };
    let visit = desk.visit;
    let receipt = visit.service.submit(&visit.actor, submission)?;
    Ok(receipt.position())
}

/// Back to the calendar, which says what was done.
fn over(form: &Fields, subject: &Subject, position: Option<u64>) -> Response {
    let done = match (subject, position) {
        (_, None) => "unmoved",
        (Subject::Plan(..), _) => "plan-moved",
        (Subject::Booking(_), _) => "booking-moved",
    };
    let position = position.map(|position| position.to_string());
    let to = back(form).with("done", Some(done));
    let to = to.with("moved", position.as_deref());
    respond::see(&to.address("/calendar"))
}

/// The page, which says what is in the way.
fn refused(desk: &Desk<'_>, form: &Fields, error: &ServiceError) -> Result<Response, ServiceError> {
    let mut page = page(desk, form)?;
    page.frame.notice = Some(match page.view.verdict.is_some() {
        true => Notice {
            good: false,
            text: page.t.not_moved().to_owned(),
            more: Vec::new(),
        },
        false => wrong::notice(error),
    });
    desk.rendered_as(wrong::status(error), &page)
}

fn undo(desk: &Desk<'_>, form: &Fields) -> Result<Response, ServiceError> {
    let t = MoveWords(desk.language());
    let position = form.get("moved").and_then(|text| text.parse().ok());
    let undo = match position {
        Some(position) => undoable(desk, position)?,
        None => None,
    };
    let undo = undo.ok_or_else(|| ServiceError::Malformed(t.nothing_to_undo().to_owned()))?;
    match submitted(desk, undo.subject.request(undo.before, undo.train.as_ref())) {
        Ok(position) => Ok(over(form, &undo.subject, position)),
        Err(error @ ServiceError::Refused(_)) => {
            let mut fields = undo.subject.fields();
            let kept = form
                .0
                .iter()
                .filter(|(name, _)| name == "back" || name == "zone");
            fields.0.extend(kept.cloned());
            let from = desk.reading.field(undo.before.from);
            let fields = fields.with("from", Some(&from));
            let minutes = lasts(undo.before).to_string();
            refused(desk, &fields.with("minutes", Some(&minutes)), &error)
        }
        Err(error) => Err(error),
    }
}

impl Undo {
    /// What it goes back to, as a sentence.
    pub(super) fn says(&self, desk: &Desk<'_>) -> String {
        MoveWords(desk.language()).was(between(desk, self.before))
    }
}
