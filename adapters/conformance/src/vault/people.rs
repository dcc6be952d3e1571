//! People, names, sealed texts.

use holdpoint_ports::{Profile, SealedText, VaultError};

use super::{AnyVault, profile};

pub fn a_person_is_found_by_handle_and_mail(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    for name in ["anna", "Anna", "ANNA@zzyzx.example", " anna "] {
        assert_eq!(
            vault.find(name).unwrap().as_deref(),
            Some("per_1"),
            "{name}"
        );
    }
    assert_eq!(vault.find("bert").unwrap(), None);
    assert!(vault.profile("per_1").unwrap() == Some(profile("anna")));
    assert!(vault.profile("per_2").unwrap().is_none());
}

pub fn names_are_unique_over_handles_and_addresses(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let same_handle = Profile {
        mail: None,
        ..profile("ANNA")
    };
    let same_mail = Profile {
        handle: "bert".to_owned(),
        ..profile("anna")
    };
    let her_mail_as_handle = Profile {
        mail: None,
        ..profile("anna@zzyzx.example")
    };
    for taken in [same_handle, same_mail, her_mail_as_handle] {
        let error = vault.add_person("per_2", &taken).unwrap_err();
        assert!(matches!(error, VaultError::Taken(_)), "{error}");
        assert!(vault.profile("per_2").unwrap().is_none());
    }
    assert!(matches!(
        vault.add_person("per_1", &profile("carl")),
        Err(VaultError::Taken(_))
    ));
    assert_eq!(vault.find("bert").unwrap(), None);
}

pub fn a_new_profile_frees_the_old_names(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.set_profile("per_1", &profile("anne")).unwrap();
    assert_eq!(vault.find("anna").unwrap(), None);
    assert_eq!(vault.find("anne").unwrap().as_deref(), Some("per_1"));
    vault.add_person("per_2", &profile("anna")).unwrap();
    let error = vault.set_profile("per_1", &profile("anna")).unwrap_err();
    assert!(matches!(error, VaultError::Taken(name) if name == "anna"));
    assert_eq!(
        vault.find("anne").unwrap().as_deref(),
        Some("per_1"),
        "nothing half done"
    );
    let error = vault.set_profile("per_9", &profile("xaver")).unwrap_err();
    assert_eq!(error.to_string(), "no person `per_9`");
}

pub fn people_come_in_order_of_handle(vault: &dyn AnyVault) {
    for (person, handle) in [("per_1", "carl"), ("per_2", "anna"), ("per_3", "bert")] {
        vault.add_person(person, &profile(handle)).unwrap();
    }
    let people = vault.people().unwrap();
    let ids: Vec<_> = people.iter().map(|(person, _)| person.as_str()).collect();
    assert_eq!(ids, ["per_2", "per_3", "per_1"]);
    assert!(people[0].1 == profile("anna"));
}

pub fn a_text_is_sealed_for_one_person(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    let sealed = vault.seal("per_1", "Anna broke it").unwrap();
    assert_eq!(vault.open(&sealed).unwrap(), "Anna broke it");
    assert!(!sealed.0.windows(4).any(|bytes| bytes == b"Anna"));
    let at = sealed.0.iter().position(|byte| *byte == b'1').unwrap();
    let mut another = sealed.clone();
    another.0[at] = b'2';
    assert!(matches!(
        vault.open(&another),
        Err(VaultError::Unreadable(_))
    ));
    for bit in 0..sealed.0.len() * 8 {
        let mut changed = sealed.clone();
        changed.0[bit / 8] ^= 1 << (bit % 8);
        assert!(
            matches!(vault.open(&changed), Err(VaultError::Unreadable(_))),
            "bit {bit}"
        );
    }
    for length in 0..sealed.0.len() {
        let cut = SealedText(sealed.0[..length].to_vec());
        assert!(
            matches!(vault.open(&cut), Err(VaultError::Unreadable(_))),
            "length {length}"
        );
    }
    assert!(matches!(
        vault.seal("per_3", ""),
        Err(VaultError::Unknown(_))
    ));
}
