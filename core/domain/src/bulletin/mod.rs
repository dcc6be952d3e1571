//! Bulletins: what waits for people, told them by mail or in a chat.
//!
//! | aggregate | begins with | ends with |
//! |---|---|---|
//! | bulletin (one round of letters) | `bulletin.requested` | `bulletin.sent`, or `bulletin.lost` at its deadline |
//!
//! Who gets one, how often and by which way is personal, and stands in the vault; so do the letters of a round,
//! each claimed under the position of the round's intent before it goes out. The ledger says when a round went
//! out and how many letters were delivered, were not, or are not known to have been.

mod channel;
mod command;
mod event;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use channel::{Channels, ChatChannel, MailChannel, Secret};
pub use command::{FinishBulletin, LoseBulletin, RequestBulletin};
pub use event::{Lost, Requested, Sent};
pub use refusal::PAGES;
pub(crate) use refusal::channel_wrong;
pub use state::{Bulletin, BulletinId};
