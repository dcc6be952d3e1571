//! A secret as text: `enrol_`, and 109 letters and digits that can be selected by a double click.
//!
//! They are the 32 bytes of the secret, the 32 of the pin and the CRC-32 of both, in the base 32 of RFC 4648 in lower
//! case, without padding. A checksum tells what was mistyped from what is wrong: CRC-32 finds each error within 32
//! neighbouring bits, so one wrong letter, two that were swapped, and any four wrong ones in a row. The prefix is for
//! people, and for programs that look for secrets where they should not be.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::Pin;

/// How the text of a secret begins.
pub const PREFIX: &str = "enrol_";

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Bytes that are written: secret, pin, checksum.
const BYTES: usize = 32 + 32 + 4;

/// Letters that they make: 544 bits, of which each letter has five.
const LETTERS: usize = (BYTES * 8).div_ceil(5);

/// Why a text is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SecretMistake {
    /// It begins otherwise.
    #[error("an enrolment secret begins with `{PREFIX}`: this is something else")]
    Prefix,
    /// There is too little or too much of it.
    #[error(
        "an enrolment secret has {LETTERS} letters and digits after `{PREFIX}`, this has {0}: was all of it copied?"
    )]
    Length(usize),
    /// There is a letter in it that no secret has.
    #[error(
        "`{letter}` in column {column} is in no enrolment secret: letters from a to z and digits from 2 to 7 are"
    )]
    Letter {
        /// Which.
        letter: char,
        /// Where, counted from 1 on.
        column: usize,
    },
    /// It was mistyped.
    #[error(
        "the checksum of the enrolment secret is wrong: it was mistyped or changed on its way; copy it again"
    )]
    Checksum,
}

pub(super) fn write(secret: &[u8; 32], pin: &Pin) -> Zeroizing<String> {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(secret);
    checksum.update(pin.bytes());
    let checksum = checksum.finalize().to_be_bytes();
    let bytes = secret.iter().chain(pin.bytes()).chain(&checksum);
    let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + LETTERS));
    text.push_str(PREFIX);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(letter(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    text.push(letter(bits << (5 - held)));
    text
}

fn letter(bits: u32) -> char {
    let index = usize::try_from(bits & 31).unwrap_or_default();
    ALPHABET.get(index).copied().map_or('a', char::from)
}

pub(super) fn read(text: &str) -> Result<(Zeroizing<[u8; 32]>, Pin), SecretMistake> {
    let body = text.strip_prefix(PREFIX).ok_or(SecretMistake::Prefix)?;
    let bytes = bytes(body)?;
    let (content, checksum) = bytes.split_at(64);
    if crc32fast::hash(content).to_be_bytes() != checksum {
        return Err(SecretMistake::Checksum);
    }
    let mut secret = Zeroizing::new([0; 32]);
    let mut pin = [0; 32];
    let (first, second) = content.split_at(32);
    secret.copy_from_slice(first);
    pin.copy_from_slice(second);
    Ok((secret, Pin::new(pin)))
}

fn bytes(body: &str) -> Result<Zeroizing<[u8; BYTES]>, SecretMistake> {
    let mut bytes = Zeroizing::new([0; BYTES]);
    let mut places = bytes.iter_mut();
    let (mut bits, mut held) = (0_u32, 0);
    for (index, letter) in body.chars().enumerate() {
        let column = PREFIX.len() + index + 1;
        bits = (bits << 5) | value(letter).ok_or(SecretMistake::Letter { letter, column })?;
        held += 5;
        if held >= 8 {
            held -= 8;
            if let Some(place) = places.next() {
                *place = (bits >> held).to_le_bytes()[0];
            }
            bits &= (1 << held) - 1;
        }
    }
    let found = body.chars().count();
    match (found == LETTERS, bits) {
        (false, _) => Err(SecretMistake::Length(found)),
        // The last letter has bits that stand for nothing: written otherwise, it is another text of the same secret.
        (true, 1..) => Err(SecretMistake::Checksum),
        (true, 0) => Ok(bytes),
    }
}

fn value(letter: char) -> Option<u32> {
    match letter {
        'a'..='z' => Some(u32::from(letter) - u32::from('a')),
        '2'..='7' => Some(u32::from(letter) - u32::from('2') + 26),
        _ => None,
    }
}
