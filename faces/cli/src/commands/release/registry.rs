//! Registries and repositories, asked over HTTP.

use std::time::Duration;

use holdpoint_artifacts::registry::{
    Credentials, Method, Request, Response, Transport, TransportError,
};
use reqwest::blocking::Client;

use crate::error::Failure;
use crate::http;

/// Carries requests to registries. Redirects to another host lose the credentials, as reqwest does by itself.
pub(super) struct Network(Client);

impl Network {
    pub(super) fn new() -> Result<Self, Failure> {
        let client = http::builder().timeout(Duration::from_secs(120)).build();
        let client = client.map_err(|error| {
            Failure::failed("network", "no HTTP client can be made").because(&error)
        })?;
        Ok(Self(client))
    }
}

impl Transport for Network {
    fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let mut sent = match request.method {
            Method::Get => self.0.get(&request.url),
            Method::Head => self.0.head(&request.url),
        };
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        let answer = sent
            .send()
            .map_err(|error| TransportError(causes(&error)))?;
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        Ok(Response {
            status: answer.status().as_u16(),
            headers: headers.collect(),
            body: Box::new(answer),
        })
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text = format!("{text}: {error}");
        next = error.source();
    }
    text
}

/// Credentials for registries, from `HOLDPOINT_REGISTRY_TOKEN`, or `HOLDPOINT_REGISTRY_USER` and
/// `HOLDPOINT_REGISTRY_PASSWORD`.
pub(super) fn credentials() -> Option<Credentials> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(token) = variable("HOLDPOINT_REGISTRY_TOKEN") {
        return Some(Credentials::Bearer(token));
    }
    let user = variable("HOLDPOINT_REGISTRY_USER")?;
    let password = variable("HOLDPOINT_REGISTRY_PASSWORD")?;
    Some(Credentials::Basic { user, password })
}
