//! Logging in at identity providers of the organisation: OpenID Connect, authorisation code with PKCE.
//!
//! What a log-in begins with is bound to one browser, by a cookie that has 256 random bits: state, nonce and verifier are
//! digests of them, so that nothing has to be kept here, and whoever has not the cookie can finish nothing. Who somebody is
//! follows from issuer and subject alone, and never from a mail address.

mod begin;
mod bound;
mod finish;
mod groups;
mod joining;
mod linking;
mod logout;
mod refusal;

use std::sync::Arc;

use holdpoint_domain::bulletin::Secret;
use holdpoint_domain::directory::Provider;
use holdpoint_tokens::Expected;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::NewSession;
pub(crate) use bound::Bound;
pub use refusal::{SIGN_ON_PAGES, SignOnError};

/// How long a log-in may take, in milliseconds.
pub const LOGIN_MS: i64 = 10 * 60 * 1_000;

/// By how many seconds clocks may differ.
const SKEW: i64 = 60;

/// Reads secrets where the settings say that they stand.
pub trait LoginSecrets: Send + Sync {
    /// The secret.
    ///
    /// # Errors
    /// Why it cannot be read; nothing of it.
    fn read(&self, secret: &Secret) -> Result<String, String>;
}

/// Where people reach this server, so that providers send them back there, and what reads its secrets.
pub(crate) struct Here {
    address: String,
    secrets: Arc<dyn LoginSecrets>,
}

/// A provider, and where it sends people back to.
pub(super) struct Counterpart {
    provider: Provider,
    here: String,
}

impl Counterpart {
    /// Each provider has an address of its own to send people back to, so that none answers for another.
    fn returns_to(&self) -> String {
        format!("{}/login/provider/{}/return", self.here, self.provider.name)
    }

    fn expected(&self, now_ms: i64) -> Expected<'_> {
        Expected {
            issuer: &self.provider.issuer,
            audience: &self.provider.client,
            now: now_ms.div_euclid(1_000),
            skew: SKEW,
            longest: None,
        }
    }
}

/// A provider as people choose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LoginProvider {
    /// What the settings call it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its issuer.
    pub issuer: String,
}

/// A log-in that has begun.
#[derive(Clone, PartialEq, Eq)]
pub struct Begun {
    /// Where the browser goes.
    pub address: String,
    /// What its cookie bears meanwhile.
    pub cookie: String,
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Begun(..)")
    }
}

/// What the provider has the browser bring back.
#[derive(Clone, Default)]
pub struct Returned {
    /// The code that tokens are given for.
    pub code: Option<String>,
    /// What was sent along.
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub issuer: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

impl std::fmt::Debug for Returned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Returned(..)")
    }
}

/// A log-in that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Where they wanted to go.
    pub to: String,
    /// Who is signed in; nobody anew if somebody only said that they are that person there.
    pub begun: Option<NewSession>,
}

/// What a browser keeps of log-ins at providers, in cookies of its own.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// What binds a log-in to it that has begun.
    pub login: Option<String>,
    /// Where its session was begun.
    pub provider: Option<String>,
}

impl std::fmt::Debug for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remembered(..)")
    }
}

/// Says to whoever keeps cookies what the browser is to keep of a log-in.
#[derive(Clone, PartialEq, Eq)]
pub enum Remember {
    /// That it has begun.
    Login(String),
    /// That it is over, and where the session was begun if one was.
    Over(Option<String>),
}

impl std::fmt::Debug for Remember {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remember(..)")
    }
}
