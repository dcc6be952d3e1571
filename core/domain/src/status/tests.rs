#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{Forge, wrong_forges};

fn forge(changes: Value) -> Forge {
    let mut all = json!({"name": "hub", "kind": "github", "url": "https://github.com",
        "token": {"env": "HOLDPOINT_FORGE_TOKEN"}});
    let fields = all.as_object_mut().unwrap();
    fields.extend(changes.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

#[test]
fn a_repository_is_known_by_whatever_address_it_was_cloned_from() {
    let hub = forge(json!({}));
    for address in [
        "https://github.com/acme/shop",
        "https://github.com/acme/shop.git",
        "https://GitHub.com:443/acme/shop/",
        "ssh://git@github.com:22/acme/shop.git",
        "git@github.com:acme/shop.git",
    ] {
        assert_eq!(
            hub.repository(address).as_deref(),
            Some("acme/shop"),
            "{address}"
        );
    }
    for address in [
        "",
        "/srv/git/acme/shop",
        "https://github.com/acme",
        "https://github.com/acme/../shop",
        "https://github.com.example.org/acme/shop",
        "https://github.com:8443/acme/shop",
        "file:///github.com/acme/shop",
    ] {
        assert_eq!(hub.repository(address), None, "{address}");
    }
    let below = forge(json!({"kind": "gitlab", "url": "https://acme.example/gitlab/"}));
    let path = |address| below.repository(address);
    assert_eq!(
        path("https://acme.example/gitlab/a/b/c.git").as_deref(),
        Some("a/b/c")
    );
    assert_eq!(path("https://acme.example/gitlabs/a/b"), None);
    assert_eq!(path("git@acme.example:a/b.git").as_deref(), Some("a/b"));
}

#[test]
fn only_what_is_named_is_told() {
    let some = forge(json!({"repositories": ["acme", "tools/ci"]}));
    let told = |path: &str| {
        let address = format!("https://github.com/{path}");
        some.repository(&address).is_some()
    };
    assert!(told("acme/shop") && told("tools/ci"));
    assert!(!told("acme-labs/shop") && !told("tools/cifs") && !told("tools/other"));
}

#[test]
fn an_api_is_where_forges_of_that_kind_have_it() {
    let api = |changes| forge(changes).api();
    assert_eq!(api(json!({})), "https://api.github.com");
    let url = "https://git.example.org/";
    assert_eq!(api(json!({"url": url})), "https://git.example.org/api/v3");
    assert_eq!(
        api(json!({"url": url, "kind": "gitlab"})),
        "https://git.example.org/api/v4"
    );
    assert_eq!(
        api(json!({"url": url, "kind": "gitea"})),
        "https://git.example.org/api/v1"
    );
    assert_eq!(
        api(json!({"api": "https://a.example"})),
        "https://a.example"
    );
}

#[test]
fn what_is_wrong_with_a_forge_is_said() {
    let wrong = |changes| wrong_forges(&[forge(changes)]).len();
    assert_eq!(wrong(json!({})), 0);
    assert_eq!(wrong(json!({"url": "http://127.0.0.1:3000"})), 0);
    assert_eq!(
        wrong(json!({"token": {"file": "/run/holdpoint-forge.token"}})),
        0
    );
    for bad in [
        json!({"name": "Hub"}),
        json!({"url": "http://git.example.org"}),
        json!({"url": "https://me:secret@git.example.org"}),
        json!({"url": "git.example.org"}),
        json!({"api": "ftp://a.example"}),
        json!({"token": {"env": "PATH"}}),
        json!({"token": {"file": "/etc/shadow"}}),
        json!({"repositories": ["/acme"]}),
        json!({"repositories": [""]}),
    ] {
        assert_eq!(wrong(bad.clone()), 1, "{bad}");
    }
    let twins = [forge(json!({})), forge(json!({}))];
    assert_eq!(wrong_forges(&twins).len(), 1);
    let many: Vec<_> = (0..11)
        .map(|at| forge(json!({"name": format!("f{at}")})))
        .collect();
    assert_eq!(wrong_forges(&many).len(), 1);
}
