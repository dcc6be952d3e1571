//! Tokens, passwords, system users.

use std::time::Duration;

use holdpoint_ports::{Credential, VaultError};
use rustix::time::{ClockId, clock_gettime};

use super::{AnyVault, profile};

fn password(handle: &str, password: &str) -> Credential {
    Credential::Password {
        handle: handle.to_owned(),
        password: password.to_owned(),
    }
}

pub fn a_token_proves_its_person_until_it_expires_or_is_revoked(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let laptop = vault.issue_token("per_1", "laptop", None).unwrap();
    let build = vault.issue_token("per_1", "build", Some(1_000)).unwrap();
    assert_eq!((&laptop[..3], laptop.len()), ("hp_", 3 + 64));
    assert_ne!(laptop, build);
    let who = |token: &str, now| vault.authenticate(&Credential::Token(token.to_owned()), now);
    assert_eq!(who(&laptop, i64::MAX).unwrap().as_deref(), Some("per_1"));
    assert_eq!(who(&build, 999).unwrap().as_deref(), Some("per_1"));
    assert_eq!(who(&build, 1_000).unwrap(), None);
    assert_eq!(who(&laptop[..66], 0).unwrap(), None);
    assert_eq!(vault.revoke_tokens("per_1", "laptop").unwrap(), 1);
    assert_eq!(vault.revoke_tokens("per_1", "laptop").unwrap(), 0);
    assert_eq!(who(&laptop, 0).unwrap(), None);
    assert_eq!(who(&build, 0).unwrap().as_deref(), Some("per_1"));
    assert!(matches!(
        vault.issue_token("per_2", "x", None),
        Err(VaultError::Unknown(_))
    ));
}

pub fn a_secret_for_calendars_is_good_for_nothing_else(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    let secret = vault.issue_feed("per_1").unwrap();
    let token = vault.issue_token("per_1", "laptop", None).unwrap();
    assert_eq!((&secret[..4], secret.len()), ("hpc_", 4 + 64));
    let who = |credential: &Credential| vault.authenticate(credential, 0).unwrap();
    let feed = Credential::Feed(secret.clone());
    assert_eq!(who(&feed).as_deref(), Some("per_1"));
    assert_eq!(who(&Credential::Token(secret)), None);
    assert_eq!(who(&Credential::Feed(token.clone())), None);
    // Each is revoked without the other.
    vault.issue_feed("per_1").unwrap();
    assert_eq!(vault.revoke_feeds("per_1").unwrap(), 2);
    assert_eq!(vault.revoke_feeds("per_1").unwrap(), 0);
    assert_eq!(who(&feed), None);
    assert_eq!(who(&Credential::Token(token)).as_deref(), Some("per_1"));
    let again = Credential::Feed(vault.issue_feed("per_1").unwrap());
    assert_eq!(vault.revoke_tokens("per_1", "laptop").unwrap(), 1);
    assert_eq!(who(&again).as_deref(), Some("per_1"));
    vault.erase("per_1").unwrap();
    assert_eq!(who(&again), None);
    assert!(vault.issue_feed("per_2").is_err());
}

pub fn a_password_proves_its_person(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.set_password("per_1", "correct horse").unwrap();
    let who = |credential: &Credential| vault.authenticate(credential, 0).unwrap();
    assert_eq!(
        who(&password("anna", "correct horse")).as_deref(),
        Some("per_1")
    );
    assert_eq!(who(&password("anna", "correct horsf")), None);
    assert_eq!(who(&password("anna", "")), None);
    assert_eq!(who(&password("bert", "correct horse")), None);
    vault.set_password("per_1", "battery staple").unwrap();
    assert_eq!(who(&password("anna", "correct horse")), None);
    assert_eq!(
        who(&password("anna", "battery staple")).as_deref(),
        Some("per_1")
    );
    assert!(matches!(
        vault.set_password("per_2", "x"),
        Err(VaultError::Unknown(_))
    ));
}

/// The processor time of this thread: what else the machine does does not count.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

pub fn an_unknown_handle_takes_as_long_as_a_wrong_password(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    vault.set_password("per_1", "correct horse").unwrap();
    let time = |handle: &str| {
        let start = worked();
        assert_eq!(
            vault.authenticate(&password(handle, "wrong"), 0).unwrap(),
            None
        );
        worked() - start
    };
    // The shortest of several, for processors have caches.
    let (mut wrong, mut unknown, mut none) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        wrong = wrong.min(time("anna"));
        unknown = unknown.min(time("nobody"));
        none = none.min(time("bert"));
    }
    assert!(
        wrong > Duration::from_millis(2),
        "no work was done: {wrong:?}"
    );
    for other in [unknown, none] {
        let ratio = other.as_secs_f64() / wrong.as_secs_f64();
        assert!((0.6..1.7).contains(&ratio), "{wrong:?} and {other:?}");
    }
}

pub fn a_system_user_is_one_person(vault: &dyn AnyVault) {
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    vault.map_system_user("per_1", "aa").unwrap();
    vault.map_system_user("per_1", "aa").unwrap();
    let error = vault.map_system_user("per_2", "aa").unwrap_err();
    assert_eq!(error.to_string(), "`aa` already belongs to another person");
    let who = |user: &str| {
        vault
            .authenticate(&Credential::SystemUser(user.to_owned()), 0)
            .unwrap()
    };
    assert_eq!(who("aa").as_deref(), Some("per_1"));
    assert_eq!(who("AA"), None);
    assert!(matches!(
        vault.map_system_user("per_3", "cc"),
        Err(VaultError::Unknown(_))
    ));
}
