//! Whether events could be written, for those who only want to know.

use holdpoint_domain::{Fact, Meta, Refusal};

use crate::entry::{CommandId, EventId};
use crate::guard::Guard;
use crate::sequencer::writable;
use crate::{Engine, EngineError};

impl Engine {
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
