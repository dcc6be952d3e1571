//! Who is signed in, and whether a change comes from a page of theirs.
//!
//! Whoever bears a token in `Authorization` is a program, and no browser sends that header unasked. All others may be
//! browsers that somebody else's page makes send a request: a change must come from here (`Sec-Fetch-Site`, or
//! `Origin` of older ones), and one that a cookie vouches for must also bear what only our pages know.

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdpoint_service::{NewSession, Overheard, Session, SignedOut};

use super::proof;
use crate::api::Api;
use crate::cookies::Cookies;
use crate::peer;
use crate::problem::Problem;

pub(crate) async fn known(State(api): State<Api>, request: Request, next: Next) -> Response {
    match admitted(&api, request).await {
        Ok(request) => told(api.settings().cookies, next.run(request).await),
        Err(problem) => problem.into_response(),
    }
}

async fn admitted(api: &Api, mut request: Request) -> Result<Request, Problem> {
    let headers = request.headers();
    if let Some(address) = peer::address(api.settings(), request.extensions(), headers) {
        request.extensions_mut().insert(address);
    }
    if request.headers().contains_key(AUTHORIZATION) {
        return Ok(request);
    }
    if api.settings().cookies == Cookies::Off {
        request.extensions_mut().insert(Overheard);
    }
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let public = api.settings().public_url.as_deref();
    if changes && foreign(request.headers(), public) {
        return Err(Problem::forged());
    }
    // Whoever signs in anew does so as nobody: what an older session of theirs knows is not asked for.
    if changes && ENTRANCES.contains(&request.uri().path()) {
        return Ok(request);
    }
    let Some(session) = session(api, request.headers()).await? else {
        return Ok(request);
    };
    if changes {
        request = proof::proven(request, &session.csrf).await?;
    }
    request.extensions_mut().insert(session);
    Ok(request)
}

/// Pages on which somebody signs in.
const ENTRANCES: &[&str] = &["/login", "/enter", "/setup", "/setup/administrator"];

async fn session(api: &Api, headers: &HeaderMap) -> Result<Option<Session>, Problem> {
    match api.settings().cookies.token(headers) {
        Some(token) => api.call(move |service| service.session(&token)).await,
        None => Ok(None),
    }
}

/// Whether a page of another site made the browser send it.
fn foreign(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return false;
    };
    let here = text(HOST.as_str()).unwrap_or_default();
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let ours = authority.is_some_and(|authority| authority.eq_ignore_ascii_case(here));
    let public = public_url.map(|url| url.trim_end_matches('/'));
    !ours && public != Some(origin)
}

/// What the answer says about sessions, told to the browser.
fn told(cookies: Cookies, mut response: Response) -> Response {
    let begun = response.extensions_mut().remove::<NewSession>();
    let ended = response.extensions_mut().remove::<SignedOut>();
    let cookie = match (&begun, ended) {
        (Some(new), _) => cookies.set(&new.token),
        (None, Some(SignedOut)) => cookies.clear(),
        (None, None) => return response,
    };
    match cookie {
        Some(cookie) => {
            response.headers_mut().append(SET_COOKIE, cookie);
            response
        }
        None if begun.is_some() => Problem::insecure().into_response(),
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        foreign(&headers, Some("https://holdpoint.example.org/"))
    }

    #[test]
    fn a_change_comes_from_here() {
        assert!(!asked(&[]));
        assert!(!asked(&[("sec-fetch-site", "same-origin")]));
        assert!(!asked(&[("sec-fetch-site", "none")]));
        assert!(asked(&[("sec-fetch-site", "same-site")]));
        assert!(asked(&[("sec-fetch-site", "cross-site")]));
        let host = ("host", "127.0.0.1:8420");
        assert!(!asked(&[host, ("origin", "http://127.0.0.1:8420")]));
        assert!(asked(&[host, ("origin", "http://127.0.0.1:8421")]));
        assert!(asked(&[host, ("origin", "null")]));
        assert!(asked(&[host, ("origin", "https://evil.example")]));
        assert!(!asked(&[host, ("origin", "https://holdpoint.example.org")]));
    }
}
