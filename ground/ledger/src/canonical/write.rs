//! Writing canonical JSON.

use serde::Serialize;
use serde_json::{Map, Number, Value};

use super::number::{ecmascript, integer};
use super::{MAX_DEPTH, Numbers, key_order};

/// Why a value has no canonical form that is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A number that is not accepted.
    #[error(
        "`{0}` is not accepted: integers from -2^53 to 2^53 only; write decimals as strings with a unit"
    )]
    Number(String),
    /// Too many levels.
    #[error("arrays and objects are nested deeper than {MAX_DEPTH} levels")]
    Depth,
    /// The value cannot be JSON.
    #[error("the value cannot be written as JSON: {0}")]
    Value(String),
}

/// The canonical bytes of a value with integers only.
///
/// # Errors
/// When it cannot be JSON, holds a float or an integer beyond 2^53, or is nested too deeply.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, WriteError> {
    let value =
        serde_json::to_value(value).map_err(|error| WriteError::Value(error.to_string()))?;
    let mut bytes = Vec::with_capacity(256);
    write(&value, Numbers::Integers, &mut bytes)?;
    Ok(bytes)
}

/// Writes a value canonically at the end of `bytes`.
///
/// # Errors
/// When it holds a number that is not accepted or is nested too deeply.
pub fn write(value: &Value, numbers: Numbers, bytes: &mut Vec<u8>) -> Result<(), WriteError> {
    Writer { numbers, bytes }.value(value, 0)
}

/// Writes a string canonically at the end of `bytes`.
pub(crate) fn write_string(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let Some(escape) = escape(byte) else { continue };
        bytes.extend_from_slice(text.as_bytes().get(plain..at).unwrap_or_default());
        bytes.extend_from_slice(escape.as_bytes());
        plain = at + 1;
    }
    bytes.extend_from_slice(text.as_bytes().get(plain..).unwrap_or_default());
    bytes.push(b'"');
}

/// What a byte is escaped as; none when it stands for itself.
pub(super) fn escape(byte: u8) -> Option<std::borrow::Cow<'static, str>> {
    Some(match byte {
        b'"' => "\\\"".into(),
        b'\\' => "\\\\".into(),
        0x08 => "\\b".into(),
        b'\t' => "\\t".into(),
        b'\n' => "\\n".into(),
        0x0c => "\\f".into(),
        b'\r' => "\\r".into(),
        0..0x20 => format!("\\u{byte:04x}").into(),
        _ => return None,
    })
}

struct Writer<'a> {
    numbers: Numbers,
    bytes: &'a mut Vec<u8>,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) -> Result<(), WriteError> {
        match value {
            Value::Null => self.bytes.extend_from_slice(b"null"),
            Value::Bool(true) => self.bytes.extend_from_slice(b"true"),
            Value::Bool(false) => self.bytes.extend_from_slice(b"false"),
            Value::Number(number) => self.number(number)?,
            Value::String(text) => write_string(text, self.bytes),
            Value::Array(items) => self.array(items, deeper(depth)?)?,
            Value::Object(members) => self.object(members, deeper(depth)?)?,
        }
        Ok(())
    }

    fn number(&mut self, number: &Number) -> Result<(), WriteError> {
        let text = match self.numbers {
            Numbers::Integers => integer(number).map(|integer| integer.to_string()),
            Numbers::Any => number.as_f64().and_then(ecmascript),
        };
        let text = text.ok_or_else(|| WriteError::Number(number.to_string()))?;
        self.bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn array(&mut self, items: &[Value], depth: usize) -> Result<(), WriteError> {
        self.bytes.push(b'[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.bytes.push(b',');
            }
            self.value(item, depth)?;
        }
        self.bytes.push(b']');
        Ok(())
    }

    fn object(&mut self, members: &Map<String, Value>, depth: usize) -> Result<(), WriteError> {
        let mut members: Vec<_> = members.iter().collect();
        members.sort_by(|(left, _), (right, _)| key_order(left, right));
        self.bytes.push(b'{');
        for (at, (key, value)) in members.into_iter().enumerate() {
            if at > 0 {
                self.bytes.push(b',');
            }
            write_string(key, self.bytes);
            self.bytes.push(b':');
            self.value(value, depth)?;
        }
        self.bytes.push(b'}');
        Ok(())
    }
}

fn deeper(depth: usize) -> Result<usize, WriteError> {
    if depth == MAX_DEPTH {
        Err(WriteError::Depth)
    } else {
        Ok(depth + 1)
    }
}
