//! What is wrong with a request.

use std::borrow::Cow;
use std::fmt;

use holdpoint_findings::{Place, Unreadable};

/// Mistakes that are reported; more say nothing new.
pub(crate) const MOST: usize = 50;
/// Letters of what was found that are repeated.
const SHOWN: usize = 80;

/// Where a mistake is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// In a header.
    Header(&'static str),
    /// In the body.
    Body {
        /// The JSON pointer (RFC 6901) of the value, or of where it should be.
        pointer: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in characters.
        column: usize,
    },
    /// In what is to be written.
    Given(&'static str),
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub at: At,
    /// What stands there.
    pub found: String,
    /// What was expected.
    pub expected: Cow<'static, str>,
    /// What to do.
    pub help: Cow<'static, str>,
}

/// All that is wrong with a request. There is one mistake at least. Answer it with 400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(crate) fn one(mistake: Mistake) -> Self {
        Self(vec![mistake])
    }

    /// These; none if there are none.
    pub(crate) fn of(mut all: Vec<Mistake>) -> Option<Self> {
        all.truncate(MOST);
        (!all.is_empty()).then_some(Self(all))
    }

    /// Each of them, in the order in which they were found.
    #[must_use]
    pub fn all(&self) -> &[Mistake] {
        &self.0
    }
}

impl From<Unreadable> for Mistakes {
    /// What no JSON is.
    fn from(unreadable: Unreadable) -> Self {
        let found = unreadable.findings().iter().map(|finding| Mistake {
            at: body(&finding.place),
            found: finding.message.clone(),
            expected: Cow::Borrowed("JSON"),
            help: finding.help.clone(),
        });
        Self(found.take(MOST).collect())
    }
}

/// A place in the body.
pub(crate) fn body(place: &Place) -> At {
    At::Body {
        pointer: place.pointer.clone(),
        line: place.line,
        column: place.column,
    }
}

/// As much of a text from outside as a mistake shows, in backticks.
pub(crate) fn shown(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { '·' } else { c });
    let start: String = plain.take(SHOWN).collect();
    let more = if text.chars().nth(SHOWN).is_some() {
        "…"
    } else {
        ""
    };
    format!("`{start}{more}`")
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "the header `{name}`"),
            Self::Given(name) => write!(f, "`{name}`"),
            Self::Body {
                pointer,
                line,
                column,
            } if pointer.is_empty() => {
                write!(f, "the body, line {line}, column {column}")
            }
            Self::Body {
                pointer,
                line,
                column,
            } => {
                write!(f, "`{pointer}`, line {line}, column {column}")
            }
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            at,
            found,
            expected,
            help,
        } = self;
        write!(f, "{at}: expected {expected}, found {found}; {help}")
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, mistake) in self.0.iter().enumerate() {
            let between = if at == 0 { "" } else { "\n" };
            write!(f, "{between}{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistake {}
impl std::error::Error for Mistakes {}
