//! Serial numbers of certificates.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A serial number: 16 random bytes, of which the first bits are 01, so that it is written in as many bytes as it has and is
/// neither negative nor zero (RFC 5280, section 4.1.2.2). 32 hexadecimal digits as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Serial([u8; 16]);

/// Why a text is no serial number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("this is no serial number of a certificate: 32 hexadecimal digits were expected")]
pub struct SerialMistake;

impl Serial {
    /// A serial number of these random bytes.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        let [first, rest @ ..] = random;
        let mut bytes = [first & 0x3f | 0x40; 16];
        let (_, places) = bytes.split_at_mut(1);
        places.copy_from_slice(&rest);
        Self(bytes)
    }

    /// The serial number that a certificate has; none if none like it is given here.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; 16] = bytes.try_into().ok()?;
        let serial = Self::new(bytes);
        (serial.0 == bytes).then_some(serial)
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for Serial {
    type Err = SerialMistake;

    fn from_str(text: &str) -> Result<Self, SerialMistake> {
        let bytes = hex::decode(text).map_err(|_| SerialMistake)?;
        Self::read(&bytes).ok_or(SerialMistake)
    }
}
