//! Nothing of a person counts any more when they are erased.

use holdpoint_ports::{Credential, SealedText, VaultError};

use super::{AnyVault, profile};

/// Somebody with everything that one can have, and somebody else with a text.
pub struct Known {
    token: String,
    sealed: SealedText,
    kept: SealedText,
}

impl Known {
    /// Adds both to an empty vault.
    pub fn to(vault: &dyn AnyVault) -> Self {
        vault.add_person("per_1", &profile("anna")).unwrap();
        vault.add_person("per_2", &profile("bert")).unwrap();
        vault.set_password("per_1", "word").unwrap();
        vault.map_system_user("per_1", "aa").unwrap();
        Self {
            token: vault.issue_token("per_1", "laptop", None).unwrap(),
            sealed: vault.seal("per_1", "a note").unwrap(),
            kept: vault.seal("per_2", "another note").unwrap(),
        }
    }

    /// The first counts no more in any way, and the second as before.
    pub fn is_erased(self, vault: &dyn AnyVault) {
        assert!(vault.profile("per_1").unwrap().is_none());
        assert_eq!(vault.find("anna").unwrap(), None);
        let password = Credential::Password {
            handle: "anna".to_owned(),
            password: "word".to_owned(),
        };
        let credentials = [
            Credential::Token(self.token),
            password,
            Credential::SystemUser("aa".to_owned()),
        ];
        for credential in credentials {
            assert_eq!(vault.authenticate(&credential, 0).unwrap(), None);
        }
        let error = vault.open(&self.sealed).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the text cannot be opened: its key is destroyed"
        );
        assert_eq!(vault.open(&self.kept).unwrap(), "another note");
    }
}

pub fn an_erased_persons_key_and_credentials_are_destroyed(vault: &dyn AnyVault) {
    let known = Known::to(vault);
    vault.erase("per_1").unwrap();
    vault.erase("per_1").unwrap();
    known.is_erased(vault);
}

/// A text of somebody who was erased stays shut when their id is given out again; gives the text.
pub fn shut_after_all(vault: &dyn AnyVault) -> SealedText {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let sealed = vault.seal("per_1", "a note").unwrap();
    vault.erase("per_1").unwrap();
    vault.add_person("per_1", &profile("anna")).unwrap();
    stays_shut(vault, &sealed);
    sealed
}

pub fn stays_shut(vault: &dyn AnyVault, sealed: &SealedText) {
    assert!(matches!(vault.open(sealed), Err(VaultError::Unreadable(_))));
}

pub fn a_text_of_an_erased_person_stays_shut_for_whoever_gets_the_id(vault: &dyn AnyVault) {
    shut_after_all(vault);
}
