//! Typed names: chosen by people (`payments-api`) or opaque (`per_01ARZ3…`).

use std::fmt;

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// It is empty or longer than 80 bytes.
    Length(usize),
    /// It starts with something else than a lower-case letter or a digit.
    Start(char),
    /// It has a character other than `a-z`, `0-9`, `.`, `_` and `-`.
    Character(char),
    /// It does not have the prefix and the 26 characters of an opaque id.
    Opaque(&'static str),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(0) => f.write_str("a name is not empty"),
            Self::Length(found) => {
                write!(f, "a name has at most 80 characters, this one has {found}")
            }
            Self::Start(c) => write!(f, "a name starts with `a-z` or `0-9`, not with `{c}`"),
            Self::Character(c) => {
                write!(
                    f,
                    "a name is made of `a-z`, `0-9`, `.`, `_` and `-`, not of `{c}`"
                )
            }
            Self::Opaque(prefix) => write!(f, "an id of this kind is `{prefix}` and 26 characters"),
        }
    }
}

impl std::error::Error for NameError {}

/// Checks a name that people choose: 1 to 80 of `a-z 0-9 . _ -`, starting with a letter or digit.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_name(text: &str) -> Result<(), NameError> {
    let Some(first) = text.chars().next() else {
        return Err(NameError::Length(0));
    };
    if text.len() > 80 {
        return Err(NameError::Length(text.len()));
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !plain(first) {
        return Err(NameError::Start(first));
    }
    match text
        .chars()
        .find(|c| !plain(*c) && !matches!(c, '.' | '_' | '-'))
    {
        Some(c) => Err(NameError::Character(c)),
        None => Ok(()),
    }
}

/// Checks an opaque id: the prefix and 26 characters of Crockford's base 32, upper case.
pub(crate) fn check_opaque(text: &str, prefix: &'static str) -> Result<(), NameError> {
    let rest = text.strip_prefix(prefix).ok_or(NameError::Opaque(prefix))?;
    let digit = |b: u8| ALPHABET.contains(&b);
    if rest.len() == 26 && rest.bytes().all(digit) {
        Ok(())
    } else {
        Err(NameError::Opaque(prefix))
    }
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 128 bits as 26 characters of Crockford's base 32.
pub(crate) fn base32(mut bits: u128) -> String {
    let mut digits = [b'0'; 26];
    for place in digits.iter_mut().rev() {
        let digit = usize::try_from(bits & 31).unwrap_or(0);
        *place = ALPHABET.get(digit).copied().unwrap_or(b'0');
        bits >>= 5;
    }
    digits.iter().map(|b| char::from(*b)).collect()
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $kind:expr, $check:expr, $pattern:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// Parses it.
            ///
            /// # Errors
            /// Says what is wrong with the text.
            pub fn new(text: impl AsRef<str>) -> Result<Self, $crate::kernel::NameError> {
                let text = text.as_ref();
                let check: fn(&str) -> Result<(), $crate::kernel::NameError> = $check;
                check(text).map(|()| Self(text.into()))
            }

            /// As text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The aggregate of that name.
            #[must_use]
            pub fn key(&self) -> $crate::kernel::Key {
                $crate::kernel::Key::new($kind, &self.0)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::NameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::kernel::NameError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0.as_ref().to_owned()
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "pattern": $pattern})
            }
        }
    };
}

/// A name that people choose, of one kind of aggregate.
macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident, $kind:expr) => {
        $crate::kernel::name::text_type!($(#[$doc])* $name, $kind, $crate::kernel::check_name,
            "^[a-z0-9][a-z0-9._-]{0,79}$");
    };
}

/// An opaque id with its prefix, drawn from the context of a decision.
macro_rules! opaque_type {
    ($(#[$doc:meta])* $name:ident, $kind:expr, $prefix:literal) => {
        $crate::kernel::name::text_type!($(#[$doc])* $name, $kind,
            |text| $crate::kernel::name::check_opaque(text, $prefix),
            concat!("^", $prefix, "[0-9A-HJKMNP-TV-Z]{26}$"));

        impl $name {
            /// The id that 128 bits give.
            #[must_use]
            pub fn from_bits(bits: u128) -> Self {
                Self(format!("{}{}", $prefix, $crate::kernel::name::base32(bits)).into())
            }
        }
    };
}

pub(crate) use {name_type, opaque_type, text_type};

#[cfg(test)]
mod tests {
    use super::{NameError, base32, check_name, check_opaque};

    #[test]
    fn names_that_are_and_names_that_are_not() {
        for good in ["a", "payments-api", "1.2.3", "x_y"] {
            assert_eq!(check_name(good), Ok(()));
        }
        assert_eq!(check_name(""), Err(NameError::Length(0)));
        assert_eq!(check_name("Payments"), Err(NameError::Start('P')));
        assert_eq!(check_name("a/b"), Err(NameError::Character('/')));
        assert_eq!(check_name(&"a".repeat(81)), Err(NameError::Length(81)));
    }

    #[test]
    fn every_drawn_id_is_well_formed() {
        for bits in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef] {
            assert_eq!(
                check_opaque(&format!("per_{}", base32(bits)), "per_"),
                Ok(())
            );
        }
        assert!(check_opaque("per_", "per_").is_err());
        assert!(check_opaque(&format!("dep_{}", base32(1)), "per_").is_err());
    }
}
