//! What a token says.

use serde_json::{Map, Value};

use crate::mistake::{TokenMistake, shown};

/// The claims of a token that its issuer signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Map<String, Value>);

impl Claims {
    pub(crate) fn new(claims: Map<String, Value>) -> Self {
        Self(claims)
    }

    /// A claim, whatever it is.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A claim that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// The texts of a claim that is a text or a list of them; nothing of what else is in the list.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Who issued it, to whom it is about: one claim names both only together.
    ///
    /// # Errors
    /// When it does not say whom it is about.
    pub fn subject(&self) -> Result<&str, TokenMistake> {
        let subject = self.required("sub")?;
        match subject.len() {
            // OpenID Connect Core, section 2; those of workloads are longer.
            1..=1024 => Ok(subject),
            _ => Err(TokenMistake::Malformed("sub")),
        }
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<&str, TokenMistake> {
        match self.0.get(name) {
            None => Err(TokenMistake::Missing(name)),
            Some(value) => value.as_str().ok_or(TokenMistake::Malformed(name)),
        }
    }

    /// A moment, in seconds since the epoch, which may have a fraction (RFC 7519, section 2).
    ///
    /// # Errors
    /// When there is something else.
    pub fn moment(&self, name: &'static str) -> Result<Option<i64>, TokenMistake> {
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        let whole = value.as_i64();
        // A float that is too large becomes the largest integer.
        let moment = whole.or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64));
        match moment {
            Some(moment) if moment >= 0 => Ok(Some(moment)),
            _ => Err(TokenMistake::Malformed(name)),
        }
    }

    pub(crate) fn check_issuer(&self, expected: &str) -> Result<(), TokenMistake> {
        let found = self.required("iss")?;
        match found == expected {
            true => Ok(()),
            false => Err(TokenMistake::Issuer {
                found: shown(found),
                expected: expected.to_owned(),
            }),
        }
    }

    /// For whom it is.
    pub(crate) fn audience(&self) -> Result<Vec<&str>, TokenMistake> {
        match self.0.get("aud") {
            None => Err(TokenMistake::Missing("aud")),
            Some(Value::String(text)) => Ok(vec![text]),
            Some(Value::Array(all)) => {
                let all: Option<Vec<_>> = all.iter().map(Value::as_str).collect();
                all.ok_or(TokenMistake::Malformed("aud"))
            }
            Some(_) => Err(TokenMistake::Malformed("aud")),
        }
    }
}
