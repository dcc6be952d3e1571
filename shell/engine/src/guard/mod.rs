//! What stands between an event and the ledger: no secret, no mail address and no name of a person gets into
//! a leaf, whatever a command says. What was refused leaves no trace in the ledger.

mod mail;
mod name;
mod people;
mod place;
mod secret;

use std::time::{Duration, Instant};

use holdpoint_domain::{Fact, Refusal, State};
use holdpoint_ports::{Vault, VaultError};
use serde_json::Value;

use crate::refusal;
use people::People;

/// How old the names that are looked for may be: a profile may change without the engine being told.
const FRESH: Duration = Duration::from_secs(300);

/// Looks for what may not be in an entry.
pub(crate) struct Guard {
    people: People,
    read: Option<Instant>,
}

impl Guard {
    pub(crate) fn new() -> Self {
        Self {
            people: People::default(),
            read: None,
        }
    }

    /// Reads the names of all people again, if that was long ago or `changed` says so.
    pub(crate) fn refresh(&mut self, vault: &dyn Vault, changed: bool) -> Result<(), VaultError> {
        // Forgotten first: when reading fails, the next entry tries again.
        self.read = self.read.filter(|read| !changed && read.elapsed() <= FRESH);
        if self.read.is_none() {
            self.people = People::new(&vault.people()?);
            self.read = Some(Instant::now());
        }
        Ok(())
    }

    /// Looks for one more person, who is about to be added: their name must be known before the first entry
    /// that could hold it.
    pub(crate) fn learn(&mut self, vault: &dyn Vault, person: &str) -> Result<(), VaultError> {
        if let Some(profile) = vault.profile(person)? {
            self.people.add(&profile);
        }
        Ok(())
    }

    /// Refuses an event that names a person in free text or holds a mail address.
    pub(crate) fn check_data(&self, fact: &Fact, data: &Value) -> Result<(), Box<Refusal>> {
        let Some(found) = self.people.find(fact.event_type(), data) else {
            return Ok(());
        };
        let refusal = refusal::personal_data(fact.event_type(), &found.pointer, found.what);
        Err(Box::new(refusal))
    }

    /// Refuses something new that is called like a person: names of things stand in the ledger for ever, and no
    /// schema tells them from names of people. What was there before the person was is left alone.
    pub(crate) fn check_name(&self, fact: &Fact, state: &State) -> Result<(), Box<Refusal>> {
        match name::of_new(fact, state).filter(|(_, name)| self.people.names_in_full(name)) {
            Some((pointer, _)) => {
                let what = people::NAME;
                Err(Box::new(refusal::personal_data(
                    fact.event_type(),
                    pointer,
                    what,
                )))
            }
            None => Ok(()),
        }
    }

    /// Refuses bytes that look as if a secret were among them.
    pub(crate) fn check_bytes(&self, fact: &Fact, bytes: &[u8]) -> Result<(), Box<Refusal>> {
        match secret::find(bytes) {
            Some(what) => Err(Box::new(refusal::secret(fact.event_type(), what))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
