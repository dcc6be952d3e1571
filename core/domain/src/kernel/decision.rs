//! The shapes of a decision: what a command is, what an event is, and what lies between.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Actor, Digest, Key, Meta, Refusal, RuleAnswers, RuleQuestion, Time};
use crate::access::Required;
use crate::{Fact, State};

/// What has to be looked up before the question can be answered; then it is asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Aggregates that are not in memory: all that could be told so far, at least one.
    Aggregates(BTreeSet<Key>),
    /// What a custom rule says.
    Rule(Box<RuleQuestion>),
    /// Policies, by the digest of their text.
    Policies(Digest),
}

impl Need {
    /// All the answers, or what any of them lacks: the aggregates of all in one, so that whoever goes through a set asks
    /// once. What takes longer to look up is asked for when these are there.
    ///
    /// # Errors
    /// When an answer lacks something.
    pub fn gather<T>(answers: impl IntoIterator<Item = Result<T, Self>>) -> Result<Vec<T>, Self> {
        let (mut found, mut missing, mut other) = (Vec::new(), BTreeSet::new(), None);
        for answer in answers {
            match answer {
                Ok(answer) => found.push(answer),
                Err(Self::Aggregates(keys)) => missing.extend(keys),
                Err(need) => other = other.or(Some(need)),
            }
        }
        match (missing.is_empty(), other) {
            (false, _) => Err(Self::Aggregates(missing)),
            (true, Some(need)) => Err(need),
            (true, None) => Ok(found),
        }
    }
}

/// What comes of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// These events happen.
    Accepted(Vec<Fact>),
    /// It is refused; the events, if any, say so in the ledger.
    Refused(Refusal, Vec<Fact>),
    /// It cannot be decided before this is looked up.
    Needs(Need),
}

/// Why a decision stops early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halt {
    /// Refused, with facts to keep.
    Refused(Refusal, Vec<Fact>),
    /// Something has to be looked up first.
    Missing(Need),
}

impl From<Need> for Halt {
    fn from(need: Need) -> Self {
        Self::Missing(need)
    }
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal, Vec::new())
    }
}

/// What a decision knows besides the state: who, when, and fresh ids.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// When; never before the newest entry.
    pub now: Time,
    /// The position that the first event of this decision would have.
    pub position: u64,
    /// Random bits, drawn once for this command.
    pub seed: u128,
    /// What custom rules have answered, and the policies that were read.
    pub rules: &'a RuleAnswers,
}

impl Context<'_> {
    /// The `n`th fresh 128 bits of this command, as a ULID has them: 48 bits of milliseconds, then 80 of the seed.
    /// Ids that ascend with time lie side by side in every index, where random ones would each touch a page of
    /// their own.
    #[must_use]
    pub fn fresh(&self, n: u32) -> u128 {
        let mut bytes = [0; 20];
        let (seed, count) = bytes.split_at_mut(16);
        seed.copy_from_slice(&self.seed.to_be_bytes());
        count.copy_from_slice(&n.to_be_bytes());
        let digest = Digest::of(&bytes).0;
        let random = digest
            .iter()
            .take(10)
            .fold(0, |bits, byte| (bits << 8) | u128::from(*byte));
        let time = u128::from(self.now.millis().unsigned_abs()) & ((1 << 48) - 1);
        time << 80 | random
    }
}

/// A command: who may ask for it, and what comes of it.
pub trait Decide: Serialize + DeserializeOwned {
    /// What the actor must be permitted.
    ///
    /// # Errors
    /// When an aggregate that tells is not in memory, or does not exist.
    fn required(&self, state: &State) -> Result<Required, Halt>;

    /// The events that it causes, none if nothing changes.
    ///
    /// # Errors
    /// When refused, or when an aggregate is not in memory.
    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt>;
}

/// An aggregate's passage between open (in memory) and finished (folded again on demand).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// The event opens it.
    Opened,
    /// The event finishes it.
    Closed,
}

/// An event: what it changes, and how.
pub trait Evolve: Serialize + DeserializeOwned + schemars::JsonSchema {
    /// The one aggregate that it changes.
    fn subject(&self) -> Key;

    /// Other aggregates that it names, under which it is found again.
    fn references(&self) -> Vec<Key> {
        Vec::new()
    }

    /// Whether it opens or finishes the aggregate.
    fn opening(&self) -> Option<Opening> {
        None
    }

    /// The first format whose programs read it, where that is later than the one of its type: an event that
    /// uses a field which its type did not have at first.
    fn format(&self) -> u32 {
        crate::format::FIRST_FORMAT
    }

    /// Changes the state: total, never refuses.
    fn apply(&self, state: &mut State, meta: &Meta);
}
