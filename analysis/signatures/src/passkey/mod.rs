//! Passkeys: what a browser answers when somebody makes one, or signs with it (Web Authentication Level 3).
//!
//! | read here | described in |
//! |---|---|
//! | client data: type, challenge, origin | section 5.8.1 |
//! | authenticator data: site, presence, verification, counter, new credential | section 6.1 |
//! | public keys of ES256, EdDSA and RS256 | RFC 9053, RFC 8230, in the encoding that CTAP2 prescribes |
//!
//! No attestation is read: which make an authenticator is of, says nothing about whose it is.

mod authenticator;
mod cbor;
mod client;
mod key;
mod mistake;

use ring::digest;

use self::authenticator::Data;
pub use self::key::{Algorithm, PasskeyKey};
pub use self::mistake::PasskeyMistake;

/// What an answer must be to.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The bytes that were to be answered.
    pub challenge: &'a [u8],
    /// Where the page was, such as `https://holdpoint.example.org`.
    pub origin: &'a str,
    /// The site that the passkey is for, such as `holdpoint.example.org`.
    pub site: &'a str,
}

/// A passkey that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// By what its authenticator knows it.
    pub credential: Vec<u8>,
    /// Its public half.
    pub key: PasskeyKey,
}

/// Reads what a browser answers when a passkey was made: client data and authenticator data.
///
/// # Errors
/// Says why it is no passkey of who is at this page.
pub fn created(
    client: &[u8],
    authenticator: &[u8],
    expected: &Expected<'_>,
) -> Result<Created, PasskeyMistake> {
    client::check(client, "webauthn.create", expected)?;
    let data = Data::read(authenticator)?;
    data.check(expected.site)?;
    let (credential, key) = data.credential.ok_or(PasskeyMistake::NoCredential)?;
    Ok(Created {
        credential: credential.to_vec(),
        key,
    })
}

/// Whether a passkey signed the challenge, by a person who was there and was known by it; how often it has signed, 0
/// where it does not count.
///
/// # Errors
/// Says why it does not hold.
pub fn asserted(
    key: &PasskeyKey,
    client: &[u8],
    authenticator: &[u8],
    signature: &[u8],
    expected: &Expected<'_>,
) -> Result<u32, PasskeyMistake> {
    client::check(client, "webauthn.get", expected)?;
    let data = Data::read(authenticator)?;
    data.check(expected.site)?;
    let mut signed = authenticator.to_vec();
    signed.extend_from_slice(digest::digest(&digest::SHA256, client).as_ref());
    match key.verifies(&signed, signature) {
        true => Ok(data.count),
        false => Err(PasskeyMistake::Wrong),
    }
}
