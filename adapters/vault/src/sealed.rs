//! The form of a sealed text: version, the person's id with its length, nonce and ciphertext. The id is in
//! the clear, for it is opaque, and bound to the text.

use holdpoint_ports::{SealedText, VaultError};

use crate::cipher::{decrypt, encrypt};
use crate::error::failed;
use crate::key::Secret;

const VERSION: u8 = 1;

/// A sealed text, taken apart.
pub(crate) struct Parts<'text> {
    pub(crate) person: &'text str,
    header: &'text [u8],
    ciphertext: &'text [u8],
}

pub(crate) fn seal(key: &Secret, person: &str, text: &str) -> Result<SealedText, VaultError> {
    let length = u8::try_from(person.len()).map_err(failed)?;
    let header = [&[VERSION, length], person.as_bytes()].concat();
    let ciphertext = encrypt(key, &header, text.as_bytes())?;
    Ok(SealedText([header, ciphertext].concat()))
}

impl<'text> Parts<'text> {
    pub(crate) fn of(sealed: &'text SealedText) -> Result<Self, VaultError> {
        Self::split(&sealed.0).ok_or(VaultError::Unreadable("it is no sealed text"))
    }

    fn split(bytes: &'text [u8]) -> Option<Self> {
        let (&[version, length], rest) = bytes.split_first_chunk()?;
        let (person, ciphertext) = rest.split_at_checked(length.into())?;
        let (header, _) = bytes.split_at_checked(2 + person.len())?;
        let person = std::str::from_utf8(person).ok()?;
        (version == VERSION).then_some(Self {
            person,
            header,
            ciphertext,
        })
    }

    pub(crate) fn open(&self, key: &Secret) -> Result<String, VaultError> {
        let changed = VaultError::Unreadable("it was changed, or sealed under another key");
        let Some(text) = decrypt(key, self.header, self.ciphertext) else {
            return Err(changed);
        };
        String::from_utf8(text.to_vec()).map_err(|_| changed)
    }
}
