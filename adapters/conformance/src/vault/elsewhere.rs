//! What people are called elsewhere.

use holdpoint_ports::{Credential, Elsewhere, VaultError};

use super::sessions::LIFETIME;
use super::{AnyVault, profile};

const fn at<'a>(place: &'a str, name: &'a str) -> Elsewhere<'a> {
    Elsewhere { place, name }
}

pub fn somebody_is_found_by_where_and_what_they_are_called(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    vault
        .identify("per_1", at("https://a.example", "1"))
        .unwrap();
    vault
        .identify("per_1", at("https://a.example", "1"))
        .unwrap();
    vault
        .identify("per_2", at("https://b.example", "1"))
        .unwrap();
    let who = |place, name| vault.identified(at(place, name)).unwrap();
    assert_eq!(who("https://a.example", "1").as_deref(), Some("per_1"));
    assert_eq!(who("https://b.example", "1").as_deref(), Some("per_2"));
    assert_eq!(who("https://a.example", "2"), None);
    // Where one ends and the other begins makes a difference, and so does case.
    assert_eq!(who("https://a.example1", ""), None);
    vault.identify("per_1", at("a", "Bc")).unwrap();
    assert_eq!((who("aB", "c"), who("a", "bc")), (None, None));
    // It is no user of the machine.
    let user = Credential::SystemUser("1".to_owned());
    assert_eq!(vault.authenticate(&user, 0).unwrap(), None);
}

pub fn who_is_called_so_is_one_person(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    let there = at("https://a.example", "1");
    vault.identify("per_1", there).unwrap();
    assert!(matches!(
        vault.identify("per_2", there),
        Err(VaultError::Taken(_))
    ));
    assert!(matches!(
        vault.identify("per_3", at("https://a.example", "3")),
        Err(VaultError::Unknown(_))
    ));
    assert!(vault.unidentify(there).unwrap());
    assert!(!vault.unidentify(there).unwrap());
    vault.identify("per_2", there).unwrap();
    vault.erase("per_2").unwrap();
    assert_eq!(vault.identified(there).unwrap(), None);
}

pub fn all_that_lets_somebody_in_ends_at_once(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    let token = vault.issue_token("per_1", "laptop", None).unwrap();
    let kept = vault.issue_token("per_2", "laptop", None).unwrap();
    let (session, _) = vault.start_session("per_1", LIFETIME, 0).unwrap();
    let link = vault.issue_link("per_1", 1_000).unwrap();
    let who = |token: &str| {
        vault
            .authenticate(&Credential::Token(token.to_owned()), 0)
            .unwrap()
    };
    assert_eq!(who(&token).as_deref(), Some("per_1"));
    vault.end_all("per_1").unwrap();
    assert_eq!(who(&token), None);
    assert_eq!(who(&kept).as_deref(), Some("per_2"));
    assert!(vault.session(&session, 0).unwrap().is_none());
    assert_eq!(vault.redeem_link(&link, 0).unwrap(), None);
    assert!(vault.profile("per_1").unwrap().is_some());
}
