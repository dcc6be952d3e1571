//! Under which class and name a test stands in a report.

use crate::{Runner, dotnet, go, jest, pytest};

/// What a test and its cases in a report have in common: the class, and the name where a class has several tests.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String, String);

impl Runner {
    /// The key of a test.
    #[must_use]
    pub fn key(self, id: &str) -> Key {
        let (class, name) = match self {
            Self::Nextest => owned(id.split_once(' ').unwrap_or((id, ""))),
            Self::Pytest => pytest::address(id),
            Self::Go => owned(go::parts(id)),
            Self::Jest | Self::Maven | Self::DotNet => owned((id, "")),
        };
        Key(class, name)
    }

    /// The key of the test that a case of a report belongs to.
    #[must_use]
    pub fn key_of_case(self, class: &str, name: &str) -> Key {
        let (class, name) = match self {
            Self::Nextest | Self::Pytest => owned((class, name)),
            // A subtest belongs to its test.
            Self::Go => owned((class, name.split_once('/').map_or(name, |(test, _)| test))),
            Self::Jest if class == jest::BROKEN => owned((name, "")),
            Self::Jest => owned((class, "")),
            Self::Maven => owned((class.split_once('$').map_or(class, |(outer, _)| outer), "")),
            Self::DotNet => (format!("{class}.{}", dotnet::method(name)), String::new()),
        };
        Key(class, name)
    }

    /// Whether the time of a case is its own, and not part of another's: of Go's tests only the outermost counts.
    pub(crate) fn is_own_time(self, name: &str) -> bool {
        self != Self::Go || !name.contains('/')
    }
}

fn owned((class, name): (&str, &str)) -> (String, String) {
    (class.to_owned(), name.to_owned())
}
