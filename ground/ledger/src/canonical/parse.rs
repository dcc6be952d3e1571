//! Reading any JSON strictly: a repeated key and a number that is not accepted are errors.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::number::integer;
use super::{Numbers, WriteError};

/// Why bytes are not strict JSON.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// Not JSON, a repeated key, or a number that is not accepted; with line and column.
    #[error("not strict JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It has no canonical form that is accepted.
    #[error(transparent)]
    Canonical(#[from] WriteError),
}

/// Reads JSON in any spelling.
///
/// # Errors
/// When it is not JSON, repeats a key, holds a number that is not accepted, or is nested too deeply.
pub fn parse(json: &[u8], numbers: Numbers) -> Result<Value, ParseError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = Strict(numbers).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

#[derive(Clone, Copy)]
struct Strict(Numbers);

impl Strict {
    fn number<E: Error>(
        self,
        number: Option<Number>,
        shown: impl fmt::Display,
    ) -> Result<Value, E> {
        let number = number.ok_or_else(|| E::custom(format!("`{shown}` is no finite number")))?;
        if self.0 == Numbers::Integers && integer(&number).is_none() {
            return Err(E::custom(format!(
                "`{shown}` is not accepted: integers from -2^53 to 2^53 only"
            )));
        }
        Ok(Value::Number(number))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.number(Some(value.into()), value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.number(Some(value.into()), value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.number(Number::from_f64(value), value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("key `{key}` is repeated")));
            }
            let value = members.next_value_seed(self)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
