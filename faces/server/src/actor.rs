//! Who asks: the bearer of a token, or the user at the other end of the socket.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use holdpoint_domain::Actor;
use holdpoint_ports::Credential;
use holdpoint_service::{ServiceError, system_user};

use crate::api::Api;
use crate::peer::Peer;
use crate::problem::Problem;

/// Who asks. A route that takes it answers 401 to strangers.
#[derive(Debug, Clone)]
pub(crate) struct Asking(pub(crate) Actor);

impl FromRequestParts<Api> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let credential = credential(parts)?;
        api.call(move |service| service.authenticate(&credential))
            .await
            .map(Self)
    }
}

fn credential(parts: &Parts) -> Result<Credential, ServiceError> {
    if let Some(value) = parts.headers.get(AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme
                .eq_ignore_ascii_case("bearer")
                .then(|| token.trim().to_owned())
        });
        let token = token.filter(|token| !token.is_empty());
        return token.map(Credential::Token).ok_or_else(|| {
            ServiceError::Stranger("`Authorization` is not `Bearer TOKEN`".to_owned())
        });
    }
    match parts.extensions.get::<ConnectInfo<Peer>>() {
        Some(ConnectInfo(Peer::Local(uid))) => Ok(Credential::SystemUser(system_user(*uid))),
        _ => Err(ServiceError::Stranger("a token is needed".to_owned())),
    }
}
