//! What a comment says: text, whom it speaks of, and what is attached, all of it bounded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::comment_wrong;
use crate::State;
use crate::kernel::{Halt, Sealed};
use crate::organisation::{PersonId, person_unknown};

/// The most people that a comment speaks of: who needs more people calls a meeting.
pub const MOST_MENTIONS: usize = 20;

/// The most attachments of a comment.
pub const MOST_ATTACHMENTS: usize = 5;

/// The largest attachment, in bytes: a screenshot or a log, not a dump.
pub const LARGEST_ATTACHMENT: u64 = 4 * 1024 * 1024;

/// Something attached. Name and content are sealed under the writer's key, so that erasing them erases both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// What it is called.
    pub name: Sealed,
    /// What it is.
    pub content: Sealed,
    /// What kind of content, as the writer says: `image/png`.
    pub media_type: String,
    /// Its size before it was sealed, in bytes.
    pub size: u64,
}

/// What a comment says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its text.
    pub text: Sealed,
    /// Whom the text speaks of, by `@handle`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<PersonId>,
    /// What is attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Body {
    /// Checks its bounds, and that everybody it speaks of is a member.
    pub(super) fn check(&self, state: &State) -> Result<(), Halt> {
        if self.mentions.len() > MOST_MENTIONS {
            let why = format!("speaks of {} people", self.mentions.len());
            return Err(comment_wrong(why).into());
        }
        if self.attachments.len() > MOST_ATTACHMENTS {
            let why = format!("has {} attachments", self.attachments.len());
            return Err(comment_wrong(why).into());
        }
        let mut attachments = self.attachments.iter();
        if let Some(why) = attachments.find_map(Attachment::wrong) {
            return Err(comment_wrong(why).into());
        }
        match self.mentions.iter().find(|person| !state.member(person)) {
            Some(stranger) => Err(person_unknown(stranger).into()),
            None => Ok(()),
        }
    }
}

impl Attachment {
    fn wrong(&self) -> Option<String> {
        if self.size > LARGEST_ATTACHMENT {
            return Some(format!("has an attachment of {} bytes", self.size));
        }
        let part = |text: &str| {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-.".contains(&b);
            (1..=63).contains(&text.len()) && text.bytes().all(plain)
        };
        let halves = self.media_type.split_once('/');
        let good = halves.is_some_and(|(kind, name)| part(kind) && part(name));
        (!good).then(|| "has an attachment without a media type such as `image/png`".to_owned())
    }
}
