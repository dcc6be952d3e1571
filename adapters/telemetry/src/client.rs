//! HTTP for the thread that sends.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use opentelemetry_http::{HttpClient, HttpError};

/// How long a collector may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers are of no interest beyond their status.
const MOST: u64 = 64 * 1024;

/// Waits where it is called: the thread that sends does nothing else.
#[derive(Debug)]
pub(super) struct Blocking(reqwest::blocking::Client);

impl Blocking {
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        // Another part of the program may have chosen it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::blocking::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none());
        // Made on a thread of its own: a runtime around this one would not let it go.
        let built = std::thread::scope(|scope| scope.spawn(|| client.build()).join());
        match built {
            Ok(client) => client.map(Self),
            Err(panicked) => std::panic::resume_unwind(panicked),
        }
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        use std::io::Read as _;
        let (head, body) = request.into_parts();
        let sent = { self.0.request(head.method, head.uri.to_string()) }
            .headers(head.headers)
            .body(body)
            .send()?;
        let mut answer = Response::builder().status(sent.status());
        if let Some(headers) = answer.headers_mut() {
            headers.clone_from(sent.headers());
        }
        let mut read = Vec::new();
        sent.take(MOST).read_to_end(&mut read)?;
        Ok(answer.body(read.into())?)
    }
}

type Sending<'t> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 't>>;

impl HttpClient for Blocking {
    fn send_bytes<'l, 't>(&'l self, request: Request<Bytes>) -> Sending<'t>
    where
        'l: 't,
        Self: 't,
    {
        Box::pin(async move { self.send(request) })
    }
}
