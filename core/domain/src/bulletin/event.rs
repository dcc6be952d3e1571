//! What has happened to a bulletin.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Bulletin, BulletinId};
use crate::State;
use crate::kernel::{Evolve, Key, Meta, Opening, Time};

/// Letters are about to go out: the intent, whose position is the key of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requested {
    /// Which bulletin.
    pub bulletin: BulletinId,
    /// For how many people.
    pub recipients: u32,
    /// When it is given up for lost.
    pub deadline: Time,
}

impl Evolve for Requested {
    fn subject(&self) -> Key {
        self.bulletin.key()
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let bulletin = Bulletin {
            id: self.bulletin.clone(),
            position: meta.position,
            requested: meta.time,
            deadline: self.deadline,
            recipients: self.recipients,
        };
        state.bulletins.insert(self.bulletin.clone(), bulletin);
    }
}

macro_rules! ends {
    ($type:ty) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.bulletin.key()
            }

            fn opening(&self) -> Option<Opening> {
                Some(Opening::Closed)
            }

            fn apply(&self, state: &mut State, _: &Meta) {
                state.bulletins.remove(&self.bulletin);
            }
        }
    };
}

/// The letters went out: how many of them, and of how many that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Which bulletin.
    pub bulletin: BulletinId,
    /// How many letters the mail server or the chat has taken.
    pub delivered: u32,
    /// How many it has not.
    pub failed: u32,
    /// Of how many nobody knows: they are not sent again.
    pub unknown: u32,
}

ends!(Sent);

/// Nobody has said how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lost {
    /// Which bulletin.
    pub bulletin: BulletinId,
}

ends!(Lost);
