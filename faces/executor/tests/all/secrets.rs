//! Secrets that steps see, and nobody else.

use std::collections::BTreeMap;
use std::path::Path;

use holdpoint_domain::pipeline::{Needs, SecretPlace};

use crate::world::with;

/// Long enough that nothing else looks like it.
const PLANTED: &str = "planted-8d1f0c52-secret";

fn seeing(variable: &str, place: SecretPlace) -> Needs {
    Needs {
        secrets: BTreeMap::from([(variable.to_owned(), place)]),
        ..Needs::default()
    }
}

/// Whether a text stands anywhere in the files of a folder.
fn found(folder: &Path, text: &str) -> Option<std::path::PathBuf> {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if let Some(found) = found(&path, text) {
                return Some(found);
            }
            continue;
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        if bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
        {
            return Some(path);
        }
    }
    None
}

#[test]
fn a_planted_secret_is_used_and_stands_nowhere() {
    let world = with("[secrets]\nfolders = [\"ROOM/vault\"]\n");
    let path = world.file("vault/token", &format!("{PLANTED}\n"));
    let needs = seeing(
        "TOKEN",
        SecretPlace::File {
            path: path.display().to_string(),
        },
    );
    let script = "echo token $TOKEN; printf %s $TOKEN | base64; test ${#TOKEN} = 23; env >&2";
    let told = world.run(1, script, needs);
    assert!(told.success(), "{}", world.log(&told));
    let log = world.log(&told);
    assert!(
        log.starts_with("o token ***\no ***\n") || log.contains("o token ***\n"),
        "{log}"
    );
    assert!(log.contains("e TOKEN=***\n"), "{log}");
    assert!(!serde_json::to_string(&told).unwrap().contains(PLANTED));
    std::fs::remove_file(path).unwrap();
    assert_eq!(found(world.room.path(), PLANTED), None);
}

#[test]
fn a_step_whose_secrets_cannot_be_had_does_not_begin_and_says_which() {
    let world = with("[secrets]\nvariables = [\"CI_\"]\n");
    let mut needs = seeing(
        "A",
        SecretPlace::Environment {
            variable: "HOME".to_owned(),
        },
    );
    let vault = SecretPlace::Vault {
        path: "shop/db".to_owned(),
        field: "password".to_owned(),
        version: None,
    };
    needs.secrets.insert("B".to_owned(), vault);
    let refused = world.run(1, "echo begun", needs);
    assert_eq!(refused.exit_code, Some(125));
    let log = world.log(&refused);
    assert!(
        log.contains("! A: the secret in the variable `HOME` cannot be had: it is not within"),
        "{log}"
    );
    assert!(log.contains("! B: the secret in the field `password` of `shop/db` in Vault cannot be had: no such keeper"), "{log}");
    assert!(!log.contains("begun"));
}
