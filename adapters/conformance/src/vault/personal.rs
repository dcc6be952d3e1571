//! What belongs to one person alone.

use holdpoint_ports::{PersonalKind, PersonalThing, VaultError};

use super::{AnyVault, profile};

fn thing(name: &str, text: &str) -> PersonalThing {
    PersonalThing {
        name: name.into(),
        text: text.into(),
    }
}

pub fn it_is_found_by_person_kind_and_name_and_by_nothing_else(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("ben")).unwrap();
    let kind = PersonalKind::View;
    vault
        .keep_personal("per_1", kind, &thing("mine", "one"))
        .unwrap();
    vault
        .keep_personal("per_2", kind, &thing("mine", "two"))
        .unwrap();
    vault
        .keep_personal("per_1", PersonalKind::Mark, &thing("mine", "three"))
        .unwrap();
    let get = |person: &str, kind| vault.personal(person, kind, "mine").unwrap();
    assert_eq!(get("per_1", kind).as_deref(), Some("one"));
    assert_eq!(get("per_2", kind).as_deref(), Some("two"));
    assert_eq!(get("per_1", PersonalKind::Mark).as_deref(), Some("three"));
    assert_eq!(get("per_1", PersonalKind::Settings), None);
    vault
        .keep_personal("per_1", kind, &thing("also", "four"))
        .unwrap();
    vault
        .keep_personal("per_1", kind, &thing("mine", "five"))
        .unwrap();
    let all = vault.personal_all("per_1", kind).unwrap();
    assert!(all == [thing("also", "four"), thing("mine", "five")]);
    let everywhere = vault.personal_everywhere(kind).unwrap();
    assert_eq!(everywhere.len(), 3);
    assert!(everywhere.contains(&("per_2".into(), thing("mine", "two"))));
}

pub fn what_is_claimed_once_is_not_claimed_again(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let claim =
        |text| vault.keep_new_personal("per_1", PersonalKind::Letter, &thing("today", text));
    assert!(claim("first").unwrap());
    assert!(!claim("second").unwrap());
    let kept = vault
        .personal("per_1", PersonalKind::Letter, "today")
        .unwrap();
    assert_eq!(kept.as_deref(), Some("first"));
    assert!(
        vault
            .forget_personal("per_1", PersonalKind::Letter, "today")
            .unwrap()
    );
    assert!(
        !vault
            .forget_personal("per_1", PersonalKind::Letter, "today")
            .unwrap()
    );
    assert!(claim("third").unwrap());
}

pub fn it_goes_with_its_person(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let secret = thing("where", "the treasure lies");
    vault
        .keep_personal("per_1", PersonalKind::View, &secret)
        .unwrap();
    vault.erase("per_1").unwrap();
    assert_eq!(
        vault
            .personal("per_1", PersonalKind::View, "where")
            .unwrap(),
        None
    );
    assert!(
        vault
            .personal_all("per_1", PersonalKind::View)
            .unwrap()
            .is_empty()
    );
    assert!(
        vault
            .personal_everywhere(PersonalKind::View)
            .unwrap()
            .is_empty()
    );
    let late = vault.keep_personal("per_1", PersonalKind::View, &secret);
    assert!(matches!(late, Err(VaultError::Unknown(_))));
}
