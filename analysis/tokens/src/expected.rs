//! What a token has to say to count here and now.

use crate::mistake::{TokenMistake, shown};
use crate::{Verified, hash_half};

/// From whom, for whom and when.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Who issues it.
    pub issuer: &'a str,
    /// Whom it is for.
    pub audience: &'a str,
    /// Now, in seconds since the epoch.
    pub now: i64,
    /// By how many seconds clocks may differ.
    pub skew: i64,
    /// For how many seconds it may count, if that is limited.
    pub longest: Option<i64>,
}

/// What the ID token of a log-in has to say besides.
#[derive(Debug, Clone, Copy)]
pub struct IdToken<'a> {
    /// What was sent along when the log-in began.
    pub nonce: &'a str,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
}

/// Types of tokens that say who somebody is; most say nothing, or that they are tokens. Those for other uses have
/// types of their own (RFC 8725, section 3.11).
const PLAIN: &[&str] = &["jwt", "jose", "id_token+jwt"];

impl Verified {
    /// Checks a token that is presented here: from that issuer, for us alone, now.
    ///
    /// # Errors
    /// Says what is otherwise.
    pub fn check(&self, expected: &Expected<'_>) -> Result<(), TokenMistake> {
        self.check_kind(PLAIN)?;
        self.claims.check_issuer(expected.issuer)?;
        let audience = self.claims.audience()?;
        // Whoever it is for as well could present it here.
        match audience.as_slice() {
            [one] if *one == expected.audience => {}
            all => return Err(elsewhere(all, expected.audience)),
        }
        self.check_moment(expected)
    }

    /// Checks the ID token that answers a log-in (OpenID Connect Core, section 3.1.3.7).
    ///
    /// # Errors
    /// Says what is otherwise.
    pub fn check_id_token(
        &self,
        expected: &Expected<'_>,
        asked: &IdToken<'_>,
    ) -> Result<(), TokenMistake> {
        self.check_kind(PLAIN)?;
        let claims = &self.claims;
        claims.check_issuer(expected.issuer)?;
        let audience = claims.audience()?;
        let party = match claims.get("azp") {
            None => None,
            Some(_) => Some(claims.required("azp")?),
        };
        let ours = audience.contains(&expected.audience);
        let alone = audience.len() == 1;
        match party {
            Some(party) if party != expected.audience => {
                return Err(elsewhere(&[party], expected.audience));
            }
            None if !alone => return Err(elsewhere(&audience, expected.audience)),
            _ if !ours => return Err(elsewhere(&audience, expected.audience)),
            _ => {}
        }
        self.check_moment(expected)?;
        if claims.required("nonce")? != asked.nonce {
            return Err(TokenMistake::Nonce);
        }
        self.check_access_token(asked.access_token)
    }

    /// Types that are taken, or none at all.
    pub(crate) fn check_kind(&self, taken: &[&str]) -> Result<(), TokenMistake> {
        match &self.kind {
            Some(kind) if !taken.contains(&kind.as_str()) => Err(TokenMistake::Type(shown(kind))),
            _ => Ok(()),
        }
    }

    pub(crate) fn check_moment(&self, expected: &Expected<'_>) -> Result<(), TokenMistake> {
        let moment = |name| self.claims.moment(name);
        let ends = moment("exp")?.ok_or(TokenMistake::Missing("exp"))?;
        let issued = moment("iat")?.ok_or(TokenMistake::Missing("iat"))?;
        let (now, skew) = (expected.now, expected.skew);
        if now >= ends.saturating_add(skew) {
            return Err(TokenMistake::Expired(now.saturating_sub(ends)));
        }
        let begins = moment("nbf")?.map_or(issued, |begins| begins.max(issued));
        if begins > now.saturating_add(skew) {
            return Err(TokenMistake::Early(begins.saturating_sub(now)));
        }
        let found = ends.saturating_sub(issued);
        match expected.longest {
            Some(longest) if found > longest => Err(TokenMistake::Lasting { found, longest }),
            _ => Ok(()),
        }
    }

    fn check_access_token(&self, access_token: Option<&str>) -> Result<(), TokenMistake> {
        let said = match self.claims.get("at_hash") {
            None => return Ok(()),
            Some(_) => self.claims.required("at_hash")?,
        };
        match access_token {
            Some(token) if hash_half(self.algorithm, token) == said => Ok(()),
            _ => Err(TokenMistake::AccessToken),
        }
    }
}

fn elsewhere(found: &[&str], expected: &str) -> TokenMistake {
    TokenMistake::Audience {
        found: shown(&found.join("`, `")),
        expected: expected.to_owned(),
    }
}
