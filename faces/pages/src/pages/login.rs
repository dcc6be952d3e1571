//! Logging in and out.

use std::net::IpAddr;

use askama::Template;
use axum::extract::{Form, RawQuery, State};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use holdpoint_service::{LIFETIME, LogIn, NewSession, ServiceError};

use super::preferences::own;
use crate::assets::takes_gzip;
use crate::frame::Frame;
use crate::visit::{Fields, Posted, Preferences, SESSION, ended};
use crate::words::messages;
use crate::{Site, respond, wrong};

messages! {
    /// Words of the page.
    pub(crate) LoginWords {
        title: "Log in" | "Anmelden";
        says: "Welcome to Holdpoint." | "Willkommen bei Holdpoint.";
        handle: "Name or mail address" | "Name oder Mailadresse";
        password: "Password" | "Passwort";
        enter: "Log in" | "Anmelden";
        too_often: "That was tried too often. Wait a little, then try again." | "Das wurde zu oft versucht. Warten Sie etwas und versuchen Sie es dann wieder.";
        link: "This link has been used, or is too old. Ask for a new one." | "Dieser Link wurde benutzt oder ist zu alt. Bitten Sie um einen neuen.";
        wrong: "That name and password do not belong together." | "Name und Passwort gehören nicht zusammen.";
        no_password: "No password yet? An administrator gives you a link." | "Noch kein Passwort? Ein Administrator gibt Ihnen einen Link.";
    }
}

#[derive(Template)]
#[template(path = "login.html")]
pub(crate) struct LoginPage {
    frame: Frame,
    t: LoginWords,
    to: String,
    handle: String,
    wrong: Option<&'static str>,
}

/// What was wrong with the last attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Nothing,
    Password,
    TooOften,
    Link,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/login", get(show).post(enter))
        .route("/enter", get(redeem))
        .route("/logout", post(leave))
}

async fn show(RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = Fields::parse(&query.unwrap_or_default());
    let to = own(query.get("to").unwrap_or("/"));
    page(&headers, to, "", Wrong::Nothing)
}

fn page(headers: &HeaderMap, to: &str, handle: &str, wrong: Wrong) -> Response {
    let preferences = Preferences::of(headers);
    let t = LoginWords(preferences.language);
    let page = LoginPage {
        frame: Frame::bare(&preferences, t.title()),
        t,
        to: to.to_owned(),
        handle: handle.to_owned(),
        wrong: match wrong {
            Wrong::Nothing => None,
            Wrong::Password => Some(t.wrong()),
            Wrong::TooOften => Some(t.too_often()),
            Wrong::Link => Some(t.link()),
        },
    };
    let status = match wrong {
        Wrong::Nothing => StatusCode::OK,
        Wrong::TooOften => StatusCode::TOO_MANY_REQUESTS,
        Wrong::Password | Wrong::Link => StatusCode::FORBIDDEN,
    };
    let text = page.render().unwrap_or_default();
    respond::page(status, text, takes_gzip(headers))
}

/// Who is tried to be signed in from where is what the server in front says.
async fn enter(
    State(site): State<Site>,
    peer: Option<Extension<IpAddr>>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields(fields);
    let to = own(fields.get("to").unwrap_or("/")).to_owned();
    let handle = fields.get("handle").unwrap_or_default().to_owned();
    let password = fields.all("password").next().unwrap_or_default().to_owned();
    let log_in = LogIn {
        handle: handle.clone(),
        password,
    };
    let peer = peer.map(|Extension(peer)| peer);
    let signed_in = blocking(move || site.service.login(log_in, peer)).await;
    match signed_in {
        Ok(begun) => opened(&to, &begun),
        Err(ServiceError::Stranger(_)) => page(&headers, &to, &handle, Wrong::Password),
        Err(ServiceError::TooMany { .. }) => page(&headers, &to, &handle, Wrong::TooOften),
        Err(error) => refused(&headers, &error),
    }
}

/// `GET /enter?link=…`: a link that signs in once.
async fn redeem(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = Fields::parse(&query.unwrap_or_default());
    let link = query.get("link").unwrap_or_default().to_owned();
    let to = own(query.get("to").unwrap_or("/")).to_owned();
    match blocking(move || site.service.redeem(&link)).await {
        Ok(begun) => opened(&to, &begun),
        Err(ServiceError::Stranger(_)) => page(&headers, &to, "", Wrong::Link),
        Err(error) => refused(&headers, &error),
    }
}

/// `POST /logout`.
async fn leave(Posted { visit, .. }: Posted) -> Response {
    let _ = blocking(move || visit.service.logout(&visit.session)).await;
    with_cookie(respond::see("/login"), &ended())
}

async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, ServiceError> {
    let done = tokio::task::spawn_blocking(call).await;
    done.unwrap_or_else(|_| Err(ServiceError::Internal("the request broke off".to_owned())))
}

fn opened(to: &str, begun: &NewSession) -> Response {
    let age = LIFETIME.absolute / 1_000;
    let cookie = format!(
        "{SESSION}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}",
        begun.token
    );
    with_cookie(respond::see(to), &cookie)
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(line) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

fn refused(headers: &HeaderMap, error: &ServiceError) -> Response {
    let frame = Frame::bare(&Preferences::of(headers), "");
    wrong::render(frame, error, takes_gzip(headers))
}
