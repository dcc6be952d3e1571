//! Logging in and out.

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use holdpoint_service::{
    LogIn, LoginProvider, NewSession, Overheard, Remembered, ServiceError, Session, SignedOut,
};
use holdpoint_traces::carry;

use super::preferences::own;
use super::sign_on;
use crate::assets::takes_gzip;
use crate::frame::Frame;
use crate::unsent::{Unsent, Why};
use crate::visit::{Fields, Posted, Preferences, Visit, encoded};
use crate::words::messages;
use crate::{Site, respond, wrong};

messages! {
    /// Words of the page.
    pub(crate) LoginWords {
        title: "Log in" | "Anmelden";
        says: "Welcome to Holdpoint." | "Willkommen bei Holdpoint.";
        by_link: "Your link is ready. It counts once: press the button to use it." | "Ihr Link ist bereit. Er zählt einmal: Mit dem Knopf lösen Sie ihn ein.";
        handle: "Name or mail address" | "Name oder Mailadresse";
        password: "Password" | "Passwort";
        enter: "Log in" | "Anmelden";
        too_often: "That was tried too often. Wait a little, then try again." | "Das wurde zu oft versucht. Warten Sie etwas und versuchen Sie es dann wieder.";
        link: "This link has been used, or is too old. Ask for a new one." | "Dieser Link wurde benutzt oder ist zu alt. Bitten Sie um einen neuen.";
        wrong: "That name and password do not belong together." | "Name und Passwort gehören nicht zusammen.";
        no_password: "No password yet? An administrator gives you a link." | "Noch kein Passwort? Ein Administrator gibt Ihnen einen Link.";
        overheard: "Nobody can log in here: this connection is not encrypted, and everybody between you and the server could read it." | "Hier kann sich niemand anmelden: Diese Verbindung ist nicht verschlüsselt, und jeder zwischen Ihnen und dem Server könnte mitlesen.";
        ended: "You were logged out meanwhile, and nothing was done. Log in to see once more what you were about to send: it is kept on this page, and you can send it then." | "Sie wurden inzwischen abgemeldet, und es ist nichts geschehen. Melden Sie sich an, um noch einmal zu sehen, was Sie senden wollten: Es ist auf dieser Seite aufgehoben, und Sie können es dann senden.";
        ended_files: "Files have to be chosen again." | "Dateien müssen noch einmal gewählt werden.";
        ended_lost: "You were logged out meanwhile, and nothing was done. What you sent is too long to be kept on this page: go back in your browser and copy it before you log in." | "Sie wurden inzwischen abgemeldet, und es ist nichts geschehen. Was Sie gesendet haben, ist zu lang, um auf dieser Seite aufgehoben zu werden: Gehen Sie in Ihrem Browser zurück und kopieren Sie es, bevor Sie sich anmelden.";
        with(title): "Log in with {title}" | "Mit {title} anmelden";
        or: "or with a password" | "oder mit einem Passwort";
        held_back: "It opens in a new tab. Once you are logged in there, go back to where you came from in this one, and send it again." | "Es öffnet sich in einem neuen Tab. Wenn Sie dort angemeldet sind, gehen Sie in diesem zurück, woher Sie kamen, und senden Sie noch einmal.";
        overheard_help: "Reach Holdpoint by https, through a proxy that is named with --public-url, or on the server itself by http://127.0.0.1." | "Rufen Sie Holdpoint über https auf, durch einen Proxy, den --public-url nennt, oder auf dem Server selbst über http://127.0.0.1.";
    }
}

#[derive(Template)]
#[template(path = "login.html")]
pub(crate) struct LoginPage {
    frame: Frame,
    t: LoginWords,
    to: String,
    handle: String,
    /// The token of a link, if one is to be used.
    link: Option<String>,
    overheard: bool,
    /// Where else people log in, with the address that leads there.
    providers: Vec<(String, String)>,
    wrong: Option<&'static str>,
    /// What was to be sent when the session had ended.
    held: Vec<(String, String)>,
    /// What becomes of it.
    ended: Vec<&'static str>,
}

