//! Filters: RFC 7644, section 3.4.2.2, the whole grammar.
//!
//! | binds | what |
//! |---|---|
//! | closest | `( … )`, `attribute[ … ]` |
//! | then | `not ( … )` |
//! | then | `… and …` |
//! | last | `… or …` |

mod check;
mod lex;
mod matches;
mod parse;

use std::fmt;

use serde_json::Value;

pub(crate) use matches::order;
pub(crate) use parse::Parser;

use crate::path::AttributePath;
use crate::schema::Kind;
use crate::{ScimError, ScimType};

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// They are the same.
    Equal,
    /// They are not the same.
    NotEqual,
    /// The text has this in it.
    Contains,
    /// The text begins with this.
    StartsWith,
    /// The text ends with this.
    EndsWith,
    /// More, or later.
    Greater,
    /// Not less.
    GreaterOrEqual,
    /// Less, or earlier.
    Less,
    /// Not more.
    LessOrEqual,
}

impl Operator {
    /// All of them, as they are written.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("eq", Self::Equal),
        ("ne", Self::NotEqual),
        ("co", Self::Contains),
        ("sw", Self::StartsWith),
        ("ew", Self::EndsWith),
        ("gt", Self::Greater),
        ("ge", Self::GreaterOrEqual),
        ("lt", Self::Less),
        ("le", Self::LessOrEqual),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, one)| *one == self);
        found.map_or("eq", |(text, _)| text)
    }

    pub(crate) fn orders(self) -> bool {
        matches!(
            self,
            Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual
        )
    }
}

/// What resources are chosen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// A value compares so.
    Compare(AttributePath, Operator, Value),
    /// There is a value.
    Present(AttributePath),
    /// One and the same value of several satisfies all of it.
    Within(AttributePath, Box<Filter>),
    /// Not that.
    Not(Box<Filter>),
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// One of the two, or both.
    Or(Box<Filter>, Box<Filter>),
}

impl Filter {
    /// Reads one.
    ///
    /// # Errors
    /// [`ScimType::InvalidFilter`], with the place of the mistake.
    pub fn parse(text: &str) -> Result<Self, ScimError> {
        let filter = Parser::new(text).whole_filter();
        filter
            .map_err(|mistake| ScimError::new(ScimType::InvalidFilter, mistake.at(text, "filter")))
    }

    /// Checks that it compares only what can be compared so: there is no order of truths, for example.
    ///
    /// # Errors
    /// [`ScimType::InvalidFilter`].
    pub fn check(&self, kind: &Kind) -> Result<(), ScimError> {
        check::check(self, kind, None)
    }

    /// Whether the resource of that kind satisfies it.
    #[must_use]
    pub fn matches(&self, kind: &Kind, resource: &Value) -> bool {
        matches::resource(self, kind, resource)
    }

    pub(crate) fn matches_value(&self, attribute: &crate::Attribute, element: &Value) -> bool {
        matches::element(self, attribute, element)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare(path, operator, value) => {
                write!(f, "{path} {} {value}", operator.as_str())
            }
            Self::Present(path) => write!(f, "{path} pr"),
            Self::Within(path, filter) => write!(f, "{path}[{filter}]"),
            Self::Not(filter) => write!(f, "not ({filter})"),
            Self::And(one, other) => write!(f, "({one}) and ({other})"),
            Self::Or(one, other) => write!(f, "({one}) or ({other})"),
        }
    }
}
