//! Nothing of a person counts any more when they are erased.

use holdpoint_ports::{Credential, VaultError};

use super::{AnyVault, profile};

pub fn an_erased_persons_key_and_credentials_are_destroyed(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    vault.set_password("per_1", "word").unwrap();
    vault.map_system_user("per_1", "aa").unwrap();
    let token = vault.issue_token("per_1", "laptop", None).unwrap();
    let sealed = vault.seal("per_1", "a note").unwrap();
    let kept = vault.seal("per_2", "another note").unwrap();
    vault.erase("per_1").unwrap();
    vault.erase("per_1").unwrap();
    assert!(vault.profile("per_1").unwrap().is_none());
    assert_eq!(vault.find("anna").unwrap(), None);
    let password = Credential::Password {
        handle: "anna".to_owned(),
        password: "word".to_owned(),
    };
    let credentials = [
        Credential::Token(token),
        password,
        Credential::SystemUser("aa".to_owned()),
    ];
    for credential in credentials {
        assert_eq!(vault.authenticate(&credential, 0).unwrap(), None);
    }
    let error = vault.open(&sealed).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the text cannot be opened: its key is destroyed"
    );
    assert_eq!(vault.open(&kept).unwrap(), "another note");
}

pub fn a_text_of_an_erased_person_stays_shut_for_whoever_gets_the_id(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let sealed = vault.seal("per_1", "a note").unwrap();
    vault.erase("per_1").unwrap();
    vault.add_person("per_1", &profile("anna")).unwrap();
    assert!(matches!(
        vault.open(&sealed),
        Err(VaultError::Unreadable(_))
    ));
}
