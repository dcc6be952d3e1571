//! Who is signed in, and whether a change comes from a page of theirs.
//!
//! Whoever bears a token in `Authorization` is a program, and no browser sends that header unasked. All others may be
//! browsers that somebody else's page makes send a request: a change must come from here (`Sec-Fetch-Site`, or
//! `Origin` of older ones), and one that a cookie vouches for must also bear what only our pages know. A form of ours
//! that bears something older, or nobody's cookie, is handed to the pages as [`Untaken`], so that nothing typed is lost.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdpoint_service::{NewSession, Overheard, Remember, Remembered, Session, SignedOut, Untaken};

use super::form::{Kind, TYPED, heard};
use super::proof::{self, Unproven};
use super::scim::of_scim;
use crate::api::Api;
use crate::cookies::Cookies;
use crate::peer;
use crate::problem::Problem;

pub(crate) async fn known(State(api): State<Api>, request: Request, next: Next) -> Response {
    let remembered = api.settings().cookies.remembered(request.headers());
    match admitted(&api, request, &remembered).await {
        Ok(request) => {
            let response = next.run(request).await;
            told(api.settings().cookies, &remembered, response)
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admitted(
    api: &Api,
    mut request: Request,
    remembered: &Remembered,
) -> Result<Request, Problem> {
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
    request.extensions_mut().insert(remembered.clone());
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let public = api.settings().public_url.as_deref();
    let whence = whence(request.headers(), public);
    if changes && whence == Whence::Elsewhere {
        return Err(Problem::forged());
    }
    let ours = whence == Whence::Here && !of_programs(request.uri().path());
    // Whoever signs in anew does so as nobody: what an older session of theirs knows is not asked for.
    if changes && ENTRANCES.contains(&request.uri().path()) {
        return Ok(request);
    }
    let Some(session) = session(api, request.headers()).await? else {
        return match Kind::of(&request).filter(|_| changes && ours) {
            Some(_) => Ok(typed(request).await),
            None => Ok(request),
        };
    };
    if changes {
        request = match proof::proven(request, &session.csrf).await {
            Ok(request) => request,
            Err(unproven) => return untaken(unproven, session, ours),
        };
    }
    request.extensions_mut().insert(session);
    Ok(request)
}

/// A form of a page of ours whose session is another one by now, or that was too large.
fn untaken(unproven: Unproven, session: Session, ours: bool) -> Result<Request, Problem> {
    match unproven.form.filter(|_| ours) {
        Some(mut request) => {
            request.extensions_mut().insert(Untaken {
                session: Some(session),
                whole: unproven.whole,
            });
            Ok(request)
        }
        None => Err(unproven.problem),
    }
}

/// A form of somebody whose session has ended, with what was typed.
async fn typed(request: Request) -> Request {
    let (head, body) = request.into_parts();
    let heard = heard(body, TYPED).await;
    let mut request = Request::from_parts(head, Body::from(heard.bytes));
    request.extensions_mut().insert(Untaken {
        session: None,
        whole: heard.whole,
    });
    request
}

/// Whether no page has that address.
pub(crate) fn of_programs(path: &str) -> bool {
    path.starts_with("/api/")
        || path.starts_with("/calendars/")
        || path.starts_with("/ledger/")
        || of_scim(path)
}

/// Pages on which somebody signs in.
const ENTRANCES: &[&str] = &["/login", "/enter", "/setup", "/setup/administrator"];

async fn session(api: &Api, headers: &HeaderMap) -> Result<Option<Session>, Problem> {
    match api.settings().cookies.token(headers) {
        Some(token) => api.call(move |service| service.session(&token)).await,
        None => Ok(None),
    }
}

/// Whose page made the browser send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whence {
    /// One of ours, or who sits before it.
    Here,
    /// Somebody else's.
    Elsewhere,
    /// It does not say.
    Unsaid,
}

fn whence(headers: &HeaderMap, public_url: Option<&str>) -> Whence {
    let of = |here| match here {
        true => Whence::Here,
        false => Whence::Elsewhere,
    };
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return of(matches!(site, "same-origin" | "none"));
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return Whence::Unsaid;
    };
    let here = text(HOST.as_str()).unwrap_or_default();
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let ours = authority.is_some_and(|authority| authority.eq_ignore_ascii_case(here));
    let public = public_url.map(|url| url.trim_end_matches('/'));
    of(ours || public == Some(origin))
}

/// What the answer says about sessions, told to the browser.
fn told(cookies: Cookies, remembered: &Remembered, mut response: Response) -> Response {
    let begun = response.extensions_mut().remove::<NewSession>();
    let ended = response.extensions_mut().remove::<SignedOut>();
    let remember = response.extensions_mut().remove::<Remember>();
    let begun_there = matches!(remember, Some(Remember::Over(Some(_))));
    let over = begun.is_some() && !begun_there || ended.is_some();
    let forget = (over && remembered.provider.is_some())
        .then(|| cookies.forget_provider())
        .flatten();
    let kept = remember.map(|what| cookies.remember(&what));
    for cookie in kept.into_iter().flatten().chain(forget) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
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

    fn asked(pairs: &[(&'static str, &str)]) -> Whence {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        whence(&headers, Some("https://holdpoint.example.org/"))
    }

    #[test]
    fn a_change_comes_from_here() {
        use Whence::{Elsewhere, Here, Unsaid};
        assert_eq!(asked(&[]), Unsaid);
        assert_eq!(asked(&[("sec-fetch-site", "same-origin")]), Here);
        assert_eq!(asked(&[("sec-fetch-site", "none")]), Here);
        assert_eq!(asked(&[("sec-fetch-site", "same-site")]), Elsewhere);
        assert_eq!(asked(&[("sec-fetch-site", "cross-site")]), Elsewhere);
        let host = ("host", "127.0.0.1:8420");
        let from = |origin| asked(&[host, ("origin", origin)]);
        assert_eq!(from("http://127.0.0.1:8420"), Here);
        assert_eq!(from("http://127.0.0.1:8421"), Elsewhere);
        assert_eq!(from("null"), Elsewhere);
        assert_eq!(from("https://evil.example"), Elsewhere);
        assert_eq!(from("https://holdpoint.example.org"), Here);
    }
}
