//! `inbox.show`: what needs who asks, worked out from what the ledger says.
//!
//! Nothing is kept for it but what somebody has seen. What is no longer so is no longer there: an approval that
//! another has given, a step that somebody has resolved.

mod deployments;
mod ending;
mod item;
mod mentions;
mod place;
mod plans;
mod releases;
mod runs;

use std::collections::BTreeMap;

use holdpoint_domain::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::personal::{Marks, Seen};
use crate::{PersonRef, Reader, ServiceError};
pub use item::{InboxItem, InboxKind};
use place::Place;

/// Which part of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InboxPart {
    /// What is not done with.
    #[default]
    Waiting,
    /// Of that, what was not read.
    New,
    /// All, what is done with too.
    All,
}

/// What needs who asks, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowInbox {
    /// Which part.
    #[serde(default)]
    pub which: InboxPart,
    /// Only what is of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<InboxKind>,
}

/// What needs somebody, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inbox {
    /// Whom.
    pub person: PersonRef,
    /// As of when.
    pub now: Time,
    /// What.
    pub items: Vec<InboxItem>,
    /// How many are not done with.
    pub waiting: usize,
    /// Of these, how many were not read.
    pub new: usize,
    /// How many more releases may need them, as they were counted last: the newest are judged, with all that is said
    /// above.
    #[serde(default, skip_serializing_if = "none")]
    pub more: usize,
    /// How many are not done with, by kind.
    pub kinds: BTreeMap<InboxKind, usize>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn none(more: &usize) -> bool {
    *more == 0
}

impl Query for ShowInbox {
    const NAME: &'static str = "inbox.show";
    type View = Inbox;

    fn answer(&self, reader: &Reader<'_>) -> Result<Inbox, ServiceError> {
        let person = reader.person()?;
        let place = Place::of(reader, person)?;
        let releases = releases::items(&place)?;
        let (mut items, more) = (releases.items, releases.more);
        items.extend(deployments::items(&place)?);
        items.extend(plans::items(&place)?);
        items.extend(runs::items(&place)?);
        items.extend(mentions::items(&place)?);
        items.extend(ending::items(&place)?);
        let marks = Marks::of(reader.personal, person)?;
        for item in &mut items {
            item.seen = marks.seen(&item.id);
        }
        items.sort_by(|one, other| (other.since, &one.id).cmp(&(one.since, &other.id)));
        let waiting = || items.iter().filter(|item| item.seen != Seen::Done);
        let mut kinds = BTreeMap::new();
        for item in waiting() {
            *kinds.entry(item.kind).or_default() += 1;
        }
        let new = waiting().filter(|item| item.seen == Seen::New).count();
        Ok(Inbox {
            person: reader.names().person(person),
            now: reader.now(),
            waiting: waiting().count(),
            new,
            more,
            kinds,
            items: items.into_iter().filter(|item| self.wants(item)).collect(),
        })
    }
}

impl ShowInbox {
    fn wants(&self, item: &InboxItem) -> bool {
        let part = match self.which {
            InboxPart::Waiting => item.seen != Seen::Done,
            InboxPart::New => item.seen == Seen::New,
            InboxPart::All => true,
        };
        part && self.kind.is_none_or(|kind| item.kind == kind)
    }
}
