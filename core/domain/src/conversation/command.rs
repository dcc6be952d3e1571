//! What can be asked of comments.

use serde::{Deserialize, Serialize};

use super::refusal::{comment_of_another, comment_unknown, comment_withdrawn, writer_needed};
use super::{Added, Body, Comment, CommentId, Edited, Topic, Withdrawn};
use crate::access::{Permission, Required, Target, holds, permits};
use crate::kernel::{Context, Decide, Halt, Sealed};
use crate::organisation::PersonId;
use crate::{Fact, State};

fn standing<'a>(state: &'a State, id: &CommentId) -> Result<&'a Comment, Halt> {
    let comment = state.comments.get(&id.key())?;
    let comment = comment.ok_or_else(|| comment_unknown(id))?;
    match comment.withdrawn {
        true => Err(comment_withdrawn(id).into()),
        false => Ok(comment),
    }
}

fn writer<'a>(context: &Context<'a>) -> Result<&'a PersonId, Halt> {
    Ok(context.actor.person().ok_or_else(writer_needed)?)
}

/// Says something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddComment {
    /// About what.
    pub subject: Topic,
    /// What.
    pub body: Body,
}

impl Decide for AddComment {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Comment))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = writer(context)?;
        self.subject.check(state)?;
        self.body.check(state)?;
        let added = Added {
            comment: CommentId::from_bits(context.fresh(0)),
            subject: self.subject.clone(),
            person: person.clone(),
            body: self.body.clone(),
        };
        Ok(vec![added.into()])
    }
}

/// Says it otherwise; what was said before stays in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditComment {
    /// Which.
    pub comment: CommentId,
    /// What it says from now on.
    pub body: Body,
}

impl Decide for EditComment {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Comment))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = writer(context)?;
        let comment = standing(state, &self.comment)?;
        if comment.writer != *person {
            return Err(comment_of_another().into());
        }
        self.body.check(state)?;
        if comment.body == self.body {
            return Ok(Vec::new());
        }
        let edited = Edited {
            comment: self.comment.clone(),
            subject: comment.topic.clone(),
            person: person.clone(),
            body: self.body.clone(),
        };
        Ok(vec![edited.into()])
    }
}

/// Takes a comment back: its writer, or an administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawComment {
    /// Which.
    pub comment: CommentId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for WithdrawComment {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Comment))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = writer(context)?;
        let comment = standing(state, &self.comment)?;
        // Whoever may erase people may also take away what was said about them.
        let tidies = |role| permits(role, Permission::ErasePerson);
        let may = comment.writer == *person
            || holds(state, person, &Target::Organisation, context.now, tidies);
        if !may {
            return Err(comment_of_another().into());
        }
        let withdrawn = Withdrawn {
            comment: self.comment.clone(),
            subject: comment.topic.clone(),
            reason: self.reason.clone(),
        };
        Ok(vec![withdrawn.into()])
    }
}
