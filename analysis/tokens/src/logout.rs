//! Tokens by which a provider says that somebody has logged out there (OpenID Connect Back-Channel Logout 1.0).

use serde_json::Value;

use crate::mistake::TokenMistake;
use crate::{Expected, Verified};

/// What has to stand under `events`.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Who has logged out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutToken {
    /// Whose sessions end: who, as the provider knows them.
    pub subject: Option<String>,
    /// Which session ends.
    pub session: Option<String>,
    /// What the token is called, so that it counts once.
    pub id: String,
}

impl Verified {
    /// Reads a log-out token (section 2.6). An ID token is none.
    ///
    /// # Errors
    /// Says what is otherwise.
    pub fn logout(&self, expected: &Expected<'_>) -> Result<LogoutToken, TokenMistake> {
        self.check_kind(&["logout+jwt", "jwt"])?;
        let claims = &self.claims;
        claims.check_issuer(expected.issuer)?;
        if !claims.audience()?.contains(&expected.audience) {
            return Err(TokenMistake::Audience {
                found: crate::mistake::shown(&claims.audience()?.join("`, `")),
                expected: expected.audience.to_owned(),
            });
        }
        self.check_moment(expected)?;
        let events = claims
            .get("events")
            .ok_or(TokenMistake::Missing("events"))?;
        if !events.get(EVENT).is_some_and(Value::is_object) {
            return Err(TokenMistake::Malformed("events"));
        }
        if claims.get("nonce").is_some() {
            return Err(TokenMistake::Malformed("nonce"));
        }
        let optional = |name| match claims.get(name) {
            None => Ok(None),
            Some(_) => claims.required(name).map(|text| Some(text.to_owned())),
        };
        let token = LogoutToken {
            subject: optional("sub")?,
            session: optional("sid")?,
            id: claims.required("jti")?.to_owned(),
        };
        match token.subject.is_some() || token.session.is_some() {
            true => Ok(token),
            false => Err(TokenMistake::Missing("sub")),
        }
    }
}
