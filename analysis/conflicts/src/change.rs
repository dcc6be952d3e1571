//! What is asked about, and what is answered.

use holdpoint_schedule::{Span, Spans};

/// Something that takes parts of a place for a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub span: Span,
    /// Where. Changes in different places never clash.
    pub place: u32,
    /// What it changes.
    pub parts: Vec<u32>,
}

/// Times at which changes are forbidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub spans: Spans,
    /// Where; everywhere if none are named.
    pub places: Option<Vec<u32>>,
    /// Of which parts; of all if none are named. What these depend on is closed with them.
    pub parts: Option<Vec<u32>>,
}

/// How two changes are in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// They change the same part.
    Same,
    /// A part of the one depends on another part, which the other changes.
    DependsOn,
    /// A part of the other depends on another part, which the one changes.
    DependedOnBy,
}

/// Two changes that are in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clash {
    /// The one; the smaller number, if they change the same part.
    pub change: usize,
    /// The other.
    pub other: usize,
    /// How: never [`Relation::DependedOnBy`], which is the same from the other side.
    pub relation: Relation,
}

/// A change that lies in a closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Closed {
    /// Which change.
    pub change: usize,
    /// Which closing.
    pub closing: usize,
    /// The first of the closing's spans that it lies in.
    pub span: Span,
    /// Whether a part that is closed depends on what is changed, and nothing that is changed is closed itself.
    pub through: bool,
}

/// A part that is not in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("part {part} is not one of the {parts} parts of the graph")]
pub struct Unknown {
    /// The part.
    pub part: u32,
    /// How many there are.
    pub parts: usize,
}

impl Closing {
    /// Whether it is about a place.
    pub(crate) fn is_in(&self, place: u32) -> bool {
        self.places.as_ref().is_none_or(|all| all.contains(&place))
    }
}
