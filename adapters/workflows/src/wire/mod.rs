//! Requests to a system, and what its answers mean.

mod answer;
mod judge;
mod said;

use std::sync::Arc;
use std::time::Duration;

use holdpoint_ports::Clock;
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;

use crate::{Address, System, Trouble};
pub(crate) use answer::Answer;
use judge::Turn;

/// How long a system may take to answer.
const LONGEST: Duration = Duration::from_secs(30);
/// How long it may take until there is a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Requests for one thing, the first included.
const TRIES: u32 = 4;

/// How a system that wants rest has it.
#[derive(Clone)]
pub struct Patience {
    /// What the time is, as systems name moments at which they go on.
    pub clock: Arc<dyn Clock>,
    /// Lets that much time pass.
    pub rest: Arc<dyn Fn(Duration) + Send + Sync>,
    /// How many seconds of it there may be for one question.
    pub most: u64,
}

impl Default for Patience {
    /// By the clock of this machine, for up to half a minute.
    fn default() -> Self {
        Self {
            clock: Arc::new(holdpoint_ports::SystemClock),
            rest: Arc::new(std::thread::sleep),
            most: 30,
        }
    }
}

/// Whether something may be asked again when nobody knows what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// It makes no difference how often it is done.
    Again,
    /// It is sent once and at once: it must not be done twice, and whoever waits for it has to know when it was sent.
    Once,
}

/// What is sent.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Nothing,
    Json(Value),
    /// An encoded form.
    Form(String),
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// The path behind the address of the system, with its query.
    pub(crate) path: String,
    pub(crate) body: Body,
    pub(crate) care: Care,
    /// Headers of this request alone.
    pub(crate) with: HeaderMap,
}

impl Ask {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, Body::Nothing, Care::Again)
    }

    /// A question that is part of something that is done once.
    pub(crate) fn get_once(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, Body::Nothing, Care::Once)
    }

    pub(crate) fn new(method: Method, path: impl Into<String>, body: Body, care: Care) -> Self {
        let path = path.into();
        Self {
            method,
            path,
            body,
            care,
            with: HeaderMap::new(),
        }
    }
}

/// Requests to one system.
pub(crate) struct Wire {
    http: Client,
    base: String,
    headers: HeaderMap,
    patience: Patience,
    pub(crate) system: System,
    secrets: Vec<String>,
}

impl Wire {
    pub(crate) fn open(
        address: &Address,
        headers: &[(&'static str, String)],
        patience: Patience,
    ) -> Result<Self, Trouble> {
        let (system, base) = (address.system, base(&address.api)?);
        let why = |error: reqwest::Error| Trouble::Unreachable {
            system,
            why: said::of(&error),
        };
        Ok(Self {
            http: client().map_err(why)?,
            base,
            secrets: secrets(address, headers),
            headers: carried(headers)?,
            patience,
            system,
        })
    }

    /// Where the system is.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn get(&self, path: impl Into<String>) -> Result<Answer, Trouble> {
        self.ask(&Ask::get(path))
    }

    /// The same; nothing if it is not there.
    pub(crate) fn maybe(&self, path: impl Into<String>) -> Result<Option<Answer>, Trouble> {
        match self.get(path) {
            Ok(answer) => Ok(Some(answer)),
            Err(Trouble::Absent { .. }) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    pub(crate) fn ask(&self, ask: &Ask) -> Result<Answer, Trouble> {
        let mut left = self.patience.most;
        for attempt in 1..=TRIES {
            let turn = match self.request(ask).send() {
                Ok(response) => self.judge(ask, response, attempt),
                Err(error) => self.broken(ask, &error.without_url(), attempt),
            };
            match turn {
                Turn::Answer(answer) => return Ok(answer),
                Turn::No(trouble) => return Err(trouble),
                Turn::Again(_, trouble) if attempt == TRIES => return Err(trouble),
                Turn::Again(rest, _) => left = self.rest(rest, left)?,
            }
        }
        Err(self.unsure("it wants to be asked again and again"))
    }

    fn request(&self, ask: &Ask) -> RequestBuilder {
        let url = format!("{}{}", self.base, ask.path);
        let request = self.http.request(ask.method.clone(), url);
        let request = request
            .headers(self.headers.clone())
            .headers(ask.with.clone());
        match &ask.body {
            // Some servers want to be told that there is nothing.
            Body::Nothing if ask.method != Method::GET => request.body(""),
            Body::Nothing => request,
            Body::Json(value) => request.json(value),
            Body::Form(form) => request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.clone()),
        }
    }

    /// Rests, if there is that much patience left, and says how much is left then.
    fn rest(&self, seconds: u64, left: u64) -> Result<u64, Trouble> {
        let system = self.system;
        let left = left.checked_sub(seconds);
        let left = left.ok_or(Trouble::Limited { system, seconds })?;
        (self.patience.rest)(Duration::from_secs(seconds));
        Ok(left)
    }

    pub(crate) fn unsure(&self, why: &str) -> Trouble {
        let why = self.scrubbed(&said::line(why));
        Trouble::Unsure {
            system: self.system,
            why,
        }
    }

    /// A text without the token, should somebody have repeated it.
    fn scrubbed(&self, text: &str) -> String {
        { self.secrets.iter() }.fold(text.to_owned(), |text, secret| text.replace(secret, "…"))
    }
}

fn client() -> reqwest::Result<Client> {
    // Whoever was first has set the provider already.
    let provider = rustls::crypto::ring::default_provider();
    let _ = rustls::crypto::CryptoProvider::install_default(provider);
    Client::builder()
        .timeout(LONGEST)
        .connect_timeout(CONNECT)
        // A token is for one system, and a job that is started at another address is started nowhere.
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// What is shown to nobody: the token, its part behind a user, and what a header makes of it.
fn secrets(address: &Address, headers: &[(&'static str, String)]) -> Vec<String> {
    let token = address.token.text();
    let part = token.split_once(':').map(|(_, secret)| secret);
    let coded = headers.iter().filter(|(name, _)| *name == "authorization");
    let coded = coded.filter_map(|(_, value)| value.split(' ').next_back());
    let all = coded.chain([token]).chain(part);
    all.filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The address of a system, without a slash at its end.
fn base(text: &str) -> Result<String, Trouble> {
    let url = Url::parse(text.trim()).ok();
    let sound = url.filter(|url| {
        let plain = url.query().is_none() && url.fragment().is_none();
        let nobody = url.username().is_empty() && url.password().is_none();
        matches!(url.scheme(), "https" | "http") && url.has_host() && plain && nobody
    });
    let wrong = "the address of the system is none; write it as `https://jenkins.example.org`, without a user in it";
    match sound {
        Some(url) => Ok(url.as_str().trim_end_matches('/').to_owned()),
        None => Err(Trouble::Order(wrong.to_owned())),
    }
}

fn carried(headers: &[(&'static str, String)]) -> Result<HeaderMap, Trouble> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let wrong = "the token has signs that no header carries; copy it again";
        let value = HeaderValue::from_str(value);
        let mut value = value.map_err(|_| Trouble::Order(wrong.to_owned()))?;
        value.set_sensitive(true);
        map.insert(HeaderName::from_static(name), value);
    }
    Ok(map)
}
