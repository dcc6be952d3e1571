//! What is asked of bulletins, by Holdpoint itself.

use serde::{Deserialize, Serialize};

use super::refusal::{bulletin_empty, bulletin_under_way, bulletin_unknown};
use super::{Bulletin, BulletinId, Lost, Requested, Sent};
use crate::access::Required;
use crate::kernel::{Context, Decide, Halt};
use crate::{Fact, State};

/// How long a round may take, in milliseconds: an hour, when the next may be due.
const PATIENCE: i64 = 3_600_000;

fn under_way<'a>(state: &'a State, id: &BulletinId) -> Result<&'a Bulletin, Halt> {
    let found = state.bulletins.get(id);
    found.ok_or_else(|| bulletin_unknown(id).into())
}

/// Begins a round of letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestBulletin {
    /// For how many people.
    pub recipients: u32,
}

impl Decide for RequestBulletin {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if let Some(id) = state.bulletins.keys().next() {
            return Err(bulletin_under_way(id).into());
        }
        if self.recipients == 0 {
            return Err(bulletin_empty().into());
        }
        let requested = Requested {
            bulletin: BulletinId::from_bits(context.fresh(0)),
            recipients: self.recipients,
            deadline: context.now.after(PATIENCE),
        };
        Ok(vec![requested.into()])
    }
}

/// Says how a round ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishBulletin {
    /// Which.
    pub bulletin: BulletinId,
    /// How many letters the mail server or the chat has taken.
    pub delivered: u32,
    /// How many it has not.
    pub failed: u32,
    /// Of how many nobody knows.
    pub unknown: u32,
}

impl Decide for FinishBulletin {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        under_way(state, &self.bulletin)?;
        let sent = Sent {
            bulletin: self.bulletin.clone(),
            delivered: self.delivered,
            failed: self.failed,
            unknown: self.unknown,
        };
        Ok(vec![sent.into()])
    }
}

/// Gives up a round that nobody has ended by its deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoseBulletin {
    /// Which.
    pub bulletin: BulletinId,
}

impl Decide for LoseBulletin {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if context.now < under_way(state, &self.bulletin)?.deadline {
            return Ok(Vec::new());
        }
        let bulletin = self.bulletin.clone();
        Ok(vec![Lost { bulletin }.into()])
    }
}