/// What was wrong with the last attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Nothing,
    /// Only that their session has ended.
    Ended,
    Password,
    TooOften,
    Link,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/login", get(show).post(enter))
        .route("/enter", get(offer).post(redeem))
        .route("/logout", post(leave))
}

/// What comes with a request for one of these pages.
struct Asked {
    headers: HeaderMap,
    overheard: bool,
    providers: Vec<LoginProvider>,
    to: String,
    unsent: Option<Unsent>,
    /// Whether something was lost, because it was too much.
    lost: bool,
}

impl Asked {
    fn of(
        site: &Site,
        headers: HeaderMap,
        overheard: Option<Extension<Overheard>>,
        fields: &Fields,
    ) -> Self {
        Self {
            providers: site.service.login_providers().unwrap_or_default(),
            headers,
            overheard: overheard.is_some(),
            to: own(fields.get("to").unwrap_or("/")).to_owned(),
            unsent: Unsent::of_held(fields),
            lost: false,
        }
    }

    fn ended(&self, t: LoginWords) -> Vec<&'static str> {
        match &self.unsent {
            _ if self.lost => vec![t.ended_lost()],
            Some(unsent) if unsent.wants_more() => vec![t.ended(), t.ended_files()],
            Some(_) => vec![t.ended()],
            None => Vec::new(),
        }
    }

    /// What leads to providers: what it says, and where it leads.
    fn ways(&self, t: LoginWords) -> Vec<(String, String)> {
        let way = |one: &LoginProvider| {
            let address = format!("/login/provider/{}?to={}", one.name, encoded(&self.to));
            (t.with(&one.title), address)
        };
        self.providers.iter().map(way).collect()
    }

    fn page(&self, handle: &str, link: Option<String>, wrong: Wrong) -> Response {
        let preferences = Preferences::of(&self.headers);
        let t = LoginWords(preferences.language);
        let page = LoginPage {
            frame: Frame::bare(&preferences, t.title()),
            t,
            to: self.to.clone(),
            handle: handle.to_owned(),
            link,
            overheard: self.overheard,
            providers: self.ways(t),
            wrong: match wrong {
                Wrong::Nothing | Wrong::Ended => None,
                Wrong::Password => Some(t.wrong()),
                Wrong::TooOften => Some(t.too_often()),
                Wrong::Link => Some(t.link()),
            },
            held: self
                .unsent
                .as_ref()
                .and_then(Unsent::held)
                .unwrap_or_default(),
            ended: self.ended(t),
        };
        let status = match wrong {
            Wrong::Nothing => StatusCode::OK,
            Wrong::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Wrong::Ended | Wrong::Password | Wrong::Link => StatusCode::FORBIDDEN,
        };
        let text = page.render().unwrap_or_default();
        respond::page(status, text, takes_gzip(&self.headers))
    }
}

impl Asked {
    /// Where they wanted to go; or what they wanted to send, which they send now.
    async fn opened(self, site: &Site, begun: NewSession) -> Response {
        let Some(unsent) = self.unsent else {
            return opened(&self.to, begun);
        };
        let visit = Visit::of(site, begun.session.clone(), &self.headers, "/");
        let mut response = unsent.page(visit, StatusCode::OK, Why::Ended).await;
        response.extensions_mut().insert(begun);
        response
    }
}

/// The log-in page for somebody who has sent a form after their session had ended.
pub(crate) fn ended(site: &Site, parts: &Parts, unsent: Unsent, whole: bool) -> Response {
    if site.waits_for_founder() {
        return respond::see("/setup");
    }
    let overheard = parts.extensions.get::<Overheard>().is_some();
    let files = unsent.wants_more();
    let asked = Asked {
        headers: parts.headers.clone(),
        overheard,
        providers: site.service.login_providers().unwrap_or_default(),
        to: "/".to_owned(),
        // Of a form with files the end may be missing: there are the files.
        lost: unsent.held().is_none() || !whole && !files,
        unsent: Some(unsent),
    };
    asked.page("", None, Wrong::Ended)
}

