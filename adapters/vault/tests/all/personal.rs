//! What belongs to one person alone.

use holdpoint_ports::{PersonalKind, PersonalStore, PersonalThing, Vault};

use crate::{profile, vault};

#[test]
fn nothing_personal_is_in_the_file() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("anna")).unwrap();
    let secret = PersonalThing {
        name: "where".into(),
        text: "the treasure lies".into(),
    };
    vault
        .keep_personal("per_1", PersonalKind::View, &secret)
        .unwrap();
    let clear = |word: &str| {
        let files = std::fs::read_dir(room.path().join("vault")).unwrap();
        let bytes = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap());
        bytes
            .collect::<Vec<_>>()
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    assert!(!clear("treasure") && !clear("where"));
}
