//! The one thing that knows a network.

use std::fmt;
use std::io::Read;
use thiserror::Error;

/// How a resource is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// With its content.
    Get,
    /// Without.
    Head,
}

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
}

impl fmt::Debug for Request {
    /// Without the values of headers: one may be a password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        out.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &names)
            .finish()
    }
}

/// An answer; its body is read as it comes.
pub struct Response {
    /// The status, such as 200.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Box<dyn Read + Send>,
}

impl fmt::Debug for Response {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Response")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl Response {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Why there was no answer at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct TransportError(pub String);

/// Whoever carries requests to a server.
///
/// Implementations verify TLS, bound the time of a request, follow redirects, and leave the `Authorization` header
/// out when a redirect leads to another host.
pub trait Transport {
    /// Sends a request.
    ///
    /// # Errors
    /// When there was no answer; any status is an answer.
    fn send(&self, request: &Request) -> Result<Response, TransportError>;
}
