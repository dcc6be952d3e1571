//! Logging in at an identity provider, and coming back from it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use holdpoint_service::{
    Begun, Finished, Overheard, Remember, Remembered, Returned, Session, SignOnError,
};

use super::login::{blocking, opened};
use super::preferences::own;
use crate::assets::takes_gzip;
use crate::frame::Frame;
use crate::visit::{Fields, Preferences, encoded, host};
use crate::words::messages;
use crate::{Site, respond, wrong};

messages! {
    /// Words of the page.
    pub(crate) OnwardWords {
        title: "One moment" | "Einen Moment";
        out: "You are logged out here. Your identity provider asks whether you log out there, too." | "Sie sind hier abgemeldet. Ihr Identitätsanbieter fragt, ob Sie sich auch dort abmelden.";
        link: "Your identity provider says who you are, and sends you back here." | "Ihr Identitätsanbieter sagt, wer Sie sind, und schickt Sie hierher zurück.";
        go_on: "Go on" | "Weiter";
    }
}

/// A page that leads on to somewhere else: browsers follow no redirection elsewhere after a form (`form-action`).
#[derive(Template)]
#[template(path = "onward.html")]
struct OnwardPage {
    frame: Frame,
    t: OnwardWords,
    says: &'static str,
    to: String,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/login/provider/{provider}", get(begin))
        .route("/login/provider/{provider}/return", get(finish))
}

/// Sends the browser to the provider. A cookie binds it to what comes back.
async fn begin(
    State(site): State<Site>,
    overheard: Option<Extension<Overheard>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = Fields::parse(&query.unwrap_or_default());
    let to = own(query.get("to").unwrap_or("/")).to_owned();
    if overheard.is_some() {
        return respond::see(&format!("/login?to={}", encoded(&to)));
    }
    // The cookie has to be where people come back to.
    if let Some(here) = elsewhere(&site, &headers) {
        let to = encoded(&to);
        return respond::see(&format!(
            "{here}/login/provider/{}?to={to}",
            encoded(&provider)
        ));
    }
    let service = Arc::clone(&site.service);
    match blocking(move || Ok(service.begin_login(&provider, &to, None))).await {
        Ok(Ok(begun)) => {
            let mut response = respond::see(&begun.address);
            let remember = Remember::Login(begun.cookie);
            response.extensions_mut().insert(remember);
            response
        }
        Ok(Err(error)) => refused(&headers, &error),
        Err(error) => refused(&headers, &error.into()),
    }
}

/// Where people come back to, if it is this server under another name than it was asked by. Behind a proxy the name that
/// arrives may be any.
fn elsewhere(site: &Site, headers: &HeaderMap) -> Option<String> {
    let here = site
        .service
        .logs_in_at()
        .filter(|_| site.reached.is_none())?;
    let (_, name) = here.split_once("://")?;
    (host(site, headers) != name).then(|| here.to_owned())
}

/// Back from the provider.
async fn finish(
    State(site): State<Site>,
    session: Option<Extension<Session>>,
    remembered: Option<Extension<Remembered>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = Fields::parse(&query.unwrap_or_default());
    let text = |name: &str| query.get(name).map(str::to_owned);
    let returned = Returned {
        code: text("code"),
        state: text("state"),
        issuer: text("iss"),
        error: text("error"),
    };
    let cookie = remembered.and_then(|Extension(remembered)| remembered.login);
    let session = session.map(|Extension(session)| session);
    let service = Arc::clone(&site.service);
    let there = provider.clone();
    let finished = blocking(move || {
        let (cookie, session) = (cookie.as_deref(), session.as_ref());
        Ok(service.finish_login(&there, &returned, cookie, session))
    });
    let (mut response, begun_there) = match finished.await {
        Ok(Ok(Finished { to, begun })) => match begun {
            Some(begun) => (opened(own(&to), begun), Some(provider)),
            None => (respond::see("/settings?done=linked"), None),
        },
        Ok(Err(error)) => (refused(&headers, &error), None),
        Err(error) => (refused(&headers, &error.into()), None),
    };
    let over = Remember::Over(begun_there);
    response.extensions_mut().insert(over);
    response
}

/// What went wrong, as a page.
pub(super) fn refused(headers: &HeaderMap, error: &SignOnError) -> Response {
    let frame = Frame::bare(&Preferences::of(headers), "");
    wrong::sign_on(frame, error, takes_gzip(headers))
}

/// A page that leads to the provider, by whom somebody is linked.
pub(super) fn onward_to_link(preferences: &Preferences, begun: Begun) -> Response {
    let t = OnwardWords(preferences.language);
    let mut response = onward(preferences, t.link(), begun.address);
    let remember = Remember::Login(begun.cookie);
    response.extensions_mut().insert(remember);
    response
}

/// A page that leads to the provider, where somebody logs out, too.
pub(super) fn onward_out(preferences: &Preferences, address: String) -> Response {
    let t = OnwardWords(preferences.language);
    onward(preferences, t.out(), address)
}

fn onward(preferences: &Preferences, says: &'static str, to: String) -> Response {
    let t = OnwardWords(preferences.language);
    let frame = Frame::bare(preferences, t.title());
    let page = OnwardPage { frame, t, says, to };
    respond::page(StatusCode::OK, page.render().unwrap_or_default(), false)
}
