//! Erasing a person leaves nothing of them in any file.

use std::path::Path;

use holdpoint_conformance::vault::erasure::{Known, shut_after_all, stays_shut};
use holdpoint_ports::Vault;
use holdpoint_vault::SqliteVault;

use crate::{profile, vault};

/// Files of the vault that contain some bytes.
fn holding(directory: &Path, bytes: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| {
            std::fs::read(path)
                .unwrap()
                .windows(bytes.len())
                .any(|w| w == bytes)
        })
        .map(|path| path.display().to_string())
        .collect()
}

#[test]
fn nothing_of_a_person_is_ever_in_the_clear() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("xanthippe")).unwrap();
    vault.map_system_user("per_1", "xanthuser").unwrap();
    vault.issue_token("per_1", "xanthlabel", None).unwrap();
    vault.set_password("per_1", "xanthword").unwrap();
    let directory = room.path().join("vault");
    assert!(
        !holding(&directory, b"per_1").is_empty(),
        "the search must be able to find"
    );
    for text in ["xanth", "Xanth", "zzyzx", "Zzyzx"] {
        assert_eq!(holding(&directory, text.as_bytes()), [""; 0], "{text}");
    }
}

#[test]
fn an_erased_persons_key_and_credentials_are_destroyed() {
    let (room, vault) = vault();
    let known = Known::to(&vault);
    let directory = room.path().join("vault");
    let raw = rusqlite::Connection::open(directory.join("vault.sqlite")).unwrap();
    let columns = "SELECT key, profile, password FROM person WHERE id = 'per_1'";
    let remains: [Vec<u8>; 3] = raw
        .query_row(columns, [], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?])
        })
        .unwrap();
    drop(raw);
    assert!(
        remains
            .iter()
            .all(|bytes| !holding(&directory, bytes).is_empty())
    );

    vault.erase("per_1").unwrap();
    vault.erase("per_1").unwrap();

    for bytes in remains {
        assert_eq!(holding(&directory, &bytes), [""; 0]);
    }
    assert_eq!(holding(&directory, b"per_1"), [""; 0]);
    known.is_erased(&vault);
}

#[test]
fn a_text_of_an_erased_person_stays_shut_for_whoever_gets_the_id() {
    let (room, vault) = vault();
    let sealed = shut_after_all(&vault);
    drop(vault);
    let vault = SqliteVault::open(room.path().join("vault")).unwrap();
    stays_shut(&vault, &sealed);
}
