//! What has happened to a comment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Body, Comment, CommentId, Topic, mention_key};
use crate::State;
use crate::kernel::{Evolve, Key, Meta, Sealed};
use crate::organisation::PersonId;

/// Somebody has said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Added {
    /// Which comment.
    pub comment: CommentId,
    /// About what.
    pub subject: Topic,
    /// Who.
    pub person: PersonId,
    /// What it says.
    pub body: Body,
}

/// The comment is known by what it is about, by its writer and by whom it speaks of.
fn references(subject: &Topic, person: &PersonId, body: &Body) -> Vec<Key> {
    let spoken_of = body.mentions.iter().map(mention_key);
    [subject.key(), subject.conversation(), person.key()]
        .into_iter()
        .chain(spoken_of)
        .collect()
}

impl Evolve for Added {
    fn subject(&self) -> Key {
        self.comment.key()
    }

    fn references(&self) -> Vec<Key> {
        references(&self.subject, &self.person, &self.body)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let comment = Comment {
            id: self.comment.clone(),
            topic: self.subject.clone(),
            writer: self.person.clone(),
            written: meta.time,
            edited: None,
            body: self.body.clone(),
            withdrawn: false,
        };
        state.comments.insert(self.comment.key(), comment);
    }
}

/// Its writer has said it otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edited {
    /// Which comment.
    pub comment: CommentId,
    /// About what.
    pub subject: Topic,
    /// Who.
    pub person: PersonId,
    /// What it says now.
    pub body: Body,
}

impl Evolve for Edited {
    fn subject(&self) -> Key {
        self.comment.key()
    }

    fn references(&self) -> Vec<Key> {
        references(&self.subject, &self.person, &self.body)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(comment) = state.comments.get_mut(&self.comment.key()) {
            comment.body = self.body.clone();
            comment.edited = Some(meta.time);
        }
    }
}

/// Somebody has taken it back: its text is shown to nobody any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Which comment.
    pub comment: CommentId,
    /// About what.
    pub subject: Topic,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Evolve for Withdrawn {
    fn subject(&self) -> Key {
        self.comment.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.subject.key(), self.subject.conversation()]
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(comment) = state.comments.get_mut(&self.comment.key()) {
            comment.withdrawn = true;
        }
    }
}
