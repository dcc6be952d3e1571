//! Signed-in browsers, and links that sign one in.

use holdpoint_ports::{Lifetime, VaultError};

use super::{AnyVault, profile};

pub(super) const LIFETIME: Lifetime = Lifetime {
    idle: 600_000,
    absolute: 3_600_000,
};

pub fn a_session_counts_until_it_lies_idle_or_gets_too_old(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let (token, started) = vault.start_session("per_1", LIFETIME, 1_000).unwrap();
    assert_eq!((&token[..4], token.len()), ("hps_", 4 + 64));
    assert_eq!((started.created, started.expires), (1_000, 3_601_000));
    let found = |now| vault.session(&token, now).unwrap();
    assert_eq!(found(2_000).unwrap(), started);
    // Every use within the ten minutes keeps it, until it is an hour old.
    assert_eq!(found(600_999).unwrap().seen, 600_999);
    assert!(found(1_200_998).is_some());
    assert!(found(1_800_998).is_none());
    let (token, _) = vault.start_session("per_1", LIFETIME, 0).unwrap();
    for now in (500_000..3_600_000).step_by(500_000) {
        assert!(vault.session(&token, now).unwrap().is_some(), "{now}");
    }
    assert!(vault.session(&token, 3_600_000).unwrap().is_none());
    assert!(vault.session(&token[..66], 1).unwrap().is_none());
    assert!(matches!(
        vault.start_session("per_2", LIFETIME, 0),
        Err(VaultError::Unknown(_))
    ));
}

pub fn sessions_are_listed_and_ended_one_by_one_or_all(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    let (first, one) = vault.start_session("per_1", LIFETIME, 1).unwrap();
    let (second, two) = vault.start_session("per_1", LIFETIME, 2).unwrap();
    let (berts, _) = vault.start_session("per_2", LIFETIME, 3).unwrap();
    assert!(first != second && one.csrf != two.csrf && one.id != two.id);
    let ids = |now| {
        let listed = vault.sessions("per_1", now).unwrap();
        listed.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(10), [two.id.clone(), one.id.clone()]);
    assert_eq!(ids(600_001), std::slice::from_ref(&two.id));
    // Nobody ends another's by its id.
    assert_eq!(vault.end_sessions("per_2", Some(&one.id)).unwrap(), 0);
    assert_eq!(vault.end_sessions("per_1", Some(&one.id)).unwrap(), 1);
    assert!(vault.session(&first, 10).unwrap().is_none());
    assert!(vault.session(&second, 10).unwrap().is_some());
    assert_eq!(vault.end_sessions("per_1", None).unwrap(), 1);
    assert!(vault.session(&second, 10).unwrap().is_none());
    assert!(vault.session(&berts, 10).unwrap().is_some());
}

pub fn a_link_signs_in_once_and_not_for_long(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let link = vault.issue_link("per_1", 1_000).unwrap();
    assert_eq!((&link[..4], link.len()), ("hpl_", 4 + 64));
    assert_eq!(vault.redeem_link("hpl_", 0).unwrap(), None);
    assert_eq!(
        vault.redeem_link(&link, 999).unwrap().as_deref(),
        Some("per_1")
    );
    assert_eq!(vault.redeem_link(&link, 999).unwrap(), None);
    let link = vault.issue_link("per_1", 1_000).unwrap();
    assert_eq!(vault.redeem_link(&link, 1_000).unwrap(), None);
    assert_eq!(vault.redeem_link(&link, 0).unwrap(), None);
    // No link opens as a session, nor the other way round.
    let (token, _) = vault.start_session("per_1", LIFETIME, 0).unwrap();
    assert_eq!(vault.redeem_link(&token, 0).unwrap(), None);
}

pub fn an_erased_person_is_signed_in_nowhere(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let (token, _) = vault.start_session("per_1", LIFETIME, 0).unwrap();
    let link = vault.issue_link("per_1", 1_000).unwrap();
    vault.erase("per_1").unwrap();
    assert!(vault.session(&token, 1).unwrap().is_none());
    assert_eq!(vault.redeem_link(&link, 1).unwrap(), None);
}
