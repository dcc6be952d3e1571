//! Pages of lists.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Which part of a list: the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Paging {
    /// How many at most; 50 if nothing is said, and never more than 1,000.
    #[serde(default = "fifty", deserialize_with = "as_number")]
    pub limit: usize,
    /// Go on after this, which the page before named as `next`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "some_number"
    )]
    pub after: Option<u64>,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            limit: fifty(),
            after: None,
        }
    }
}

impl Paging {
    /// How many, within bounds.
    pub(super) fn count(&self) -> usize {
        self.limit.clamp(1, 1000)
    }
}

fn fifty() -> usize {
    50
}

/// A number, as a number or as text: in an address all is text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Number(u64),
    Text(String),
}

impl Number {
    fn value<E: serde::de::Error>(self) -> Result<u64, E> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Text(text) => text
                .parse()
                .map_err(|_| E::custom(format!("`{text}` is no number"))),
        }
    }
}

/// A number of things, as a number or as text.
pub(super) fn as_number<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    let number: u64 = Number::deserialize(from)?.value()?;
    usize::try_from(number).map_err(serde::de::Error::custom)
}

fn some_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let number = Option::<Number>::deserialize(from)?;
    number.map(Number::value).transpose()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::Paging;

    #[test]
    fn numbers_may_come_as_text() {
        let page: Paging = serde_json::from_str(r#"{"limit":"7","after":"12"}"#).unwrap();
        assert_eq!((page.limit, page.after), (7, Some(12)));
        let page: Paging = serde_json::from_str("{}").unwrap();
        assert_eq!(page, Paging::default());
        assert!(serde_json::from_str::<Paging>(r#"{"limit":"many"}"#).is_err());
    }
}
