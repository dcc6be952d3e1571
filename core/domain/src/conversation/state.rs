//! What is known of a comment.

use super::{Body, Topic};
use crate::kernel::{Key, Kind, Time, opaque_type};
use crate::organisation::PersonId;

opaque_type!(
    /// A comment.
    CommentId, Kind::Comment, "com_"
);

/// Where the comments are found that speak of a person.
#[must_use]
pub fn mention_key(person: &PersonId) -> Key {
    Key::new(Kind::Mention, person.as_str())
}

/// What somebody has said about something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Which.
    pub id: CommentId,
    /// About what.
    pub topic: Topic,
    /// Who wrote it.
    pub writer: PersonId,
    /// When.
    pub written: Time,
    /// When its newest version was written, if there is more than one.
    pub edited: Option<Time>,
    /// What it says now.
    pub body: Body,
    /// Whether it was taken back.
    pub withdrawn: bool,
}
