//! How stable an operation or property is said to be.

use crate::files::At;

pub(crate) const KEY: &str = "x-stability-level";

/// How stable an operation or property is said to be, the most stable one the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stability {
    Draft,
    Alpha,
    Beta,
    Stable,
}

impl Stability {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Stable => "stable",
        }
    }
}

/// What is said; stable if nothing is. What is no level is the error.
pub(crate) fn of(at: Option<At<'_>>) -> Result<Stability, At<'_>> {
    let Some(at) = at else {
        return Ok(Stability::Stable);
    };
    Ok(match at.text() {
        Some("draft") => Stability::Draft,
        Some("alpha") => Stability::Alpha,
        Some("beta") => Stability::Beta,
        Some("stable") => Stability::Stable,
        _ => return Err(at),
    })
}
