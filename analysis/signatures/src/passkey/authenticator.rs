//! What the authenticator says: for which site, who was there, how often it has signed, and what it has made.

use ring::digest;

use super::key::PasskeyKey;
use super::mistake::PasskeyMistake;

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const MADE: u8 = 64;
const EXTENSIONS: u8 = 128;

/// Longest that is looked at.
const LONGEST: usize = 8_192;

/// Authenticator data.
pub(super) struct Data<'a> {
    site: &'a [u8],
    flags: u8,
    pub(super) count: u32,
    pub(super) credential: Option<(&'a [u8], PasskeyKey)>,
}

impl<'a> Data<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, PasskeyMistake> {
        let broken = || PasskeyMistake::Authenticator;
        if bytes.len() > LONGEST {
            return Err(broken());
        }
        let (site, rest) = bytes.split_at_checked(32).ok_or_else(broken)?;
        let (head, rest) = rest.split_at_checked(5).ok_or_else(broken)?;
        let [flags, count @ ..] = head else {
            return Err(broken());
        };
        let count = count.try_into().map_err(|_| broken())?;
        let (credential, rest) = match flags & MADE {
            0 => (None, rest),
            _ => made(rest)?,
        };
        if rest.is_empty() != (flags & EXTENSIONS == 0) {
            return Err(broken());
        }
        Ok(Self {
            site,
            flags: *flags,
            count: u32::from_be_bytes(count),
            credential,
        })
    }

    /// That it is for the site, and that a person was there whom it knows.
    pub(super) fn check(&self, site: &str) -> Result<(), PasskeyMistake> {
        if self.site != digest::digest(&digest::SHA256, site.as_bytes()).as_ref() {
            return Err(PasskeyMistake::Site(site.to_owned()));
        }
        if self.flags & PRESENT == 0 {
            return Err(PasskeyMistake::Absent);
        }
        match self.flags & VERIFIED {
            0 => Err(PasskeyMistake::Unverified),
            _ => Ok(()),
        }
    }
}

/// A credential, with what it is known by and its public half.
type Made<'a> = Option<(&'a [u8], PasskeyKey)>;

/// The credential that was made; what follows it.
fn made(bytes: &[u8]) -> Result<(Made<'_>, &[u8]), PasskeyMistake> {
    let broken = || PasskeyMistake::Authenticator;
    // The model comes first, and is nobody's business.
    let (_, rest) = bytes.split_at_checked(16).ok_or_else(broken)?;
    let (length, rest) = rest.split_at_checked(2).ok_or_else(broken)?;
    let length = u16::from_be_bytes(length.try_into().map_err(|_| broken())?);
    // WebAuthn, section 4: a credential id has at most 1023 bytes.
    if length == 0 || length > 1023 {
        return Err(broken());
    }
    let (id, rest) = rest
        .split_at_checked(usize::from(length))
        .ok_or_else(broken)?;
    let (key, rest) = PasskeyKey::read(rest)?;
    Ok((Some((id, key)), rest))
}
