//! A vault in memory: it knows names, and keeps nothing secret.

use std::collections::BTreeMap;
use std::sync::Mutex;

use holdpoint_ports::{Credential, Millis, Profile, SealedText, Vault, VaultError};

/// People by id.
#[derive(Default)]
pub struct MemoryVault(Mutex<BTreeMap<String, Profile>>);

impl Vault for MemoryVault {
    fn add_person(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        self.set_profile(person, profile)
    }

    fn set_profile(&self, person: &str, profile: &Profile) -> Result<(), VaultError> {
        self.0
            .lock()
            .unwrap()
            .insert(person.into(), profile.clone());
        Ok(())
    }

    fn profile(&self, person: &str) -> Result<Option<Profile>, VaultError> {
        Ok(self.0.lock().unwrap().get(person).cloned())
    }

    fn find(&self, handle: &str) -> Result<Option<String>, VaultError> {
        let people = self.0.lock().unwrap();
        let found = people.iter().find(|(_, profile)| profile.handle == handle);
        Ok(found.map(|(person, _)| person.clone()))
    }

    fn people(&self) -> Result<Vec<(String, Profile)>, VaultError> {
        let people = self.0.lock().unwrap();
        Ok(people
            .iter()
            .map(|(person, profile)| (person.clone(), profile.clone()))
            .collect())
    }

    fn seal(&self, _: &str, text: &str) -> Result<SealedText, VaultError> {
        Ok(SealedText(
            text.as_bytes().iter().map(|byte| !byte).collect(),
        ))
    }

    fn open(&self, sealed: &SealedText) -> Result<String, VaultError> {
        let bytes = sealed.0.iter().map(|byte| !byte).collect();
        String::from_utf8(bytes).map_err(|_| VaultError::Unreadable("it was not sealed here"))
    }

    fn erase(&self, person: &str) -> Result<(), VaultError> {
        self.0.lock().unwrap().remove(person);
        Ok(())
    }

    fn issue_token(&self, _: &str, _: &str, _: Option<Millis>) -> Result<String, VaultError> {
        Ok(format!("hp_{}", "0123456789abcdef".repeat(4)))
    }

    fn revoke_tokens(&self, _: &str, _: &str) -> Result<u64, VaultError> {
        Ok(0)
    }

    fn issue_feed(&self, _: &str) -> Result<String, VaultError> {
        Ok(format!("hpc_{}", "0123456789abcdef".repeat(4)))
    }

    fn revoke_feeds(&self, _: &str) -> Result<u64, VaultError> {
        Ok(0)
    }

    fn set_password(&self, _: &str, _: &str) -> Result<(), VaultError> {
        Ok(())
    }

    fn map_system_user(&self, _: &str, _: &str) -> Result<(), VaultError> {
        Ok(())
    }

    fn authenticate(&self, _: &Credential, _: Millis) -> Result<Option<String>, VaultError> {
        Ok(None)
    }
}
