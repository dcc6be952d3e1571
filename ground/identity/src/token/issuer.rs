//! The issuer: signs tokens, and says where its keys are.

use std::time::Duration;

use serde::Serialize;

use super::claims::StepToken;
use super::jwk::Jwk;
use super::keys::TokenKeys;
use super::mistake::{IssueMistake, IssuerMistake};
use super::{address, base64url};

/// Longest token, in bytes: many servers take no longer line of a header.
pub(super) const LONGEST: usize = 8 * 1024;

/// For how long a token counts at most: an hour.
pub const LONGEST_LIFETIME: Duration = Duration::from_secs(3_600);

/// And at least.
pub(super) const SHORTEST_LIFETIME: Duration = Duration::from_secs(60);

/// By how many seconds the clocks of others may be behind.
pub(super) const SKEW: i64 = 300;

/// Where the document lies, below the issuer's address (OpenID Connect Discovery 1.0, section 4).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// An issuer of tokens, by its address: `https://release.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

/// RFC 7515, section 4.1.
#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    kid: &'a str,
    typ: &'a str,
}

/// RFC 7517, section 5.
#[derive(Serialize)]
struct Set {
    keys: Vec<Jwk>,
}

/// OpenID Connect Discovery 1.0, section 3; people do not log in here, so what that would need is not in it.
#[derive(Serialize)]
struct Document<'a> {
    issuer: &'a str,
    jwks_uri: &'a str,
    response_types_supported: [&'a str; 1],
    subject_types_supported: [&'a str; 1],
    id_token_signing_alg_values_supported: [&'a str; 1],
    scopes_supported: [&'a str; 1],
    claims_supported: Vec<&'a str>,
}

impl Issuer {
    /// The issuer at that address, which others have to be able to reach: `https`, or `http` on this machine itself, without
    /// a `/` at its end and without anything after `?` or `#`.
    ///
    /// # Errors
    /// Says what is otherwise.
    pub fn new(address: &str) -> Result<Self, IssuerMistake> {
        match address::wrong(address) {
            None => Ok(Self(address.to_owned())),
            Some(why) => {
                let text = address.chars().flat_map(char::escape_debug).take(200);
                Err(IssuerMistake {
                    text: text.collect(),
                    why,
                })
            }
        }
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0
    }

    /// Where others look for [its document](Self::discovery).
    #[must_use]
    pub fn well_known(&self) -> String {
        format!("{}{WELL_KNOWN}", self.0)
    }

    /// A token, signed with ES256 (RFC 7518, section 3.4) by the key that signs at that moment. Two tokens that say the same
    /// differ in their signatures only.
    ///
    /// # Errors
    /// Names all that it cannot say; when it would be too long.
    pub fn issue(&self, keys: &TokenKeys, token: &StepToken) -> Result<String, IssueMistake> {
        let claims = json(&token.written(&self.0)?)?;
        let unsigned = || IssueMistake::Json("there is no key".to_owned());
        let key = keys.signing(token.now).ok_or_else(unsigned)?;
        let header = json(&Header {
            alg: "ES256",
            kid: key.name(),
            typ: "JWT",
        })?;
        let message = [base64url::encode(header), base64url::encode(claims)].join(".");
        let signature = base64url::encode(key.sign(message.as_bytes())?);
        let text = [message, signature].join(".");
        match text.len() {
            0..=LONGEST => Ok(text),
            long => Err(IssueMistake::Long(long)),
        }
    }

    /// The keys that tokens are verified with, as JSON (`application/jwk-set+json`). May be kept by others for an hour.
    ///
    /// # Errors
    /// Never, as far as is known: it would be that JSON cannot be written.
    pub fn jwks(&self, keys: &TokenKeys, now: i64) -> Result<String, IssueMistake> {
        let keys = keys.public(now);
        json(&Set { keys })
    }

    /// What the issuer says of itself, as JSON: where its keys are, and what claims there are besides the registered ones.
    ///
    /// # Errors
    /// As [`jwks`](Self::jwks).
    pub fn discovery(&self, jwks_uri: &str, claims: &[&str]) -> Result<String, IssueMistake> {
        let mut all = vec!["sub", "aud", "exp", "iat", "iss", "jti", "nbf"];
        all.extend(claims);
        json(&Document {
            issuer: &self.0,
            jwks_uri,
            response_types_supported: ["id_token"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: ["ES256"],
            scopes_supported: ["openid"],
            claims_supported: all,
        })
    }
}

fn json(value: &impl Serialize) -> Result<String, IssueMistake> {
    serde_json::to_string(value).map_err(|error| IssueMistake::Json(error.to_string()))
}
