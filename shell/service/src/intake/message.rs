//! What somebody writes: sealed, with the people whom it speaks of found before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_domain::conversation::{
    CommentId, LARGEST_ATTACHMENT, MOST_ATTACHMENTS, MOST_MENTIONS,
};
use holdpoint_domain::organisation::PersonId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Intake;
use super::marker::seal;
use crate::{At, ServiceError};

/// The longest text, in bytes.
const LONGEST: usize = 20_000;

/// A comment as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Message {
    text: String,
    #[serde(default)]
    attachments: Vec<Attached>,
    /// What stays attached when a comment is edited.
    #[serde(default)]
    keep: Option<Kept>,
}

/// Attachments of a comment of who asks, by number, counted from 0.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    comment: CommentId,
    attachments: Vec<usize>,
}

/// Something attached, its content in base64.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attached {
    name: String,
    #[serde(default = "unknown")]
    media_type: String,
    content: String,
}

fn unknown() -> String {
    "application/octet-stream".to_owned()
}

/// The body of a comment.
pub(super) fn body(intake: &Intake<'_>, message: &Message) -> Result<Value, ServiceError> {
    let text = message.text.trim();
    let mut attachments = kept(intake, message.keep.as_ref())?;
    if text.is_empty() && message.attachments.is_empty() && attachments.is_empty() {
        return Err(malformed("a comment says something"));
    }
    if text.len() > LONGEST {
        let why = format!(
            "a comment has at most {LONGEST} bytes, this one has {}",
            text.len()
        );
        return Err(malformed(&why));
    }
    if message.attachments.len() + attachments.len() > MOST_ATTACHMENTS {
        let why = format!("a comment has at most {MOST_ATTACHMENTS} attachments");
        return Err(malformed(&why));
    }
    // All is looked at before anything is kept.
    let contents = message.attachments.iter().map(content);
    let contents = contents.collect::<Result<Vec<_>, _>>()?;
    for (attached, size) in message.attachments.iter().zip(contents) {
        attachments.push(json!({
            "name": seal(intake, &attached.name)?,
            "content": seal(intake, &attached.content)?,
            "media_type": attached.media_type,
            "size": size
        }));
    }
    let mentions = mentioned(intake, text)?;
    Ok(json!({
        "text": seal(intake, text)?,
        "mentions": mentions,
        "attachments": attachments
    }))
}

/// What stays attached of what the person themselves has attached.
fn kept(intake: &Intake<'_>, keep: Option<&Kept>) -> Result<Vec<Value>, ServiceError> {
    let Some(keep) = keep else {
        return Ok(Vec::new());
    };
    let reader = intake.service.reader(At::Now)?;
    let found = reader.ask(|state| Ok(state.comments.get(&keep.comment.key())?.cloned()))?;
    let own = found.filter(|comment| Some(&comment.writer) == intake.actor.person());
    let Some(comment) = own else {
        return Err(malformed(
            "only what is attached to a comment of one's own is kept",
        ));
    };
    let attached = comment.body.attachments.iter().enumerate();
    let stays = attached.filter(|(index, _)| keep.attachments.contains(index));
    Ok(stays.map(|(_, attached)| json!(attached)).collect())
}

/// The size of an attachment, which is well-formed.
fn content(attached: &Attached) -> Result<u64, ServiceError> {
    let name = &attached.name;
    if name.trim().is_empty() || name.len() > 255 || name.contains(['/', '\\', '\0', '\n', '\r']) {
        return Err(malformed("an attachment has the plain name of a file"));
    }
    let bytes = STANDARD.decode(&attached.content);
    let bytes = bytes.map_err(|_| malformed(&format!("`{name}` is not in base64")))?;
    let size = bytes.len() as u64;
    if size > LARGEST_ATTACHMENT {
        let why = format!("`{name}` has {size} bytes; at most {LARGEST_ATTACHMENT} are kept");
        return Err(malformed(&why));
    }
    Ok(size)
}

fn malformed(why: &str) -> ServiceError {
    ServiceError::Malformed(why.to_owned())
}

/// The members whom a text speaks of, each once, in order. What is no member's handle is only text.
fn mentioned(intake: &Intake<'_>, text: &str) -> Result<Vec<PersonId>, ServiceError> {
    let mut found = Vec::new();
    for handle in handles(text).into_iter().take(MOST_MENTIONS * 5) {
        let id = match intake.service.vault().find(handle)? {
            Some(id) => Some(id),
            None => intake
                .service
                .vault()
                .find(handle.trim_end_matches(['.', '-', '_']))?,
        };
        let Some(Ok(id)) = id.map(PersonId::new) else {
            continue;
        };
        if !found.contains(&id) && intake.service.knows(&id)? {
            found.push(id);
        }
    }
    Ok(found)
}

/// What stands behind an `@` that begins a word.
fn handles(text: &str) -> Vec<&str> {
    let plain = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let starts = text.char_indices().filter(|(_, c)| *c == '@');
    let found = starts.filter_map(|(at, _)| {
        let (before, rest) = text.split_at_checked(at)?;
        // `anna@example.org` is an address, and speaks of nobody.
        if before
            .chars()
            .next_back()
            .is_some_and(|c| plain(c) || c == '@')
        {
            return None;
        }
        let rest = rest.get(1..)?;
        let end = rest.find(|c| !plain(c)).unwrap_or(rest.len());
        rest.get(..end).filter(|handle| !handle.is_empty())
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::handles;

    #[test]
    fn a_handle_stands_behind_an_at_that_begins_a_word() {
        assert_eq!(
            handles("@anna, see (@ben.b) and @zoë"),
            ["anna", "ben.b", "zoë"]
        );
        assert_eq!(handles("ask @anna."), ["anna."]);
        assert_eq!(
            handles("mail anna@example.org or a.@b @@c @ d"),
            Vec::<&str>::new()
        );
        assert_eq!(handles("@"), Vec::<&str>::new());
        assert_eq!(handles("😀@anna😀"), ["anna"]);
    }
}