/// Whoever is signed in has no need of it.
async fn show(
    State(site): State<Site>,
    session: Option<Extension<Session>>,
    overheard: Option<Extension<Overheard>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = Fields::parse(&query.unwrap_or_default());
    let asked = Asked::of(&site, headers, overheard, &query);
    match session {
        Some(_) => respond::see(&asked.to),
        None if site.waits_for_founder() => respond::see("/setup"),
        None => asked.page("", None, Wrong::Nothing),
    }
}

/// Who is tried to be signed in from where is what the server in front says.
async fn enter(
    State(site): State<Site>,
    peer: Option<Extension<IpAddr>>,
    overheard: Option<Extension<Overheard>>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields(fields);
    let asked = Asked::of(&site, headers, overheard, &fields);
    let handle = fields.get("handle").unwrap_or_default().to_owned();
    if asked.overheard {
        return asked.page(&handle, None, Wrong::Nothing);
    }
    let password = fields.all("password").next().unwrap_or_default().to_owned();
    let log_in = LogIn {
        handle: handle.clone(),
        password,
    };
    let peer = peer.map(|Extension(peer)| peer);
    let service = Arc::clone(&site.service);
    let signed_in = blocking(move || service.login(log_in, peer)).await;
    match signed_in {
        Ok(begun) => asked.opened(&site, begun).await,
        Err(ServiceError::Stranger(_)) => asked.page(&handle, None, Wrong::Password),
        Err(ServiceError::TooMany { .. }) => asked.page(&handle, None, Wrong::TooOften),
        Err(error) => refused(&asked.headers, &error),
    }
}

/// `GET /enter?link=…`: a link that signs in once. Looking at it does not use it: programs that read mail before
/// its reader follow every link.
async fn offer(
    State(site): State<Site>,
    overheard: Option<Extension<Overheard>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = Fields::parse(&query.unwrap_or_default());
    let link = query.get("link").unwrap_or_default().to_owned();
    Asked::of(&site, headers, overheard, &query).page("", Some(link), Wrong::Nothing)
}

/// `POST /enter`.
async fn redeem(
    State(site): State<Site>,
    overheard: Option<Extension<Overheard>>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields(fields);
    let asked = Asked::of(&site, headers, overheard, &fields);
    let link = fields.get("link").unwrap_or_default().to_owned();
    if asked.overheard {
        // The link is still good for a better way.
        return asked.page("", Some(link), Wrong::Nothing);
    }
    match blocking(move || site.service.redeem(&link)).await {
        Ok(begun) => opened(&asked.to, begun),
        Err(ServiceError::Stranger(_)) => asked.page("", None, Wrong::Link),
        Err(error) => refused(&asked.headers, &error),
    }
}

/// `POST /logout`. Whoever was let in by a provider is asked there whether they log out there, too.
async fn leave(
    remembered: Option<Extension<Remembered>>,
    Posted { visit, .. }: Posted,
) -> Response {
    let provider = remembered.and_then(|Extension(remembered)| remembered.provider);
    let preferences = visit.preferences.clone();
    let left = blocking(move || {
        visit.service.logout(&visit.session)?;
        Ok(provider.and_then(|name| visit.service.logout_address(&name)))
    });
    match left.await {
        Ok(Some(address)) => {
            let mut response = sign_on::onward_out(&preferences, address);
            response.extensions_mut().insert(SignedOut);
            response
        }
        _ => signed_out("/login"),
    }
}

pub(super) async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, ServiceError> {
    let done = tokio::task::spawn_blocking(carry(call)).await;
    done.unwrap_or_else(|_| Err(ServiceError::Internal("the request broke off".to_owned())))
}

/// The server in front tells the browser what its cookie is.
pub(super) fn opened(to: &str, begun: NewSession) -> Response {
    let mut response = respond::see(to);
    response.extensions_mut().insert(begun);
    response
}

/// The server in front takes the cookie away.
pub(super) fn signed_out(to: &str) -> Response {
    let mut response = respond::see(to);
    response.extensions_mut().insert(SignedOut);
    response
}

fn refused(headers: &HeaderMap, error: &ServiceError) -> Response {
    let frame = Frame::bare(&Preferences::of(headers), "");
    wrong::render(frame, error, takes_gzip(headers))
}
