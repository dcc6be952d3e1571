//! A visit: who asks for a page, how they like to read it, and as of when.

mod fields;
mod parts;
mod posted;
mod preferences;

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::Actor;
use holdpoint_service::{Service, ServiceError, Session, Submission};
use holdpoint_traces::carry;
use serde_json::Value;

pub(crate) use fields::{Fields, encoded};
pub(crate) use parts::Upload;
pub(crate) use posted::Posted;
pub(crate) use preferences::{LANGUAGE, Preferences, THEME, Theme, ZONE};

use crate::assets::takes_gzip;
use crate::desk::Desk;
use crate::frame::Notice;
use crate::unsent::is_page;
use crate::{Site, respond, wrong};

/// A form that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) form: Fields,
    /// Why.
    pub(crate) refused: Notice,
}

/// Somebody who is known, asking for a page. A handler that takes it sends strangers to the log-in page.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) service: Arc<Service>,
    pub(crate) actor: Actor,
    pub(crate) session: Session,
    pub(crate) preferences: Preferences,
    /// The zone of this page alone, whatever the preferences say.
    pub(crate) zone: Option<String>,
    /// The path that was asked for.
    pub(crate) path: String,
    /// The name, and port, that this server was asked under.
    pub(crate) host: String,
    /// What stands after the question mark.
    pub(crate) query: Fields,
    /// What was typed into a form that was refused, to be shown in it again.
    pub(crate) draft: Option<Draft>,
    compress: bool,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let whole = parts
            .uri
            .path_and_query()
            .map_or("/", |whole| whole.as_str());
        // The server in front has looked it up.
        let Some(session) = parts.extensions.get::<Session>().cloned() else {
            return Err(match site.waits_for_founder() {
                true => respond::see("/setup"),
                false if !is_page(parts.uri.path()) => respond::see("/login"),
                false => respond::see(&format!("/login?to={}", encoded(whole))),
            });
        };
        Ok(Self {
            query: Fields::parse(parts.uri.query().unwrap_or_default()),
            ..Self::of(site, session, &parts.headers, parts.uri.path())
        })
    }
}

/// The name, and port, that the browser asks for.
pub(crate) fn host(site: &Site, headers: &HeaderMap) -> String {
    if let Some(reached) = &site.reached {
        return reached.to_string();
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    host.unwrap_or_default().to_ascii_lowercase()
}

impl Visit {
    /// Of somebody with that session, who asks for nothing but a path.
    pub(crate) fn of(site: &Site, session: Session, headers: &HeaderMap, path: &str) -> Self {
        Self {
            service: Arc::clone(&site.service),
            actor: Actor::Person(session.person.clone()),
            session,
            preferences: Preferences::of(headers),
            zone: None,
            path: path.to_owned(),
            host: host(site, headers),
            draft: None,
            query: Fields::default(),
            compress: takes_gzip(headers),
        }
    }

    /// Makes a page on a thread that may block; what goes wrong becomes a page that says so.
    pub(crate) async fn page<T: Template>(
        self,
        make: impl FnOnce(&Desk<'_>) -> Result<T, ServiceError> + Send + 'static,
    ) -> Response {
        self.page_with(StatusCode::OK, make).await
    }

    /// The same, with another status.
    pub(crate) async fn page_with<T: Template>(
        self,
        status: StatusCode,
        make: impl FnOnce(&Desk<'_>) -> Result<T, ServiceError> + Send + 'static,
    ) -> Response {
        self.at_a_desk(move |desk| {
            let page = make(desk)?;
            desk.rendered_as(status, &page)
        })
        .await
    }

    /// Answers with something else than a page, such as a file.
    pub(crate) async fn at_a_desk(
        self,
        answer: impl FnOnce(&Desk<'_>) -> Result<Response, ServiceError> + Send + 'static,
    ) -> Response {
        self.at(|visit| Desk::open(visit), answer).await
    }

    /// A page with what is one's own, for anybody who is known.
    pub(crate) async fn own_page_with<T: Template>(
        self,
        status: StatusCode,
        make: impl FnOnce(&Desk<'_>) -> Result<T, ServiceError> + Send + 'static,
    ) -> Response {
        let answer = move |desk: &Desk<'_>| desk.rendered_as(status, &make(desk)?);
        self.at(|visit| Desk::own(visit), answer).await
    }

    async fn at(
        self,
        open: fn(&Self) -> Result<Desk<'_>, ServiceError>,
        answer: impl FnOnce(&Desk<'_>) -> Result<Response, ServiceError> + Send + 'static,
    ) -> Response {
        let mut visit = self;
        let made = carry(move || {
            // What somebody has chosen for all their browsers; a page is shown without it, too.
            if let Ok(settings) = visit.service.settings(&visit.actor) {
                visit.preferences = visit.preferences.as_chosen(&settings);
            }
            let answered = open(&visit).and_then(|desk| answer(&desk));
            answered.unwrap_or_else(|error| wrong::page(&visit, &error))
        });
        tokio::task::spawn_blocking(made)
            .await
            .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    }

    /// Asks for a command, as the API does.
    pub(crate) async fn submit(
        &self,
        request: Value,
        key: Option<String>,
    ) -> Result<(), ServiceError> {
        let visit = self.clone();
        let submit = carry(move || visit.submit_here(request, key));
        let done = tokio::task::spawn_blocking(submit);
        done.await
            .unwrap_or_else(|_| Err(ServiceError::Internal("the request broke off".to_owned())))
    }

    /// The same, on a thread that may wait.
    pub(crate) fn submit_here(
        &self,
        request: Value,
        key: Option<String>,
    ) -> Result<(), ServiceError> {
        let submission = Submission {
            key,
            request,
            dry_run: false,
        };
        self.service.submit(&self.actor, submission).map(drop)
    }

    /// Whether a command would be done; nothing is.
    pub(crate) fn rehearse_here(&self, request: Value) -> Result<(), ServiceError> {
        let submission = Submission {
            key: None,
            request,
            dry_run: true,
        };
        self.service.submit(&self.actor, submission).map(drop)
    }

    /// Whether whoever asks understands compressed pages.
    pub(crate) fn compress(&self) -> bool {
        self.compress
    }
}
