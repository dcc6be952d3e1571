//! What is wrong with an entry that is no event of ours.

/// An event that this program does not know, or whose data is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactError {
    /// No such event type.
    Unknown(String),
    /// The data of an event of that type does not have its shape.
    Malformed(&'static str, String),
}

impl std::fmt::Display for FactError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown(name) => write!(f, "there is no event type `{name}`"),
            Self::Malformed(name, why) => write!(f, "the data of a `{name}` is malformed: {why}"),
        }
    }
}

impl std::error::Error for FactError {}
