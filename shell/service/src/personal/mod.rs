//! What belongs to one person alone: settings, what they have seen of their inbox, and views at hand.
//!
//! It lies in the vault, changes without leaving a trace, and goes with its person. Nobody changes another's.

mod mark;
mod request;
mod settings;
mod view;

use holdpoint_domain::Actor;
use holdpoint_domain::organisation::PersonId;

use crate::ServiceError;

pub(crate) use mark::Marks;
pub use mark::Seen;
pub use request::PersonalRequest;
pub use settings::{BulletinChannel, BulletinDays, Cadence, ColourTheme, Settings, SpokenLanguage};
pub(crate) use settings::{of as settings_of, read as settings_read};
pub use view::SavedView;
pub(crate) use view::saved;

/// The person who asks: Holdpoint itself has nothing of its own.
pub(crate) fn person(actor: &Actor) -> Result<&PersonId, ServiceError> {
    let nobody = || ServiceError::Malformed("only a person has an inbox and settings".to_owned());
    actor.person().ok_or_else(nobody)
}
