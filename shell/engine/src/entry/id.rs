//! Ids of commands and events.

use std::fmt;
use std::str::FromStr;

/// Crockford's base 32: no letters that look like digits.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 128 random bits that name a command; written as 26 characters of Crockford's base 32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub u128);

/// An event of a command: the command's id, a hyphen, and the number of the event from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    /// The command.
    pub command: CommandId,
    /// Number of the event within it.
    pub index: u32,
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bits = self.0;
        let mut digits = [b'0'; 26];
        for place in digits.iter_mut().rev() {
            let digit = ALPHABET.iter().zip(0..).find(|(_, at)| *at == bits & 31);
            *place = digit.map_or(b'0', |(digit, _)| *digit);
            bits >>= 5;
        }
        f.write_str(str::from_utf8(&digits).unwrap_or_default())
    }
}

impl FromStr for CommandId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // 26 digits have 130 bits: the first digit is at most 7.
        if text.len() != 26 || text.bytes().next().is_none_or(|first| first > b'7') {
            return Err(());
        }
        let bits = text.bytes().try_fold(0u128, |bits, byte| {
            let (_, digit) = ALPHABET.iter().zip(0u128..).find(|(c, _)| **c == byte)?;
            Some(bits << 5 | digit)
        });
        bits.map(Self).ok_or(())
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.command, self.index)
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for EventId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (command, index) = text.split_once('-').ok_or(())?;
        let plain = index == "0" || !index.starts_with(['0', '+']);
        let number = index.parse().ok().filter(|_| plain).ok_or(())?;
        Ok(Self {
            command: command.parse()?,
            index: number,
        })
    }
}
