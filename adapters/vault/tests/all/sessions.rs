//! Signed-in browsers, and links that sign one in.

use holdpoint_ports::{Lifetime, Sessions, Vault};
use holdpoint_vault::SqliteVault;

use crate::{profile, vault};

const LIFETIME: Lifetime = Lifetime {
    idle: 600_000,
    absolute: 3_600_000,
};

#[test]
fn nothing_that_proves_something_is_in_the_file() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("anna")).unwrap();
    let (token, started) = vault.start_session("per_1", LIFETIME, 0).unwrap();
    let link = vault.issue_link("per_1", 1_000).unwrap();
    let file = std::fs::read(room.path().join("vault/vault.sqlite")).unwrap();
    let holds = |bytes: &[u8]| file.windows(bytes.len()).any(|window| window == bytes);
    assert!(
        holds(started.id.as_bytes()),
        "the search must be able to find"
    );
    for secret in [&token[4..], &link[4..], &started.csrf] {
        assert!(!holds(secret.as_bytes()));
        assert!(!holds(&hex::decode(secret).unwrap()));
    }
}

#[test]
fn a_vault_of_the_first_format_gets_sessions() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.set_password("per_1", "correct horse").unwrap();
    drop(vault);
    let directory = room.path().join("vault");
    let raw = rusqlite::Connection::open(directory.join("vault.sqlite")).unwrap();
    raw.execute_batch(
        "DROP TABLE session; DROP TABLE link; DROP TABLE personal; DROP TABLE retained; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(raw);
    let vault = SqliteVault::open(&directory).unwrap();
    assert!(vault.has_password("per_1").unwrap());
    assert!(!vault.has_password("per_2").unwrap());
    let (token, _) = vault.start_session("per_1", LIFETIME, 0).unwrap();
    assert!(vault.session(&token, 1).unwrap().is_some());
}
