//! The page that asks for the code which the terminal has.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::founding::Asked;
use super::words::SetupWords;
use crate::frame::Frame;
use crate::respond;

/// The page.
#[derive(Template)]
#[template(path = "code.html")]
pub(crate) struct CodePage {
    frame: Frame,
    t: SetupWords,
    typed: String,
    wrong: bool,
}

impl CodePage {
    pub(super) fn answer(asked: &Asked) -> Response {
        let t = SetupWords(asked.preferences.language);
        let typed = asked.form.get("code").unwrap_or_default().to_owned();
        let page = Self {
            frame: Frame::bare(&asked.preferences, t.title()),
            t,
            wrong: !typed.is_empty(),
            typed,
        };
        let status = match page.wrong {
            true => StatusCode::FORBIDDEN,
            false => StatusCode::OK,
        };
        respond::page(status, page.render().unwrap_or_default(), asked.compress)
    }
}
