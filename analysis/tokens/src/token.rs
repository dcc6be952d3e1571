//! A token: read first, then verified by the keys of its issuer.

use serde_json::{Map, Value};

use crate::header::Header;
use crate::mistake::TokenMistake;
use crate::{Algorithm, Claims, KeySet, base64url, strict};

/// Longest token that is looked at, in bytes: those with many groups have some thousand.
pub const LONGEST: usize = 16 * 1024;

/// A token that was read. Nothing that it says is known to be true.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    header: Header,
    claims: Map<String, Value>,
    signed: &'a str,
    signature: Vec<u8>,
}

/// A token that its issuer signed: the claims are the issuer's, for whomever and whenever they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// What it says.
    pub claims: Claims,
    /// How it is signed.
    pub algorithm: Algorithm,
    /// What kind of token it says to be, in lower case, without `application/`.
    pub kind: Option<String>,
}

impl<'a> Token<'a> {
    /// Whether a text has the form of a token, whatever is in it.
    #[must_use]
    pub fn is_like(text: &str) -> bool {
        text.bytes().filter(|byte| *byte == b'.').count() == 2
    }

    /// Reads a token.
    ///
    /// # Errors
    /// Says why it is none that can be verified here.
    pub fn read(text: &'a str) -> Result<Self, TokenMistake> {
        if text.len() > LONGEST {
            return Err(TokenMistake::Long(LONGEST));
        }
        let parts: Vec<_> = text.splitn(6, '.').collect();
        let &[header, claims, signature] = parts.as_slice() else {
            return Err(TokenMistake::Parts(parts.len()));
        };
        let fields = object("header", header)?;
        let signed = header.len() + 1 + claims.len();
        Ok(Self {
            header: Header::read(&fields)?,
            claims: object("claims", claims)?,
            signed: text.get(..signed).unwrap_or_default(),
            signature: bytes("signature", signature)?,
        })
    }

    /// Who says to have issued it, so that one knows whose keys to look for.
    #[must_use]
    pub fn alleged_issuer(&self) -> Option<&str> {
        self.claims.get("iss").and_then(Value::as_str)
    }

    /// Verifies it by keys of its issuer.
    ///
    /// # Errors
    /// When none of them has signed it.
    pub fn verify(&self, keys: &KeySet) -> Result<Verified, TokenMistake> {
        let named = self.header.key.as_deref();
        let fitting = keys.fitting(self.header.algorithm, named);
        match (named, fitting.len()) {
            (Some(name), 0) => return Err(TokenMistake::KeyUnknown(crate::mistake::shown(name))),
            // Which key it is, is not guessed (OpenID Connect Core, section 10.1).
            (None, count) if count != 1 => return Err(TokenMistake::KeyUnsaid(count)),
            _ => {}
        }
        let message = self.signed.as_bytes();
        let algorithm = self.header.algorithm;
        let mut fitting = fitting.into_iter();
        if !fitting.any(|key| key.verifies(algorithm, message, &self.signature)) {
            return Err(TokenMistake::Signature);
        }
        Ok(Verified {
            claims: Claims::new(self.claims.clone()),
            algorithm,
            kind: self.header.kind.clone(),
        })
    }
}

fn bytes(part: &'static str, text: &str) -> Result<Vec<u8>, TokenMistake> {
    base64url::decode(text).ok_or_else(|| TokenMistake::Unreadable {
        part,
        why: "it is not base64url without padding".to_owned(),
    })
}

fn object(part: &'static str, text: &str) -> Result<Map<String, Value>, TokenMistake> {
    let object = strict::object(&bytes(part, text)?);
    object.map_err(|why| TokenMistake::Unreadable { part, why })
}
