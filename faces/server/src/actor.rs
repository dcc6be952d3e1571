//! Who asks: the bearer of a token, whoever is signed in, or the user at the other end of the socket.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use holdpoint_domain::Actor;
use holdpoint_ports::Credential;
use holdpoint_service::{ServiceError, Session, system_user};
use holdpoint_tokens::Token;

use crate::api::Api;
use crate::problem::Problem;
use holdpoint_listen::Peer;

/// Who asks. A route that takes it answers 401 to strangers.
#[derive(Debug, Clone)]
pub(crate) struct Asking(pub(crate) Actor);

impl FromRequestParts<Api> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        if let Some(token) = token(parts)? {
            if Token::is_like(&token) {
                // Keys may have to be fetched for it.
                return api
                    .call(move |it| it.admit_workload(&token))
                    .await
                    .map(Self);
            }
            // Whose a token is stands in memory, but for the first time.
            let token = Credential::Token(token);
            if let Some(actor) = api.service().recognise(&token)? {
                return Ok(Self(actor));
            }
            // That somebody was not let in may have to be written.
            return api.call(move |it| it.authenticate(&token)).await.map(Self);
        }
        if let Some(session) = parts.extensions.get::<Session>() {
            return Ok(Self(Actor::Person(session.person.clone())));
        }
        match parts.extensions.get::<ConnectInfo<Peer>>() {
            Some(ConnectInfo(Peer::Local(uid))) => {
                let uid = *uid;
                let user =
                    move |service: &holdpoint_service::Service| -> Result<Actor, ServiceError> {
                        service.authenticate(&Credential::SystemUser(system_user(uid)))
                    };
                api.call(user).await.map(Self)
            }
            _ => Err(ServiceError::Stranger("a token is needed".to_owned()).into()),
        }
    }
}

fn token(parts: &Parts) -> Result<Option<String>, ServiceError> {
    let Some(value) = parts.headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| token.trim().to_owned())
    });
    let token = token.filter(|token| !token.is_empty());
    token
        .map(Some)
        .ok_or_else(|| ServiceError::Stranger("`Authorization` is not `Bearer TOKEN`".to_owned()))
}
