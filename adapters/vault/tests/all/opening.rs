//! Opening again, and keys that do not fit.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use holdpoint_ports::{Vault, VaultError};
use holdpoint_vault::SqliteVault;

use crate::{profile, vault};

fn cause(error: VaultError) -> String {
    std::error::Error::source(&error).unwrap().to_string()
}

#[test]
fn a_vault_is_the_same_after_reopening() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("anna")).unwrap();
    let sealed = vault.seal("per_1", "a note").unwrap();
    drop(vault);
    let vault = SqliteVault::open(room.path().join("vault")).unwrap();
    assert_eq!(vault.find("anna").unwrap().as_deref(), Some("per_1"));
    assert_eq!(vault.open(&sealed).unwrap(), "a note");
}

#[test]
fn the_key_belongs_to_its_owner_only() {
    let (room, vault) = vault();
    drop(vault);
    let key = room.path().join("vault/vault.key");
    assert_eq!(
        fs::metadata(&key).unwrap().permissions().mode() & 0o777,
        0o600
    );
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    let error = cause(SqliteVault::open(room.path().join("vault")).unwrap_err());
    assert!(
        error.contains("mode 0640") && error.contains("chmod 600"),
        "{error}"
    );
}

#[test]
fn another_key_or_none_is_an_error_and_never_replaced() {
    let (room, vault) = vault();
    drop(vault);
    let directory = room.path().join("vault");
    let key = directory.join("vault.key");
    fs::write(&key, "00".repeat(32)).unwrap();
    let error = cause(SqliteVault::open(&directory).unwrap_err());
    assert!(error.contains("not the key of this vault"), "{error}");
    fs::write(&key, "no key").unwrap();
    let error = cause(SqliteVault::open(&directory).unwrap_err());
    assert!(error.ends_with("is not 64 hex digits"), "{error}");
    fs::remove_file(&key).unwrap();
    let error = cause(SqliteVault::open(&directory).unwrap_err());
    assert!(
        error.contains("is missing; restore it from its backup"),
        "{error}"
    );
    assert!(!key.exists());
}
