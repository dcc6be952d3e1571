//! Who asks: the bearer of a session.

use axum::http::request::Parts;
use holdpoint_service::{Service, Session};

use super::cookie;

/// The cookie that a session lives in.
pub(crate) const SESSION: &str = "holdpoint";

/// The session of whoever asks, if it counts: the server in front has looked it up.
pub(crate) fn session(service: &Service, parts: &Parts) -> Option<Session> {
    if let Some(found) = parts.extensions.get::<Session>() {
        return Some(found.clone());
    }
    service
        .session(cookie(&parts.headers, SESSION)?)
        .ok()
        .flatten()
}

/// The cookie that ends a session.
pub(crate) fn ended() -> String {
    format!("{SESSION}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}
