//! A form that was not taken: its page was older than the session, the session had ended, or it was too large. What
//! was typed is shown once more, to be sent with one button; nothing of it stands in an address, or is kept here.

mod held;
mod page;
mod words;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use holdpoint_service::Untaken;

use crate::pages::login;
use crate::visit::{Fields, Upload, Visit};
use crate::{Site, respond};

/// How much is carried through the log-in page, in bytes. The longest comment is 20,000.
const MOST: usize = 64 * 1024;

/// What proves something, and is typed anew rather than sent back.
const SECRETS: &[&str] = &["password", "current", "new"];

/// Paths that forms are sent to, or that scripts ask, and that are no pages.
const NO_PAGES: &[&str] = &[
    "/calendar/check",
    "/talk",
    "/views",
    "/preferences",
    "/logout",
];

/// Whether one can come back to that path.
pub(crate) fn is_page(path: &str) -> bool {
    !NO_PAGES.contains(&path)
}

/// Why a form was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The page is of an older session.
    Stale,
    /// The session had ended.
    Ended,
    /// It was too large.
    Large,
}

/// A form that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsent {
    /// Where it was sent.
    pub(crate) path: String,
    /// What it says.
    form: Fields,
    /// What has to be typed again.
    secrets: Vec<String>,
    /// Names of files that have to be chosen again, and the field for them.
    files: Vec<String>,
    field: Option<String>,
}

impl Unsent {
    pub(crate) fn of(path: &str, form: Fields, files: &[Upload]) -> Self {
        let secret = |name: &str| SECRETS.contains(&name);
        let (secrets, mut rest): (Vec<_>, Vec<_>) =
            form.0.into_iter().partition(|(name, _)| secret(name));
        rest.retain(|(name, _)| name != "csrf");
        Self {
            path: path.to_owned(),
            form: Fields(rest),
            secrets: secrets.into_iter().map(|(name, _)| name).collect(),
            files: files.iter().map(|file| file.name.clone()).collect(),
            field: files.first().map(|file| file.field.clone()),
        }
    }

    /// The page that says so.
    pub(crate) async fn answer(self, site: &Site, parts: &Parts, untaken: Untaken) -> Response {
        let Some(session) = untaken.session else {
            if self.path == "/logout" {
                return respond::see("/login");
            }
            return login::ended(site, parts, self, untaken.whole);
        };
        let visit = Visit::of(site, session, &parts.headers, "/");
        match untaken.whole {
            true => self.page(visit, StatusCode::FORBIDDEN, Why::Stale).await,
            false => {
                let status = StatusCode::PAYLOAD_TOO_LARGE;
                self.page(visit, status, Why::Large).await
            }
        }
    }

    /// Whether something is missing that has to be chosen or typed again.
    pub(crate) fn wants_more(&self) -> bool {
        self.field.is_some()
    }
}
