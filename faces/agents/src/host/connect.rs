//! The way to the server: TLS with the agent's own certificate, and HTTP in it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use holdpoint_courier::drive::Connect;
use holdpoint_identity::{Credentials, Pin, agent_config, enrolling_config};
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls::time_provider::DefaultTimeProvider;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::enrol::{LINK, POLL, PROTOCOL};
use crate::http::{Body, get, good, post};

/// Where a server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    host: String,
    port: u16,
    name: ServerName<'static>,
}

impl Address {
    /// Of `https://HOST[:PORT]`.
    pub(super) fn read(url: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("`{url}` is no address of a server: {why}");
        let rest = url.strip_prefix("https://");
        let rest = rest.ok_or_else(|| wrong("`https://HOST:PORT` was expected"))?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                let port = port.parse().map_err(|_| wrong("its port is no number"))?;
                (host, port)
            }
            _ => (rest, 443),
        };
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let name = ServerName::try_from(host.clone());
        let name = name.map_err(|_| wrong("its host is neither a name nor an IP address"))?;
        Ok(Self { host, port, name })
    }

    async fn connect(&self, config: ClientConfig) -> io::Result<http1::SendRequest<Body>> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        stream.set_nodelay(true)?;
        let tls = TlsConnector::from(Arc::new(config));
        let stream = tls.connect(self.name.clone(), stream).await?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(io::Error::other)?;
        // It ends with the sender, or with what it was upgraded to.
        tokio::spawn(connection.with_upgrades());
        Ok(sender)
    }

    /// One question to a server that is known by its pin alone.
    pub(super) async fn enrol(&self, pin: Pin, question: Request<Body>) -> Result<Bytes, String> {
        let config = enrolling_config(pin, Arc::new(DefaultTimeProvider));
        let config = config.map_err(|error| error.to_string())?;
        let sender = self.connect(config).await;
        let mut sender = sender.map_err(|error| format!("{}:{}: {error}", self.host, self.port))?;
        let answer = sender.send_request(question).await;
        good(answer.map_err(|error| error.to_string())?).await
    }
}

/// The way of an agent that is known.
pub(super) struct Way {
    address: Address,
    credentials: Mutex<Arc<Credentials>>,
    /// A connection for questions, if it is free.
    free: Mutex<Option<http1::SendRequest<Body>>>,
}

impl Way {
    pub(super) fn new(address: Address, credentials: Credentials) -> Self {
        Self {
            address,
            credentials: Mutex::new(Arc::new(credentials)),
            free: Mutex::new(None),
        }
    }

    pub(super) fn credentials(&self) -> Arc<Credentials> {
        let held = self.credentials.lock();
        Arc::clone(&held.unwrap_or_else(PoisonError::into_inner))
    }

    /// From the next connection on.
    pub(super) fn renewed(&self, credentials: Credentials) {
        let held = self.credentials.lock();
        *held.unwrap_or_else(PoisonError::into_inner) = Arc::new(credentials);
        *self.held() = None;
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<http1::SendRequest<Body>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> io::Result<http1::SendRequest<Body>> {
        let config = agent_config(&self.credentials(), Arc::new(DefaultTimeProvider));
        self.address
            .connect(config.map_err(io::Error::other)?)
            .await
    }

    /// Asks, over a connection that there is if it is free.
    pub(super) async fn ask(&self, question: Request<Body>) -> Result<Bytes, String> {
        let free = self.held().take();
        let mut sender = match free.filter(|sender| sender.is_ready()) {
            Some(sender) => sender,
            None => self.connect().await.map_err(|error| error.to_string())?,
        };
        let answer = sender.send_request(question).await;
        let body = good(answer.map_err(|error| error.to_string())?).await;
        *self.held() = Some(sender);
        body
    }
}

impl Connect for Way {
    type Io = TokioIo<Upgraded>;

    async fn stream(&self) -> io::Result<Self::Io> {
        let mut sender = self.connect().await?;
        let mut question = get(LINK).map_err(io::Error::other)?;
        let headers = question.headers_mut();
        headers.insert("connection", http::HeaderValue::from_static("upgrade"));
        headers.insert("upgrade", http::HeaderValue::from_static(PROTOCOL));
        let answer: Response<Incoming> = sender
            .send_request(question)
            .await
            .map_err(io::Error::other)?;
        if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
            let why = good(answer).await.err();
            return Err(io::Error::other(why.unwrap_or_default()));
        }
        let upgraded = hyper::upgrade::on(answer).await;
        upgraded.map(TokioIo::new).map_err(io::Error::other)
    }

    async fn exchange(&self, body: Vec<u8>) -> io::Result<Vec<u8>> {
        let question = post(POLL, body).map_err(io::Error::other)?;
        let mut sender = self.connect().await?;
        let answer = sender.send_request(question).await;
        let body = good(answer.map_err(io::Error::other)?).await;
        body.map(Vec::from).map_err(io::Error::other)
    }
}
