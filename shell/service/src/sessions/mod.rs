//! People who are signed in with a browser: by password, or by a link that counts once.
//!
//! A session changes the vault only. Whoever presents its token is that person until it lies idle for an hour, is
//! half a day old, or is ended (NIST SP 800-63B-4, section 2.2.3, asks for no more than an hour and a day).

mod password;
mod throttle;

use std::net::IpAddr;

use holdpoint_domain::Actor;
use holdpoint_domain::access::{AccountAct, Door};
use holdpoint_domain::organisation::PersonId;
use holdpoint_ports::{Credential, Lifetime, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use password::SHORTEST_PASSWORD;
pub(crate) use password::check as check_password;
pub(crate) use throttle::Throttle;

use crate::{Entrance, Service, ServiceError};

/// How long a session counts.
pub const LIFETIME: Lifetime = Lifetime {
    idle: 60 * 60 * 1_000,
    absolute: 12 * 60 * 60 * 1_000,
};

/// How long a link counts, in milliseconds.
pub const LINK_MS: i64 = 15 * 60 * 1_000;

/// Somebody who wants to sign in.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// Handle or mail address.
    pub handle: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for LogIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LogIn(..)")
    }
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What to call it by; it opens nothing.
    pub id: String,
    /// Who.
    pub person: PersonId,
    /// What forms bear to prove that they are pages of this session; empty where sessions are listed.
    pub csrf: String,
    /// Since when, in milliseconds since the epoch.
    pub created_ms: i64,
    /// When it was last used, to the minute.
    pub seen_ms: i64,
    /// From when on it counts no more.
    pub expires_ms: i64,
}

/// A session that has just begun. The token is told here and never again.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// What the browser's cookie bears.
    pub token: String,
    /// What it opens.
    pub session: Session,
}

/// Says to whoever keeps the token that its session has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedOut;

/// Says to pages that nobody can be signed in by this way: whoever listens between would read the cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overheard;

/// Says to pages that a form, which a page of this site has sent, is not to be taken: they say so, and show what
/// was typed once more. Whoever sent it is not known to have wanted it, so that there is no [`Session`] besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// Who is signed in, if anybody still is.
    pub session: Option<Session>,
    /// Whether all of the form is there; else it was too large, and its end is missing.
    pub whole: bool,
}

impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSession(..)")
    }
}

impl Service {
    /// Signs somebody in by password. `peer` is where they are, as far as the network tells.
    ///
    /// # Errors
    /// [`ServiceError::Stranger`] for a wrong handle or password, [`ServiceError::TooMany`] after too many of them
    /// for that handle or from that address, and when the vault fails.
    pub fn login(&self, log_in: LogIn, peer: Option<IpAddr>) -> Result<NewSession, ServiceError> {
        let attempt = self.throttle().begin(&log_in.handle, peer, self.now_ms());
        let attempt = attempt.map_err(|wait_ms| ServiceError::TooMany { wait_ms })?;
        let credential = Credential::Password {
            handle: log_in.handle,
            password: log_in.password,
        };
        let actor = self.authenticate(&credential)?;
        self.throttle().succeeded(&attempt);
        match actor.person() {
            Some(person) => self.sign_in(person),
            None => Err(ServiceError::Internal(
                "a password belongs to nobody".to_owned(),
            )),
        }
    }

    /// Signs somebody in by the token of a link, which is worthless afterwards.
    ///
    /// # Errors
    /// [`ServiceError::Stranger`] when it is unknown, used or too old, and when the vault fails.
    pub fn redeem(&self, token: &str) -> Result<NewSession, ServiceError> {
        let person = self.redeemed(token, &Entrance::by(Door::Browser))?;
        self.sign_in(&person)
    }

    /// What the token of a cookie opens; none if it opens nothing, any more or ever.
    ///
    /// # Errors
    /// When the vault fails or the ledger cannot be read.
    pub fn session(&self, token: &str) -> Result<Option<Session>, ServiceError> {
        let found = self.sessions_kept().session(token, self.now_ms())?;
        let Some(session) = found.map(Session::of).transpose()? else {
            return Ok(None);
        };
        Ok(self.counts(&session.person)?.then_some(session))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the vault fails.
    pub fn logout(&self, session: &Session) -> Result<(), ServiceError> {
        self.end_session(&session.person, &session.id).map(drop)
    }

    /// Where the person is signed in, the newest first.
    ///
    /// # Errors
    /// When the vault fails.
    pub fn sessions(&self, person: &PersonId) -> Result<Vec<Session>, ServiceError> {
        let found = self
            .sessions_kept()
            .sessions(person.as_str(), self.now_ms())?;
        found.into_iter().map(Session::of).collect()
    }

    /// Ends one of the person's sessions; says whether there was one of that id.
    ///
    /// # Errors
    /// When the vault fails.
    pub fn end_session(&self, person: &PersonId, id: &str) -> Result<bool, ServiceError> {
        let ended = self
            .sessions_kept()
            .end_sessions(person.as_str(), Some(id))?;
        Ok(ended > 0)
    }

    /// Signs the person out everywhere; says from how many places.
    ///
    /// # Errors
    /// When the vault fails.
    pub fn end_all_sessions(&self, person: &PersonId) -> Result<u64, ServiceError> {
        Ok(self.sessions_kept().end_sessions(person.as_str(), None)?)
    }

    /// The token of a link that signs the person in once, within [`LINK_MS`]: an enrolment that Holdpoint itself
    /// issues, and the ledger says so. Nobody is asked whether they may, so it is for the program alone that has the
    /// data directory in hand and shows its own sample; no request reaches it (`clippy.toml`). Whoever wants to let
    /// somebody in asks for an enrolment.
    ///
    /// # Errors
    /// When nobody has that id, or the vault fails.
    pub fn login_link(&self, person: &PersonId) -> Result<String, ServiceError> {
        let expires = self.now_ms().saturating_add(LINK_MS);
        let issue = AccountAct::IssueEnrolment {
            expires: holdpoint_domain::Time::from_millis(expires),
        };
        self.record(&Actor::System, person, issue)?;
        Ok(self.sessions_kept().issue_link(person.as_str(), expires)?)
    }

    pub(crate) fn sign_in(&self, person: &PersonId) -> Result<NewSession, ServiceError> {
        let (token, signed_in) =
            self.sessions_kept()
                .start_session(person.as_str(), LIFETIME, self.now_ms())?;
        let session = Session::of(signed_in)?;
        Ok(NewSession { token, session })
    }
}

impl Session {
    fn of(kept: SignedIn) -> Result<Self, ServiceError> {
        Ok(Self {
            id: kept.id,
            person: parse(kept.person)?,
            csrf: kept.csrf,
            created_ms: kept.created,
            seen_ms: kept.seen,
            expires_ms: kept.expires,
        })
    }
}

fn parse(person: String) -> Result<PersonId, ServiceError> {
    PersonId::new(person).map_err(|error| ServiceError::Internal(error.to_string()))
}
