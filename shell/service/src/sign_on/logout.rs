//! Logging out at the provider, too, and being told that somebody has.

use holdpoint_domain::organisation::PersonId;
use holdpoint_ports::Elsewhere;
use holdpoint_tokens::{Token, encoded};

use super::begin::with_query;
use super::linking::subjects_of;
use super::{SKEW, SignOnError};
use crate::Service;

impl Service {
    /// Where somebody logs out at the provider, too, if it has such a place (OpenID Connect RP-Initiated Logout 1.0).
    #[must_use]
    pub fn logout_address(&self, provider: &str) -> Option<String> {
        let there = self.counterpart(provider).ok()?;
        let known = self.known_there(&there, false).ok()?;
        let endpoint = known.provider.end_session.as_deref()?;
        let back = format!("{}/login", there.here);
        let query = encoded(&[
            ("client_id", &there.provider.client),
            ("post_logout_redirect_uri", &back),
        ]);
        Some(with_query(endpoint, &query))
    }

    /// The provider says that somebody has logged out there: their sessions end here, too, but for those that they have
    /// begun since (OpenID Connect Back-Channel Logout 1.0). Says how many.
    ///
    /// # Errors
    /// When the token is not the provider's, or none by which somebody logs out.
    pub fn logged_out_elsewhere(&self, provider: &str, token: &str) -> Result<u64, SignOnError> {
        let there = self.counterpart(provider)?;
        let known = self.known_there(&there, false)?;
        let token = Token::read(token)?;
        let verified = self.by_its_keys(&there, &token, &known.keys)?;
        let told = verified.logout(&there.expected(self.now_ms()))?;
        // Sessions of the provider are not told apart here, so that whoever it is has to be named.
        let Some(subject) = told.subject else {
            return Err(SignOnError::Unproven("it names no subject".to_owned()));
        };
        let issuer = &there.provider.issuer;
        let place = match there.provider.subject.as_str() {
            "sub" => issuer.clone(),
            _ => subjects_of(issuer),
        };
        let elsewhere = Elsewhere {
            place: &place,
            name: &subject,
        };
        let found = self.sessions_kept().identified(elsewhere)?;
        let Some(person) = found.and_then(|id| PersonId::new(id).ok()) else {
            return Ok(0);
        };
        let said = verified.claims.moment("iat")?.unwrap_or_default();
        let until = said.saturating_add(SKEW).saturating_mul(1_000);
        let mut ended = 0;
        for session in self.sessions(&person)? {
            if session.created_ms <= until && self.end_session(&person, &session.id)? {
                ended += 1;
            }
        }
        Ok(ended)
    }
}
