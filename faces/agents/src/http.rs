//! Small answers and questions over HTTP/1.1.

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::enrol::Refused;

/// A body of bytes that are there.
pub(crate) type Body = Full<Bytes>;

/// Bodies are no longer than that: bytes.
const MOST: usize = 2 << 20;

/// Questions of steps are no longer than that: bytes.
pub(crate) const LONG: usize = 64 << 20;

/// All of a body.
pub(crate) async fn read(body: Incoming) -> Result<Bytes, String> {
    read_up_to(body, MOST).await
}

/// All of a body that is no longer than that.
pub(crate) async fn read_up_to(body: Incoming, most: usize) -> Result<Bytes, String> {
    let read = Limited::new(body, most).collect().await;
    Ok(read.map_err(|error| error.to_string())?.to_bytes())
}

/// A body of JSON.
pub(crate) async fn read_json<T: DeserializeOwned>(body: Incoming) -> Result<T, String> {
    let bytes = read(body).await?;
    serde_json::from_slice(&bytes).map_err(|error| error.to_string())
}

/// An answer of bytes.
pub(crate) fn answer(status: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    let mut answer = Response::new(Full::new(body.into()));
    *answer.status_mut() = status;
    answer
}

/// An answer of JSON.
pub(crate) fn json(value: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(value) {
        Ok(text) => answer(StatusCode::OK, text),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

/// An answer that something cannot be done.
pub(crate) fn refused(status: StatusCode, why: impl Into<String>) -> Response<Body> {
    let why = Refused { why: why.into() };
    answer(status, serde_json::to_vec(&why).unwrap_or_default())
}

/// A question with a body.
pub(crate) fn post(path: &str, body: impl Into<Bytes>) -> Result<Request<Body>, String> {
    let question = Request::post(path).header("host", "holdpoint");
    let question = question.body(Full::new(body.into()));
    question.map_err(|error| error.to_string())
}

/// A question without one.
pub(crate) fn get(path: &str) -> Result<Request<Body>, String> {
    let question = Request::get(path).header("host", "holdpoint");
    let question = question.body(Full::default());
    question.map_err(|error| error.to_string())
}

/// What an answer says, or why it is none.
pub(crate) async fn good(answer: Response<Incoming>) -> Result<Bytes, String> {
    let status = answer.status();
    let body = read_up_to(answer.into_body(), LONG).await?;
    if status.is_success() {
        return Ok(body);
    }
    let why = serde_json::from_slice::<Refused>(&body).map(|refused| refused.why);
    Err(why.unwrap_or_else(|_| format!("the server answered {status}")))
}
