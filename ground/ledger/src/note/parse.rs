//! Reading a note to the letter.

use super::{KeyId, Note, Signature, check_name};
use crate::strict64;

/// Bytes that a note may have: far above any honest one, low enough to refuse a flood.
pub const MAX_NOTE_BYTES: usize = 1_000_000;
/// Signatures that a note may have; the specification asks for at least 16.
pub const MAX_SIGNATURES: usize = 100;

/// Why bytes are not a note, or why a note is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Over the limit.
    #[error("a note of {0} bytes is over the limit of {MAX_NOTE_BYTES} bytes")]
    TooLarge(usize),
    /// Not UTF-8.
    #[error("the note is not UTF-8 at byte {0}")]
    Encoding(usize),
    /// A control character other than newline.
    #[error("the note has a control character at byte {0}")]
    Control(usize),
    /// A text that does not end with a newline.
    #[error("the text of a note must end with a newline")]
    Unterminated,
    /// No blank line before the signatures.
    #[error("the note has no blank line between its text and its signatures")]
    NoSignatures,
    /// More signatures than are accepted.
    #[error("the note has more than {MAX_SIGNATURES} signatures")]
    TooMany,
    /// A signature line that is none.
    #[error("signature line {line} is malformed: {reason}")]
    Line {
        /// Number of the signature line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A known key whose signature is wrong.
    #[error("the signature of key `{name}` ({id}) is wrong")]
    Invalid {
        /// Name of the key.
        name: String,
        /// Id of the key.
        id: KeyId,
    },
    /// No signature of a known key.
    #[error("no known key signed the note; it has signatures of {}", listed(found))]
    Unverified {
        /// Names and ids of the keys that did sign.
        found: Vec<(String, KeyId)>,
    },
    /// Two known keys with the same name and id.
    #[error("two known keys are both called `{name}` with id {id}")]
    Ambiguous {
        /// Name of the keys.
        name: String,
        /// Id of the keys.
        id: KeyId,
    },
}

fn listed(keys: &[(String, KeyId)]) -> String {
    let names: Vec<_> = keys
        .iter()
        .map(|(name, id)| format!("`{name}` ({id})"))
        .collect();
    if names.is_empty() {
        "no key".to_owned()
    } else {
        names.join(", ")
    }
}

pub(super) fn check_text(text: &str) -> Result<(), NoteError> {
    if text.len() > MAX_NOTE_BYTES {
        return Err(NoteError::TooLarge(text.len()));
    }
    let control = |byte: u8| byte < 0x20 && byte != b'\n';
    if let Some(at) = text.bytes().position(control) {
        return Err(NoteError::Control(at));
    }
    if !text.ends_with('\n') {
        return Err(NoteError::Unterminated);
    }
    Ok(())
}

pub(super) fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
    if bytes.len() > MAX_NOTE_BYTES {
        return Err(NoteError::TooLarge(bytes.len()));
    }
    let note = str::from_utf8(bytes).map_err(|error| NoteError::Encoding(error.valid_up_to()))?;
    check_text(note)?;
    // The text may have blank lines itself: the last one parts it from the signatures.
    let blank = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
    let (text, rest) = note.split_at(blank + 1);
    let lines = rest.strip_prefix('\n').unwrap_or_default();
    if lines.is_empty() {
        return Err(NoteError::NoSignatures);
    }
    if lines.lines().count() > MAX_SIGNATURES {
        return Err(NoteError::TooMany);
    }
    let signatures = (1..)
        .zip(lines.split_terminator('\n'))
        .map(|(number, line)| {
            signature(line).map_err(|reason| NoteError::Line {
                line: number,
                reason,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Note {
        text: text.to_owned(),
        signatures,
    })
}

fn signature(line: &str) -> Result<Signature, String> {
    let rest = line
        .strip_prefix("\u{2014} ")
        .ok_or("it does not begin with `\u{2014} `")?;
    let (name, blob) = rest
        .split_once(' ')
        .ok_or("it has no space after the key name")?;
    check_name(name).map_err(|error| error.to_string())?;
    let blob = strict64::decode(blob).map_err(|error| error.to_string())?;
    match blob.split_first_chunk::<4>() {
        Some((id, bytes)) if !bytes.is_empty() => Ok(Signature {
            name: name.to_owned(),
            id: KeyId(*id),
            bytes: bytes.to_vec(),
        }),
        _ => Err("it has no signature after the key id".to_owned()),
    }
}
