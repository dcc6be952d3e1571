//! `/api/v1/session` and what belongs to it: signing in and out, and being signed in elsewhere.

use std::net::IpAddr;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use holdpoint_domain::Time;
use holdpoint_domain::organisation::PersonId;
use holdpoint_service::{LogIn, PersonRef, Service, ServiceError, Session, SignedOut};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::{Json, Path};
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "post",
        path: "/api/v1/session",
        name: "session.begin",
        summary: "Sign a browser in: by password, or by an enrolment or a link, which count once.",
        access: Access::Open,
        class: Class::Quick,
        handler: || post(begin),
        describe: |operation| {
            operation
                .body(schema::<Proof>())
                .answers("Signed in; the cookie is set.", schema::<SessionView>())
                .refuses(&[401, 429])
        },
    },
    Route {
        method: "get",
        path: "/api/v1/session",
        name: "session.show",
        summary: "The session of this browser, with the token that changes bear in `X-CSRF-Token`.",
        access: Access::Known,
        class: Class::Quick,
        handler: || get(show),
        describe: |operation| {
            operation
                .answers("It is signed in.", schema::<SessionView>())
                .refuses(&[404])
        },
    },
    Route {
        method: "delete",
        path: "/api/v1/session",
        name: "session.end",
        summary: "Sign this browser out.",
        access: Access::Known,
        class: Class::Quick,
        handler: || delete(end),
        describe: |operation| {
            operation
                .nothing("Signed out; the cookie is cleared.")
                .refuses(&[404])
        },
    },
    Route {
        method: "get",
        path: "/api/v1/sessions",
        name: "sessions",
        summary: "Where one is signed in, the newest first.",
        access: Access::Known,
        class: Class::Quick,
        handler: || get(list),
        describe: |operation| {
            let all = json!({ "type": "array", "items": schema::<SessionView>() });
            operation.answers("The sessions.", all)
        },
    },
    Route {
        method: "delete",
        path: "/api/v1/sessions",
        name: "sessions.end",
        summary: "Sign out everywhere.",
        access: Access::Known,
        class: Class::Quick,
        handler: || delete(end_all),
        describe: |operation| operation.nothing("Signed out; the cookie is cleared."),
    },
    Route {
        method: "delete",
        path: "/api/v1/sessions/{id}",
        name: "sessions.end-one",
        summary: "Sign out in one place.",
        access: Access::Known,
        class: Class::Quick,
        handler: || delete(end_one),
        describe: |operation| {
            operation
                .path("id", json!({ "type": "string" }), "Which session.")
                .nothing("Signed out.")
                .refuses(&[404])
        },
    },
    Route {
        method: "put",
        path: "/api/v1/password",
        name: "password",
        summary: "Choose one's password. It signs out everywhere.",
        access: Access::Known,
        class: Class::Quick,
        handler: || put(password),
        describe: |operation| {
            operation
                .body(schema::<NewPassword>())
                .nothing("It counts from now on.")
                .refuses(&[404, 429])
        },
    },
];

/// How a browser proves whose it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Proof {
    /// By handle and password.
    Password(LogIn),
    /// By a link.
    Link(Link),
}

/// The token of a link.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Link {
    /// The token.
    link: String,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(..)")
    }
}

/// A password that somebody chooses.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The one that counts now, if there is one.
    #[serde(default)]
    current: Option<String>,
    /// The one to count; at least 15 characters.
    new: String,
}

/// A session as its person sees it.
#[derive(Debug, Serialize, JsonSchema)]
struct SessionView {
    /// What to call it by.
    id: String,
    /// Who is signed in.
    person: PersonRef,
    /// What changes bear in `X-CSRF-Token`; told to the session itself only.
    #[serde(skip_serializing_if = "String::is_empty")]
    csrf: String,
    /// Since when.
    created: Time,
    /// When it was last used, to the minute.
    seen: Time,
    /// From when on it counts no more.
    expires: Time,
}

impl SessionView {
    fn of(service: &Service, session: Session) -> Self {
        Self {
            person: service.names().person(&session.person),
            id: session.id,
            csrf: session.csrf,
            created: Time::from_millis(session.created_ms),
            seen: Time::from_millis(session.seen_ms),
            expires: Time::from_millis(session.expires_ms),
        }
    }
}

async fn begin(
    State(api): State<Api>,
    peer: Option<Extension<IpAddr>>,
    Json(proof): Json<Proof>,
) -> Result<Response, Problem> {
    let peer = peer.map(|Extension(peer)| peer);
    let signed_in = move |service: &Service| {
        let new = match proof {
            Proof::Password(log_in) => service.login(log_in, peer),
            Proof::Link(link) => service.redeem(&link.link),
        }?;
        let view = SessionView::of(service, new.session.clone());
        Ok((new, view))
    };
    let (new, view) = api.call(signed_in).await?;
    let mut response = axum::Json(view).into_response();
    response.extensions_mut().insert(new);
    Ok(response)
}

/// The session of this browser; a program has none.
fn own(session: Option<Extension<Session>>) -> Result<Session, Problem> {
    let session = session.map(|Extension(session)| session);
    session.ok_or_else(Problem::not_found)
}

async fn show(
    State(api): State<Api>,
    _: Asking,
    session: Option<Extension<Session>>,
) -> Result<axum::Json<SessionView>, Problem> {
    let session = own(session)?;
    let view = api.call(move |service| Ok(SessionView::of(service, session)));
    view.await.map(axum::Json)
}

async fn end(
    State(api): State<Api>,
    _: Asking,
    session: Option<Extension<Session>>,
) -> Result<Response, Problem> {
    let session = own(session)?;
    api.call(move |service| service.logout(&session)).await?;
    Ok(signed_out())
}

async fn list(
    State(api): State<Api>,
    Asking(actor): Asking,
) -> Result<axum::Json<Vec<SessionView>>, Problem> {
    let list = move |service: &Service| {
        let all = service.sessions(person(&actor)?)?;
        Ok(all
            .into_iter()
            .map(|session| SessionView::of(service, session))
            .collect())
    };
    api.call(list).await.map(axum::Json)
}

async fn end_all(State(api): State<Api>, Asking(actor): Asking) -> Result<Response, Problem> {
    api.call(move |service| service.end_all_sessions(person(&actor)?))
        .await?;
    Ok(signed_out())
}

async fn end_one(
    State(api): State<Api>,
    Asking(actor): Asking,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let ended = api
        .call(move |service| service.end_session(person(&actor)?, &id))
        .await?;
    match ended {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found()),
    }
}

async fn password(
    State(api): State<Api>,
    Asking(actor): Asking,
    Json(chosen): Json<NewPassword>,
) -> Result<Response, Problem> {
    api.call(move |service| {
        service.choose_password(person(&actor)?, chosen.current.as_deref(), &chosen.new)
    })
    .await?;
    Ok(signed_out())
}

fn person(actor: &holdpoint_domain::Actor) -> Result<&PersonId, ServiceError> {
    let nobody = || ServiceError::Stranger("only a person signs in".to_owned());
    actor.person().ok_or_else(nobody)
}

fn signed_out() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.extensions_mut().insert(SignedOut);
    response
}
