//! Settings: all that is wrong is said at once, and nothing that is secret.

use std::path::PathBuf;

use holdpoint_secrets::{Endpoints, Keepers, Login, Settings, VaultSettings};

use crate::world::bare;

fn vault(address: &str) -> Settings {
    let vault = VaultSettings {
        address: address.to_owned(),
        namespace: None,
        ca: None,
        login: Login::kubernetes("holdpoint"),
    };
    Settings {
        vault: Some(vault),
        ..bare()
    }
}

fn mistakes(settings: Settings) -> Vec<String> {
    let mistakes = Keepers::open(settings).err().unwrap_or_default();
    mistakes.iter().map(ToString::to_string).collect()
}

#[test]
fn everything_that_is_wrong_is_said() {
    let mut settings = vault("vault.example.org");
    settings.folders = vec![PathBuf::from("relative"), PathBuf::from("/no/such/folder")];
    settings.prefixes = vec![String::new()];
    settings.vault.as_mut().unwrap().login = Login::Token {
        file: "token".into(),
    };
    settings.endpoints = Endpoints {
        aws: Some("ftp://a".to_owned()),
        azure_suffix: Some("a/b".to_owned()),
        ..Endpoints::default()
    };
    let all = mistakes(settings);
    assert_eq!(all.len(), 7, "{all:#?}");
    for setting in [
        "folders",
        "prefixes",
        "vault.address",
        "vault.login",
        "endpoints.aws",
        "endpoints.azure_suffix",
    ] {
        let named = format!("the setting `{setting}` of secrets is wrong: ");
        assert!(
            all.iter().any(|mistake| mistake.starts_with(&named)),
            "{setting}"
        );
    }
}

#[test]
fn without_tls_only_this_machine_is_talked_to() {
    for fine in [
        "https://vault.example.org:8200",
        "http://127.0.0.1:8200",
        "http://localhost",
        "http://[::1]:1",
    ] {
        assert_eq!(mistakes(vault(fine)), Vec::<String>::new(), "{fine}");
    }
    for wrong in [
        "http://vault.example.org",
        "http://localhost.example.org",
        "https://a:planted@b",
        "https://a?b",
        "https://a#b",
    ] {
        let said = mistakes(vault(wrong));
        assert_eq!(said.len(), 1, "{wrong}");
        assert!(!said[0].contains("planted"), "{said:?}");
    }
}
