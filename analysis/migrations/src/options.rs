//! What a check depends on, apart from the files.

use std::fmt;
use std::str::FromStr;

use crate::{Dialect, Runner};

/// The version of a database, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// What is assumed of a database if nobody says anything.
    #[must_use]
    pub fn usual(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Postgres => Self(15, 0, 0),
            Dialect::Mysql => Self(8, 0, 30),
            Dialect::Mariadb => Self(10, 11, 0),
            Dialect::Sqlite => Self(3, 40, 0),
        }
    }
}

/// What is no version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoVersion(String);

impl fmt::Display for NoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no version, such as `15` or `8.0.30`", self.0)
    }
}

impl std::error::Error for NoVersion {}

impl FromStr for Version {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Self, NoVersion> {
        let wrong = || NoVersion(text.to_owned());
        let mut parts = text
            .split('.')
            .map(|part| part.parse().map_err(|_| wrong()));
        let first = parts.next().ok_or_else(wrong)??;
        let mut next = || parts.next().unwrap_or(Ok(0));
        let version = Self(first, next()?, next()?);
        match parts.next() {
            None => Ok(version),
            Some(_) => Err(wrong()),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// What a check depends on, apart from the files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whose SQL it is; by what is written if nobody says.
    pub dialect: Option<Dialect>,
    /// Of which version the database is.
    pub version: Option<Version>,
    /// Which program runs them; by names and what is written if nobody says.
    pub runner: Option<Runner>,
    /// Files of what is there already, by their names: they are known, not judged.
    pub base: Vec<String>,
    /// The runner wraps each file in a transaction.
    pub in_transaction: bool,
    /// Rules that are off by default, too.
    pub all_rules: bool,
}

impl Options {
    /// Whether a file says only what is there already.
    pub(crate) fn is_base(&self, name: &str) -> bool {
        self.base.iter().any(|base| base == name)
    }

    /// The version of a database of this kind.
    pub(crate) fn version(&self, dialect: Dialect) -> Version {
        self.version.unwrap_or_else(|| Version::usual(dialect))
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_have_up_to_three_numbers() {
        assert_eq!("15".parse(), Ok(Version(15, 0, 0)));
        assert_eq!("8.0.30".parse(), Ok(Version(8, 0, 30)));
        for wrong in ["", "x", "1.2.3.4", "15-alpine", "-1"] {
            assert!(wrong.parse::<Version>().is_err(), "{wrong}");
        }
    }
}
