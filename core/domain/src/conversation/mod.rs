//! Conversation: comments on releases, environments, components, deployments and waivers.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | comment | `comment.added` | `comment.edited` (a new version) | `comment.withdrawn` |
//!
//! What people write is sealed, and so are their attachments: the ledger says who wrote when about what, and
//! whom they spoke of. Comments leave memory at once; they are found again by what they are about
//! (`conversation/release/march`), and by whom they mention (`mention/per_…`).

mod body;
mod command;
mod event;
mod refusal;
mod state;
#[cfg(test)]
mod tests;
mod topic;

pub use body::{Attachment, Body, LARGEST_ATTACHMENT, MOST_ATTACHMENTS, MOST_MENTIONS};
pub use command::{AddComment, EditComment, WithdrawComment};
pub use event::{Added, Edited, Withdrawn};
pub use refusal::PAGES;
pub use state::{Comment, CommentId, mention_key};
pub use topic::Topic;
