//! Requests over HTTP. Of what is answered nothing but the status is ever said.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::HeaderValue;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::why::Trouble;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a keeper may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// The same of a metadata service, which is near or not there.
const NEAR: Duration = Duration::from_secs(2);
/// Bytes of an answer that are read.
const LONGEST: u64 = 1 << 20;
/// Requests for one thing, the first included.
const TRIES: u32 = 3;

/// Whom one talks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whom {
    /// A keeper, who is believed if the system does, or these certificates.
    Keeper(Option<PathBuf>),
    /// A metadata service: without a proxy.
    Metadata,
}

/// Connections that stay open. Nothing is made ready before the first request.
pub(crate) struct Wire {
    whom: Whom,
    rest: Duration,
    client: OnceLock<Result<Client, Trouble>>,
}

/// What was answered. It is wiped when it is dropped.
pub(crate) struct Answer {
    pub(crate) status: u16,
    body: Zeroizing<Vec<u8>>,
}

impl Wire {
    pub(crate) fn new(whom: Whom, rest: Duration) -> Self {
        let client = OnceLock::new();
        Self { whom, rest, client }
    }

    /// Sends a request that may be sent twice, and does so if there is no answer or one that says *later*.
    pub(crate) fn send(
        &self,
        request: impl Fn(&Client) -> Result<RequestBuilder, Trouble>,
    ) -> Result<Answer, Trouble> {
        let client = self.client.get_or_init(|| open(&self.whom));
        let client = client.as_ref().map_err(Clone::clone)?;
        let mut rest = self.rest;
        for _ in 1..TRIES {
            match once(request(client)?) {
                Ok(answer) if !answer.later() => return Ok(answer),
                Err(trouble @ Trouble::Unreadable) => return Err(trouble),
                _ => std::thread::sleep(rest),
            }
            rest *= 4;
        }
        once(request(client)?)
    }
}

impl Answer {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        serde_json::from_slice(&self.body).map_err(|_| Trouble::Unreadable)
    }

    /// Whether the answer has these bytes.
    pub(crate) fn says(&self, words: &str) -> bool {
        let mut windows = self.body.windows(words.len().max(1));
        windows.any(|window| window == words.as_bytes())
    }

    pub(crate) fn is_fine(&self) -> bool {
        self.status == 200
    }

    /// A vault that is sealed stays so until somebody unseals it.
    fn later(&self) -> bool {
        matches!(self.status, 412 | 429 | 500 | 502 | 503 | 504) && !self.says("sealed")
    }

    /// What a status means that is neither fine nor special to a keeper.
    pub(crate) fn otherwise(&self) -> Trouble {
        match self.status {
            301 | 302 | 303 | 307 | 308 => Trouble::Moved,
            429 => Trouble::Limited,
            200 => Trouble::Unreadable,
            status => Trouble::Answer(status),
        }
    }
}

fn once(request: RequestBuilder) -> Result<Answer, Trouble> {
    let answer = request
        .send()
        .map_err(|error| broken(error.without_url()))?;
    let status = answer.status().as_u16();
    let body = read(answer)?;
    Ok(Answer { status, body })
}

fn read(answer: Response) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let length = answer.content_length().unwrap_or(LONGEST).min(LONGEST);
    // So large that it never moves, which would leave a copy.
    let room = usize::try_from(length + 1).unwrap_or_default() + 64;
    let mut body = Zeroizing::new(Vec::with_capacity(room));
    let read = answer.take(LONGEST + 1).read_to_end(&mut body);
    read.map_err(|_| Trouble::Broken)?;
    match body.len() as u64 > LONGEST {
        true => Err(Trouble::Unreadable),
        false => Ok(body),
    }
}

/// Before there is a connection nothing was sent or answered: what the system says of it can be said.
fn broken(error: reqwest::Error) -> Trouble {
    if error.is_timeout() {
        return Trouble::Slow;
    }
    if !error.is_connect() {
        return Trouble::Broken;
    }
    let mut next: Option<&dyn std::error::Error> = Some(&error);
    let mut text = String::new();
    while let Some(one) = next {
        text = one.to_string();
        next = one.source();
    }
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    Trouble::Unreachable(plain.take(200).collect())
}

fn open(whom: &Whom) -> Result<Client, Trouble> {
    // Whoever was first has set the provider already.
    let _ =
        rustls::crypto::CryptoProvider::install_default(rustls::crypto::ring::default_provider());
    let builder = Client::builder()
        .connect_timeout(if *whom == Whom::Metadata {
            NEAR
        } else {
            CONNECT
        })
        .timeout(if *whom == Whom::Metadata {
            NEAR
        } else {
            PATIENCE
        })
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")));
    let builder = match whom {
        Whom::Metadata => builder.no_proxy(),
        Whom::Keeper(None) => builder,
        Whom::Keeper(Some(ca)) => builder.tls_certs_merge(certificates(ca)?),
    };
    builder
        .build()
        .map_err(|_| Trouble::Unreachable("no TLS can be had here".to_owned()))
}

fn certificates(ca: &Path) -> Result<Vec<reqwest::Certificate>, Trouble> {
    let pem = std::fs::read(ca).map_err(|error| Trouble::Medium(error.kind()))?;
    let read = reqwest::Certificate::from_pem_bundle(&pem);
    read.map_err(|_| Trouble::Credentials("the file of certificates has none"))
}

/// A header that no log shows.
pub(crate) fn hidden(value: &str) -> Result<HeaderValue, Trouble> {
    let value = HeaderValue::from_str(value);
    let mut value =
        value.map_err(|_| Trouble::Credentials("they are none that a header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// An address with a path behind it, each part of which is spelled as parts of paths are.
pub(crate) fn address(base: &str, parts: &[&str]) -> Result<reqwest::Url, Trouble> {
    let mut url = reqwest::Url::parse(base).map_err(|_| Trouble::Unreadable)?;
    let mut segments = url.path_segments_mut().map_err(|()| Trouble::Unreadable)?;
    segments.pop_if_empty().extend(parts);
    drop(segments);
    Ok(url)
}
