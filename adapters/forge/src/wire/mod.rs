//! Requests to a forge, and what its answers mean.

mod answer;
mod limits;
mod said;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use holdpoint_ports::{Clock, ForgeError};
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;

pub(crate) use answer::Answer;
use limits::Turn;

/// How long a forge may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Requests for one thing, the first included.
const TRIES: u32 = 4;
/// Pages of a list: ten thousand comments.
const PAGES: usize = 100;

/// How a forge that wants rest has it.
#[derive(Clone)]
pub struct Patience {
    /// What the time is, as forges name moments at which they go on.
    pub clock: Arc<dyn Clock>,
    /// Lets that much time pass.
    pub rest: Arc<dyn Fn(Duration) + Send + Sync>,
    /// How many seconds of it there may be for all requests together.
    pub most: u64,
}

/// Requests to one forge.
pub(crate) struct Wire {
    http: Client,
    base: Url,
    headers: HeaderMap,
    patience: Patience,
    rested: AtomicU64,
}

impl Wire {
    /// To the forge at an address, with what each request carries.
    pub(crate) fn open(
        base: &str,
        headers: &[(&'static str, String)],
        patience: Patience,
    ) -> Result<Self, ForgeError> {
        let base = Url::parse(base).map_err(|_| unreachable("its address is none"))?;
        if !matches!(base.scheme(), "https" | "http") || base.host_str().is_none() {
            return Err(unreachable("its address is none"));
        }
        // Whoever was first has set the provider already.
        let _ = rustls::crypto::CryptoProvider::install_default(
            rustls::crypto::ring::default_provider(),
        );
        let http = Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::custom(at_home))
            .user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            http: http.map_err(|error| unreachable(&said::of(&error)))?,
            base,
            headers: carried(headers)?,
            patience,
            rested: AtomicU64::new(0),
        })
    }

    pub(crate) fn get(&self, path: &str) -> Result<Answer, ForgeError> {
        self.ask(&Method::GET, path, None)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Answer, ForgeError> {
        self.ask(&Method::POST, path, Some(body))
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Result<Answer, ForgeError> {
        self.ask(&Method::PUT, path, Some(body))
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Result<Answer, ForgeError> {
        self.ask(&Method::PATCH, path, Some(body))
    }

    pub(crate) fn delete(&self, path: &str) -> Result<Answer, ForgeError> {
        self.ask(&Method::DELETE, path, None)
    }

    /// All pages of a list, each of that many.
    pub(crate) fn pages<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        size: &str,
    ) -> Result<Vec<T>, ForgeError> {
        let mut all = Vec::new();
        let with = if path.contains('?') { '&' } else { '?' };
        for page in 1..=PAGES {
            let answer = self.get(&format!("{path}{with}{size}&page={page}"))?;
            let more = answer.has_next();
            all.extend(answer.json::<Vec<T>>()?);
            if !more {
                break;
            }
        }
        Ok(all)
    }

    fn ask(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Answer, ForgeError> {
        for attempt in 1..=TRIES {
            let turn = match self.request(method, path, body).send() {
                Ok(answer) => limits::judge(method, answer, attempt, self.patience.clock.now())?,
                Err(error) => limits::broken(method, &error.without_url(), attempt)?,
            };
            match turn {
                Turn::Answer(answer) => return Ok(answer),
                Turn::Again(_, error) if attempt == TRIES => return Err(error),
                Turn::Again(rest, _) => self.rest(rest)?,
            }
        }
        Err(unreachable("it wants to be asked again and again"))
    }

    fn request(&self, method: &Method, path: &str, body: Option<&Value>) -> RequestBuilder {
        let base = self.base.as_str().trim_end_matches('/');
        let request = self.http.request(method.clone(), format!("{base}{path}"));
        let request = request.headers(self.headers.clone());
        match body {
            Some(body) => request.json(body),
            None => request,
        }
    }

    /// Rests, if there is that much patience left.
    fn rest(&self, seconds: u64) -> Result<(), ForgeError> {
        let before = self.rested.fetch_add(seconds, Ordering::Relaxed);
        if before.saturating_add(seconds) > self.patience.most {
            return Err(ForgeError::Limited(seconds));
        }
        (self.patience.rest)(Duration::from_secs(seconds));
        Ok(())
    }
}

/// A repository that has moved is followed within its forge: the token is for nobody else.
fn at_home(attempt: reqwest::redirect::Attempt<'_>) -> reqwest::redirect::Action {
    let home = attempt.previous().first().map(Url::origin);
    match home == Some(attempt.url().origin()) && attempt.previous().len() < 4 {
        true => attempt.follow(),
        false => attempt.stop(),
    }
}

fn carried(headers: &[(&'static str, String)]) -> Result<HeaderMap, ForgeError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let wrong = |_| ForgeError::Unknown("it is none that a header can carry".to_owned());
        let mut value = HeaderValue::from_str(value).map_err(wrong)?;
        value.set_sensitive(*name != "accept");
        map.insert(HeaderName::from_static(name), value);
    }
    Ok(map)
}

fn unreachable(why: &str) -> ForgeError {
    ForgeError::Unreachable(why.to_owned())
}
