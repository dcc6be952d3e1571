//! Data that a schema names: values of `enum` and `const`.

use holdpoint_findings::Value;

use crate::model::Types;
use crate::number::Decimal;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Datum {
    Null,
    Bool(bool),
    /// None if it has more digits than are reckoned with.
    Number(Option<Decimal>, Box<str>),
    Text(Box<str>),
    List(Vec<Self>),
    Map(Vec<(Box<str>, Self)>),
}

impl Datum {
    pub(crate) fn of(value: Value<'_>) -> Self {
        if let Some(number) = value.number() {
            return Self::Number(Decimal::parse(number.text), number.text.into());
        }
        match (value.bool(), value.text()) {
            (Some(bool), _) => Self::Bool(bool),
            (_, Some(text)) => Self::Text(text.into()),
            _ if value.is_list() => Self::List(value.items().map(Self::of).collect()),
            _ if value.is_map() => {
                let fields = value.fields();
                Self::Map(
                    fields
                        .map(|field| (field.key.into(), Self::of(field.value)))
                        .collect(),
                )
            }
            _ => Self::Null,
        }
    }

    /// Whether it is the same data; none if that cannot be told.
    pub(crate) fn same(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Number(Some(one), _), Self::Number(Some(other), _)) => Some(one == other),
            (Self::Number(_, one), Self::Number(_, other)) => (one == other).then_some(true),
            (Self::List(one), Self::List(other)) => {
                if one.len() != other.len() {
                    return Some(false);
                }
                all(one.iter().zip(other).map(|(one, other)| one.same(other)))
            }
            (Self::Map(one), Self::Map(other)) => {
                if one.len() != other.len() {
                    return Some(false);
                }
                all(one.iter().map(|(key, value)| {
                    let twin = other.iter().find(|(known, _)| known == key);
                    twin.map_or(Some(false), |(_, twin)| value.same(twin))
                }))
            }
            _ => Some(self == other),
        }
    }

    pub(crate) fn types(&self) -> Types {
        match self {
            Self::Null => Types::NULL,
            Self::Bool(_) => Types::BOOLEAN,
            Self::Number(Some(number), _) if number.is_whole() => Types::INTEGER,
            Self::Number(Some(_), _) => Types::FRACTION,
            Self::Number(None, _) => Types::NUMBER,
            Self::Text(_) => Types::STRING,
            Self::List(_) => Types::ARRAY,
            Self::Map(_) => Types::OBJECT,
        }
    }
}

/// Whether all hold; none if that cannot be told.
pub(crate) fn all(each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for one in each {
        match one {
            Some(false) => return Some(false),
            None => known = None,
            Some(true) => {}
        }
    }
    known
}
