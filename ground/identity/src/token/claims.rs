//! What a token says.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::base64url;
use super::issuer::{LONGEST_LIFETIME, SHORTEST_LIFETIME};
use super::mistake::{IssueMistake, TokenProblem};
use super::subject::Subject;

/// Claims that the issuer sets by itself.
const OWN: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// Largest number that every reader of JSON reads exactly: 2^53 - 1 (RFC 8259, section 6).
const LARGEST_NUMBER: u64 = (1 << 53) - 1;

/// Longest audience, in bytes.
const LONGEST_AUDIENCE: usize = 255;

/// What a claim of the caller's says. It is flat: conditions on tokens, wherever they are written, look at nothing that
/// is nested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Claim {
    /// A text.
    Text(String),
    /// A whole number, of 53 bits at most.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// Several texts.
    Texts(Vec<String>),
}

/// A token that is to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepToken {
    /// Whom it is about.
    pub subject: Subject,
    /// For whom it is: one only, so that nobody can show it to the next.
    pub audience: String,
    /// Now, in seconds since the epoch.
    pub now: i64,
    /// For how long it counts: minutes, an hour at most.
    pub lifetime: Duration,
    /// Random bits, by which this one is told from others.
    pub id: [u8; 16],
    /// What else it says: release, environment, run, step.
    pub claims: BTreeMap<String, Claim>,
}

/// The claims as they are written: the registered ones first (RFC 7519, section 4.1), then the others by their names.
#[derive(Serialize)]
pub(super) struct Written<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    exp: i64,
    nbf: i64,
    iat: i64,
    jti: String,
    #[serde(flatten)]
    claims: &'a BTreeMap<String, Claim>,
}

impl StepToken {
    pub(super) fn written<'a>(&'a self, issuer: &'a str) -> Result<Written<'a>, IssueMistake> {
        self.check()?;
        let lifetime = i64::try_from(self.lifetime.as_secs()).unwrap_or(i64::MAX);
        Ok(Written {
            iss: issuer,
            sub: self.subject.as_str(),
            aud: &self.audience,
            exp: self.now.saturating_add(lifetime),
            nbf: self.now,
            iat: self.now,
            jti: base64url::encode(self.id),
            claims: &self.claims,
        })
    }

    fn check(&self) -> Result<(), IssueMistake> {
        let mut wrong = Vec::new();
        if !(SHORTEST_LIFETIME..=LONGEST_LIFETIME).contains(&self.lifetime) {
            wrong.push(TokenProblem::Lifetime(self.lifetime));
        }
        if self.now < 0 {
            wrong.push(TokenProblem::Clock);
        }
        if !(1..=LONGEST_AUDIENCE).contains(&self.audience.len()) {
            wrong.push(TokenProblem::Audience(self.audience.len()));
        }
        let mistakes = self
            .claims
            .iter()
            .filter_map(|(name, claim)| problem(name, claim));
        wrong.extend(mistakes);
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(IssueMistake::Problems(wrong)),
        }
    }
}

fn problem(name: &str, claim: &Claim) -> Option<TokenProblem> {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if OWN.contains(&name) {
        return Some(TokenProblem::Own(name.to_owned()));
    }
    if name.is_empty() || name.len() > 64 || !name.chars().all(letter) {
        let shown = name.chars().flat_map(char::escape_debug).take(64);
        return Some(TokenProblem::Name(shown.collect()));
    }
    match claim {
        Claim::Number(number) if number.unsigned_abs() > LARGEST_NUMBER => {
            Some(TokenProblem::Number(name.to_owned()))
        }
        _ => None,
    }
}
