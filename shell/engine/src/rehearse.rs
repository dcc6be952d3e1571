//! Whether events could be written, for those who only want to know.

use holdpoint_domain::{Digest, Fact, KnownPolicies, Meta, Refusal, RuleError};

use crate::entry::{CommandId, EventId};
use crate::guard::Guard;
use crate::sequencer::writable;
use crate::{Engine, EngineError};

impl Engine {
    /// Policies on who may do what by a text that need not be kept.
    ///
    /// # Errors
    /// When they cannot be read here.
    pub fn read_policies(&self, text: &str) -> Result<KnownPolicies, EngineError> {
        let digest = Digest::of(text.as_bytes());
        let loaded = match self.shared.rules.read_policies(text) {
            Ok(policies) => Ok(policies),
            Err(RuleError::Wrong(why)) => Err(why),
            Err(RuleError::Unanswered(reason)) => return Err(EngineError::NoVerdict { reason }),
        };
        Ok(KnownPolicies::default().with(digest, loaded))
    }

    /// Why one of the events may not be written, if one may not: it names a person, holds a secret, or is too
    /// large. Content that they name is taken to be there.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub fn unwritable(&self, events: &[(Fact, Meta)]) -> Result<Option<Refusal>, EngineError> {
        let mut guard = Guard::new();
        guard.refresh(&*self.shared.vault, true)?;
        for ((fact, meta), index) in events.iter().zip(0u32..) {
            let event_type = fact.event_type();
            let data = fact.data().map_err(|error| EngineError::Unwritable {
                event_type,
                reason: error.to_string(),
            })?;
            let id = EventId {
                command: CommandId(0),
                index,
            };
            if let Err(refusal) = writable(&guard, fact, &fact.subject(), meta, &id, &data) {
                return Ok(Some(*refusal));
            }
        }
        Ok(None)
    }
}
