//! What binds a log-in to one browser.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_domain::organisation::PersonId;
use sha2::{Digest as _, Sha256};

use super::LOGIN_MS;

/// Longest address that somebody wanted to go to.
const LONGEST: usize = 1_000;

/// A log-in as the browser's cookie has it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    /// 256 random bits, in hexadecimal digits.
    pub(super) secret: String,
    /// When it was begun.
    pub(super) begun_ms: i64,
    /// At which provider, by name.
    pub(super) provider: String,
    /// Who only says who they are there, and is signed in already.
    pub(super) linking: Option<PersonId>,
    /// Where they want to go.
    pub(super) to: String,
}

impl Bound {
    pub(super) fn short(to: &str) -> String {
        let short = to.len() <= LONGEST;
        if short { to } else { "/" }.to_owned()
    }

    pub(super) fn cookie(&self) -> String {
        let linking = self.linking.as_ref().map_or("", PersonId::as_str);
        let to = URL_SAFE_NO_PAD.encode(&self.to);
        format!(
            "{}.{}.{}.{linking}.{to}",
            self.secret, self.begun_ms, self.provider
        )
    }

    pub(super) fn read(cookie: &str) -> Option<Self> {
        let parts: Vec<_> = cookie.splitn(6, '.').collect();
        let &[secret, begun, provider, linking, to] = parts.as_slice() else {
            return None;
        };
        let hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        let sound = secret.len() == 64 && secret.chars().all(hex);
        let to = String::from_utf8(URL_SAFE_NO_PAD.decode(to).ok()?).ok()?;
        let linking = match linking {
            "" => None,
            person => Some(PersonId::new(person).ok()?),
        };
        sound.then_some(Self {
            secret: secret.to_owned(),
            begun_ms: begun.parse().ok()?,
            provider: provider.to_owned(),
            linking,
            to: Self::short(&to),
        })
    }

    /// Whether it was begun of late.
    pub(super) fn counts(&self, now_ms: i64) -> bool {
        (0..LOGIN_MS).contains(&now_ms.saturating_sub(self.begun_ms))
    }

    pub(super) fn state(&self) -> String {
        self.derived("state")
    }

    pub(super) fn nonce(&self) -> String {
        self.derived("nonce")
    }

    pub(super) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// What follows from the cookie, for one use. It tells nothing of the others, as nothing but the bits is secret.
    fn derived(&self, usage: &str) -> String {
        let begun = self.begun_ms.to_string();
        let linking = self.linking.as_ref().map_or("", PersonId::as_str);
        let (secret, provider) = (self.secret.as_str(), self.provider.as_str());
        let mut hash = Sha256::new();
        for part in [
            "holdpoint log-in",
            usage,
            secret,
            &begun,
            provider,
            linking,
            &self.to,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Bound, LOGIN_MS};

    fn one() -> Bound {
        Bound {
            secret: "0".repeat(64),
            begun_ms: 1_000,
            provider: "acme".to_owned(),
            linking: None,
            to: "/releases?stage=draft".to_owned(),
        }
    }

    #[test]
    fn a_cookie_is_read_as_it_was_written_and_changed_it_is_another() {
        let one = one();
        let read = Bound::read(&one.cookie()).unwrap();
        assert!(read == one && read.state() == one.state());
        let verifier = one.verifier();
        assert_eq!(verifier.len(), 43, "RFC 7636, section 4.1: 43 to 128");
        let all = [one.state(), one.nonce(), verifier];
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
        let person = "per_00000000000000000000000001";
        let zeros = "0".repeat(64);
        for other in [
            format!("{zeros}.1000.acme.{person}.L3JlbGVhc2VzP3N0YWdlPWRyYWZ0"),
            format!("{zeros}.1000.acme..Lw"),
            format!("{zeros}.1000.other..L3JlbGVhc2VzP3N0YWdlPWRyYWZ0"),
            format!("{zeros}.1001.acme..L3JlbGVhc2VzP3N0YWdlPWRyYWZ0"),
            one.cookie().replacen('0', "1", 1),
        ] {
            let read = Bound::read(&other).unwrap();
            assert!(read.state() != one.state(), "{other}");
        }
    }

    #[test]
    fn what_is_no_cookie_of_ours_is_none() {
        let zeros = "0".repeat(64);
        for wrong in [
            String::new(),
            zeros.clone(),
            format!("{zeros}.1.a."),
            format!("{zeros}.x.a..Lw"),
            format!("{zeros}.1.a.nobody.Lw"),
            format!("{zeros}.1.a..??"),
            format!("{zeros}.1.a..Lw.Lw"),
            "0.1.a..Lw".to_owned(),
            format!("{}.1.a..Lw", "G".repeat(64)),
        ] {
            assert!(Bound::read(&wrong).is_none(), "{wrong}");
        }
        assert_eq!(Bound::short(&"/a".repeat(600)), "/");
    }

    #[test]
    fn a_log_in_takes_ten_minutes_at_most() {
        let one = one();
        assert!(one.counts(1_000) && one.counts(LOGIN_MS + 999));
        assert!(!one.counts(LOGIN_MS + 1_000) && !one.counts(999));
    }
}
