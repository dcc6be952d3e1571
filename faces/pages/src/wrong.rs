//! What goes wrong, as a page.

use askama::Template;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use holdpoint_domain::Reason;
use holdpoint_service::{Nature, ServiceError, SignOnError};

use crate::desk::Desk;
use crate::frame::{Frame, Notice, Section};
use crate::respond;
use crate::visit::Visit;
use crate::words::{Language, messages};

messages! {
    /// Words for what goes wrong.
    pub(crate) WrongWords {
        absent: "There is nothing here" | "Hier ist nichts";
        refused: "That is not possible" | "Das geht nicht";
        input: "That could not be read" | "Das war nicht zu lesen";
        failed: "Something went wrong" | "Etwas ist schiefgegangen";
        page_absent: "no page has this address" | "keine Seite hat diese Adresse";
        home: "Go to the home page" | "Zur Startseite";
        help: "What you can do" | "Was Sie tun können";
        reasons: "Why" | "Warum";
        code: "Code" | "Code";
    }
}

/// A page that says what went wrong.
#[derive(Template)]
#[template(path = "wrong.html")]
pub(crate) struct WrongPage {
    frame: Frame,
    t: WrongWords,
    status: u16,
    heading: &'static str,
    message: String,
    help: Option<String>,
    reasons: Vec<Reason>,
    code: String,
}

/// The page of an error, in the frame if there can be one.
pub(crate) fn page(visit: &Visit, error: &ServiceError) -> Response {
    let language = visit.preferences.language;
    let heading = heading(error, language);
    let frame = match Desk::own(visit) {
        Ok(desk) => desk.frame(heading, Section::Other),
        Err(_) => Frame::bare(&visit.preferences, heading),
    };
    render(frame, error, visit.compress())
}

/// The page of an address that leads nowhere.
pub(crate) fn nowhere(visit: &Visit) -> Response {
    let words = WrongWords(visit.preferences.language);
    let frame = match Desk::own(visit) {
        Ok(desk) => desk.frame(words.absent(), Section::Other),
        Err(_) => Frame::bare(&visit.preferences, words.absent()),
    };
    let page = WrongPage {
        t: words,
        status: StatusCode::NOT_FOUND.as_u16(),
        heading: words.absent(),
        message: sentence(words.page_absent()),
        help: None,
        reasons: Vec::new(),
        code: "page-unknown".to_owned(),
        frame,
    };
    placed(StatusCode::NOT_FOUND, &page, visit.compress())
}

/// The same, from where nothing may block.
pub(crate) async fn nowhere_for(visit: Visit) -> Response {
    tokio::task::spawn_blocking(move || nowhere(&visit))
        .await
        .unwrap_or_default()
}

pub(crate) fn render(frame: Frame, error: &ServiceError, compress: bool) -> Response {
    let status = status(error);
    let reasons = match error {
        ServiceError::Refused(refusal) => refusal.reasons.clone(),
        _ => Vec::new(),
    };
    let page = WrongPage {
        t: WrongWords(frame.language),
        status: status.as_u16(),
        heading: heading(error, frame.language),
        message: sentence(&error.to_string()),
        help: error.help().map(|help| sentence(&help)),
        reasons,
        code: error.code(),
        frame,
    };
    placed(status, &page, compress)
}

/// The same for somebody who is signed in.
pub(crate) fn sign_on_for(visit: &Visit, error: &SignOnError) -> Response {
    sign_on(Frame::bare(&visit.preferences, ""), error, visit.compress())
}

/// The page of a log-in at a provider that lets nobody in.
pub(crate) fn sign_on(frame: Frame, error: &SignOnError, compress: bool) -> Response {
    let (t, nature) = (WrongWords(frame.language), error.nature());
    let status = match (error, nature) {
        (SignOnError::Service(error), _) => status(error),
        (_, Nature::Absent) => StatusCode::NOT_FOUND,
        (_, Nature::Failed) => StatusCode::BAD_GATEWAY,
        _ => StatusCode::FORBIDDEN,
    };
    let page = WrongPage {
        t,
        status: status.as_u16(),
        heading: headed(nature, frame.language),
        message: sentence(&error.to_string()),
        help: error.help().map(|help| sentence(&help)),
        reasons: Vec::new(),
        code: error.code(),
        frame,
    };
    placed(status, &page, compress)
}

fn placed(status: StatusCode, page: &WrongPage, compress: bool) -> Response {
    let text = page.render().unwrap_or_else(|error| error.to_string());
    let mut response = respond::page(status, text, compress);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = HeaderValue::from_static("1");
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    response
}

/// A refusal as a notice above the page that it was asked for on.
pub(crate) fn notice(error: &ServiceError) -> Notice {
    let reasons = match error {
        ServiceError::Refused(refusal) => refusal
            .reasons
            .iter()
            .map(|reason| sentence(&reason.message))
            .collect(),
        _ => Vec::new(),
    };
    let more = reasons
        .into_iter()
        .chain(error.help().map(|help| sentence(&help)));
    Notice {
        good: false,
        text: sentence(&error.to_string()),
        more: more.collect(),
    }
}

fn heading(error: &ServiceError, language: Language) -> &'static str {
    headed(error.nature(), language)
}

fn headed(nature: Nature, language: Language) -> &'static str {
    let words = WrongWords(language);
    match nature {
        Nature::Absent => words.absent(),
        Nature::Refused | Nature::Stranger | Nature::TooMany => words.refused(),
        Nature::Input => words.input(),
        Nature::Failed => words.failed(),
    }
}

/// The status of an answer that says so.
pub(crate) fn status(error: &ServiceError) -> StatusCode {
    match error.nature() {
        Nature::Absent => StatusCode::NOT_FOUND,
        Nature::Refused => StatusCode::CONFLICT,
        Nature::Stranger => StatusCode::FORBIDDEN,
        Nature::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Nature::Input => StatusCode::BAD_REQUEST,
        Nature::Failed if error.passes() => StatusCode::SERVICE_UNAVAILABLE,
        Nature::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// With a capital and a full stop, and without the backticks that are for terminals: what stood between them keeps
/// its letters.
pub(crate) fn sentence(text: &str) -> String {
    let plain = text.replace('`', "");
    let mut letters = plain.chars();
    let mut sentence = match letters.next() {
        Some(first) if !text.starts_with('`') => {
            first.to_uppercase().to_string() + letters.as_str()
        }
        _ => plain,
    };
    if !sentence.ends_with(['.', '?', '!', '…']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_line_for_terminals_becomes_a_sentence() {
        assert_eq!(
            sentence("there is no release `a`"),
            "There is no release a."
        );
        assert_eq!(sentence("did you mean `b`?"), "Did you mean b?");
        assert_eq!(
            sentence("`holdpoint person list` shows everybody"),
            "holdpoint person list shows everybody."
        );
    }
}
