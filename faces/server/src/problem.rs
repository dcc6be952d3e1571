//! Errors as RFC 9457 problem details.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::Reason;
use holdpoint_domain::gate::Outcome;
use holdpoint_service::{Nature, ServiceError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An error as clients get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// `urn:holdpoint:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// One line, with the input in backticks.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable code; `holdpoint explain CODE` shows its page.
    pub code: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Further reasons, when one line does not say all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What the gate says, when it is a gate that does not let pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Outcome>,
    /// What lies behind it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
    /// The lines of a file that are meant, as people are shown them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// After how many seconds it is worth trying again; the header `Retry-After` says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &str, title: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:holdpoint:{code}"),
            title: title.into(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: None,
            reasons: Vec::new(),
            verdict: None,
            causes: Vec::new(),
            excerpt: None,
            retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(1),
        }
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "something failed within",
        )
    }

    pub(crate) fn input(code: &str, title: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, title)
    }
}

fn status(error: &ServiceError) -> StatusCode {
    if error.passes() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match error.nature() {
        Nature::Input => StatusCode::BAD_REQUEST,
        Nature::Absent => StatusCode::NOT_FOUND,
        Nature::Refused => StatusCode::CONFLICT,
        Nature::Stranger => StatusCode::UNAUTHORIZED,
        Nature::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Nature::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        let mut problem = Self::new(status(&error), &error.code(), error.to_string());
        problem.detail = error.help();
        problem.excerpt = error.excerpt();
        let mut next = std::error::Error::source(&error);
        while let Some(cause) = next {
            problem.causes.push(cause.to_string());
            next = cause.source();
        }
        match error {
            ServiceError::Refused(refusal) => {
                problem.reasons = refusal.reasons;
                problem.verdict = refusal.verdict;
            }
            ServiceError::TooMany { wait_ms } => {
                let seconds = wait_ms.saturating_add(999) / 1_000;
                problem.retry_after = u64::try_from(seconds).ok();
            }
            _ => {}
        }
        problem
    }
}

/// The code of the problem that an answer is, for whoever watches.
#[derive(Clone)]
pub(crate) struct Code(pub(crate) String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        response.extensions_mut().insert(Code(self.code));
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
