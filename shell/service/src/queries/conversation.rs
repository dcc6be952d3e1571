//! `conversation.list`.

use std::collections::BTreeSet;

use holdpoint_domain::conversation::{Comment, CommentId, Topic};
use holdpoint_domain::{Key, Need, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::paging::Paging;
use crate::{Names, PersonRef, Reader, ServiceError};

/// What people have said about something, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListConversation {
    /// About what, such as `release/march`.
    pub subject: Topic,
    /// Which part.
    #[serde(flatten)]
    pub paging: Paging,
}

/// What people have said about something, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conversation {
    /// About what.
    pub subject: Topic,
    /// The comments; of those that were withdrawn only that they were.
    pub comments: Vec<CommentView>,
    /// How many there are in all.
    pub total: usize,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommentView {
    /// Which.
    pub comment: CommentId,
    /// About what.
    pub subject: Topic,
    /// Who wrote it.
    pub writer: PersonRef,
    /// When.
    pub written: Time,
    /// When its newest version was written, if there is more than one.
    pub edited: Option<Time>,
    /// Its text; none if it was withdrawn.
    pub text: Option<String>,
    /// Whom it speaks of.
    pub mentions: Vec<PersonRef>,
    /// What is attached.
    pub attachments: Vec<AttachmentView>,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// Something attached to a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AttachmentView {
    /// What it is called.
    pub name: String,
    /// What kind of content, as its writer says.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// Where its content is.
    pub link: String,
}

impl Query for ListConversation {
    const NAME: &'static str = "conversation.list";
    type View = Conversation;

    fn answer(&self, reader: &Reader<'_>) -> Result<Conversation, ServiceError> {
        let all = comments(reader, &self.subject.conversation())?;
        let count = self.paging.count();
        let rest = all
            .iter()
            .filter(|(at, _)| self.paging.after.is_none_or(|after| *at > after));
        let page: Vec<_> = rest.take(count + 1).collect();
        let next = (page.len() > count)
            .then(|| page.get(count - 1).map(|(at, _)| *at))
            .flatten();
        let names = reader.names();
        let page: Vec<_> = page.into_iter().take(count).map(|(_, key)| key).collect();
        let found = loaded(reader, &page)?;
        Ok(Conversation {
            subject: self.subject.clone(),
            comments: found.iter().map(|comment| view(comment, names)).collect(),
            total: all.len(),
            next,
        })
    }
}

/// Those of the comments that there are.
pub(super) fn loaded(reader: &Reader<'_>, keys: &[&Key]) -> Result<Vec<Comment>, ServiceError> {
    reader.ask(|state| {
        let found = Need::gather(keys.iter().map(|key| state.comments.get(key)))?;
        Ok(found.into_iter().flatten().cloned().collect())
    })
}

/// The comments that are found under a key, with the position of the first entry of each there, oldest first.
pub(super) fn comments(reader: &Reader<'_>, place: &Key) -> Result<Vec<(u64, Key)>, ServiceError> {
    let positions = reader.view().positions(place, true)?;
    let mut seen = BTreeSet::new();
    let entries = reader.view().recorded(&positions)?.into_iter();
    let found = entries.map(|entry| (entry.meta.position, entry.fact.subject()));
    Ok(found.filter(|(_, key)| seen.insert(key.clone())).collect())
}

/// As those who may read see it.
pub(super) fn view(comment: &Comment, names: Names<'_>) -> CommentView {
    let shown = (!comment.withdrawn).then_some(&comment.body);
    let attachments = shown.iter().flat_map(|body| body.attachments.iter());
    let link = |index: usize| format!("/api/v1/comments/{}/attachments/{index}", comment.id);
    CommentView {
        comment: comment.id.clone(),
        subject: comment.topic.clone(),
        writer: names.person(&comment.writer),
        written: comment.written,
        edited: comment.edited,
        text: shown.and_then(|body| names.text(Some(&body.text))),
        mentions: shown
            .iter()
            .flat_map(|body| &body.mentions)
            .map(|person| names.person(person))
            .collect(),
        attachments: attachments
            .enumerate()
            .map(|(index, attached)| AttachmentView {
                name: names.text(Some(&attached.name)).unwrap_or_default(),
                media_type: attached.media_type.clone(),
                size: attached.size,
                link: link(index),
            })
            .collect(),
        withdrawn: comment.withdrawn,
    }
}
