//! What is wrong with a token that is to be issued.

use std::time::Duration;

use thiserror::Error;

use super::issuer::{LONGEST, LONGEST_LIFETIME};
use super::keys::MOST;
use super::subject::LONGEST as LONGEST_SUBJECT;
use crate::key::NoRandomness;

/// Why no token is issued.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IssueMistake {
    /// All that is wrong with what it is to say.
    #[error("{}", joined(.0))]
    Problems(Vec<TokenProblem>),
    /// It would be too long.
    #[error(
        "the token would have {0} bytes: {LONGEST} are what most servers take in a header, so give it fewer or shorter claims"
    )]
    Long(usize),
    /// The system gives no randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// It cannot be written.
    #[error("the token cannot be written: {0}")]
    Json(String),
}

/// One thing that a token cannot say.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TokenProblem {
    /// It would count too long, or not at all.
    #[error("a token counts for a minute at least and {} minutes at most, not for {} seconds", LONGEST_LIFETIME.as_secs() / 60, .0.as_secs())]
    Lifetime(Duration),
    /// Now is before 1970.
    #[error("now is before 1970: is the clock right?")]
    Clock,
    /// There is no audience, or a very long one.
    #[error(
        "the audience has {0} bytes: 1 to 255 were expected, such as `https://registry.example.com`"
    )]
    Audience(usize),
    /// The issuer says that by itself.
    #[error("the claim `{0}` is the issuer's own: give yours another name")]
    Own(String),
    /// Nobody could ask for a claim of that name.
    #[error(
        "`{0}` is no name of a claim: 1 to 64 letters from A to Z, digits, `_`, `-` and `.` were expected"
    )]
    Name(String),
    /// The number is too large.
    #[error("the number of the claim `{0}` has more than 53 bits: say it as a text")]
    Number(String),
}

/// Why there is no new key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RotateMistake {
    /// There are too many that are still needed.
    #[error(
        "there are {MOST} keys already that tokens may be verified with: keys that are made faster than they are announced help nobody"
    )]
    Many,
    /// The system gives no randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// Why an address cannot be an issuer's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` cannot be the address of an issuer: {why}")]
pub struct IssuerMistake {
    pub(super) text: String,
    pub(super) why: &'static str,
}

/// Why there is no such subject.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SubjectMistake {
    /// There is nothing in it.
    #[error("a subject has one part at least")]
    Empty,
    /// Some of its parts cannot be named so.
    #[error("these cannot name parts of a subject, which lower-case letters, digits, `_` and `-` do: {}", .0.join(", "))]
    Names(Vec<String>),
    /// Some of its parts have nothing in them.
    #[error("these parts of the subject are empty: {}", .0.join(", "))]
    Values(Vec<String>),
    /// It is too long.
    #[error(
        "the subject has {0} characters: {LONGEST_SUBJECT} are allowed (OpenID Connect Core, section 2), so leave a part out and say it as a claim"
    )]
    Long(usize),
}

fn joined(problems: &[TokenProblem]) -> String {
    let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
    all.join("; ")
}
