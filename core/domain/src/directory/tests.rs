#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{Directory, DirectoryMistake};

fn wrong(providers: Value, groups: Value) -> Vec<DirectoryMistake> {
    let directory = json!({"providers": providers, "groups": groups});
    serde_json::from_value::<Directory>(directory)
        .unwrap()
        .wrong()
}

fn provider(name: &str, changes: Value) -> Value {
    let mut one = json!({"name": name, "issuer": format!("https://{name}.example"), "client": "holdpoint",
        "subject": "sub", "groups": "groups"});
    for (key, value) in changes.as_object().unwrap() {
        one[key] = value.clone();
    }
    one
}

fn line(group: &str, role: &str) -> Value {
    json!({"group": group, "role": role, "scope": "organisation"})
}

/// What is wrong with the groups.
fn said(groups: Value) -> Vec<String> {
    let found = wrong(json!([]), groups).into_iter();
    let why = found.map(|mistake| match mistake {
        DirectoryMistake::Group(_, why) | DirectoryMistake::Together(why) => why,
        DirectoryMistake::Provider(name, why) => panic!("{name}: {why}"),
    });
    why.collect()
}

#[test]
fn each_line_gives_a_role_once() {
    let sound = json!([
        line("a", "developer"),
        line("a", "sre"),
        line("b", "administrator")
    ]);
    assert_eq!(said(sound), [""; 0]);
    assert_eq!(
        said(json!([line("a", "sre"), line("a", "sre")])),
        ["it gives `sre` on `organisation` twice"]
    );
    assert_eq!(
        said(json!([line("", "sre")])),
        ["a group is called by 1 to 200 bytes"]
    );
    assert_eq!(
        said(json!([line("a", "auditor")])),
        ["the role `auditor` ends at a date, and is granted by somebody"]
    );
    let many: Vec<_> = (0..301).map(|n| line(&format!("g{n}"), "sre")).collect();
    assert_eq!(
        said(json!(many)),
        ["there are at most 10 providers, and 300 roles of groups, of 40000 bytes together"]
    );
}

#[test]
fn of_several_providers_each_group_has_one() {
    let (ours, theirs) = (provider("ours", json!({})), provider("theirs", json!({})));
    let one = json!([ours.clone()]);
    let two = json!([ours, theirs]);
    assert_eq!(wrong(one.clone(), json!([line("a", "sre")])), []);
    let mut of = line("a", "sre");
    of["provider"] = json!("theirs");
    assert_eq!(wrong(two.clone(), json!([of.clone()])), []);
    let group = |why: &str| [DirectoryMistake::Group("a".to_owned(), why.to_owned())];
    assert_eq!(
        wrong(two, json!([line("a", "sre")])),
        group("there are several providers: say with `provider` which of them this group is of")
    );
    assert_eq!(
        wrong(one, json!([of])),
        group("there is no provider `theirs`")
    );
}

#[test]
fn a_provider_is_one_that_can_be_believed() {
    let why = |changes: Value| {
        let found = wrong(json!([provider("acme", changes)]), json!([]));
        match found.as_slice() {
            [] => String::new(),
            [DirectoryMistake::Provider(_, why)] => why.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(why(json!({})), "");
    assert_eq!(
        why(json!({"secret": {"env": "HOLDPOINT_LOGIN_SECRET"}})),
        ""
    );
    assert_eq!(
        why(json!({"secret": {"file": "/run/secrets/holdpoint-login"}})),
        ""
    );
    for (changes, begins) in [
        (
            json!({"name": "Acme"}),
            "it is called by 1 to 40 small letters",
        ),
        (
            json!({"issuer": "http://acme.example"}),
            "`http://acme.example` is no issuer",
        ),
        (json!({"client": ""}), "its `client` is 1 to 200 bytes"),
        (json!({"scopes": ["a b"]}), "its `scopes` are too many"),
        (json!({"groups": ""}), "it needs the claims"),
        (
            json!({"subject": "email"}),
            "the claim `email` may be given to somebody else",
        ),
        (
            json!({"secret": {"env": "PATH"}}),
            "its secret stands in a variable called `HOLDPOINT_LOGIN_…`",
        ),
        (
            json!({"secret": {"file": "/etc/holdpoint/ledger.key"}}),
            "its secret stands in",
        ),
        (
            json!({"secret": {"file": "/run/holdpoint-login/../../etc/shadow"}}),
            "its secret stands in",
        ),
        (
            json!({"secret": {"file": "holdpoint-login"}}),
            "`holdpoint-login` is no absolute path",
        ),
    ] {
        let found = why(changes);
        assert!(found.starts_with(begins), "{found}");
    }
    let twice = |other: Value| wrong(json!([provider("acme", json!({})), other]), json!([]));
    let mistake =
        |name: &str, why: &str| [DirectoryMistake::Provider(name.to_owned(), why.to_owned())];
    assert_eq!(
        twice(provider("acme", json!({"issuer": "https://b.example"}))),
        mistake("acme", "there is another of that name")
    );
    assert_eq!(
        twice(provider("b", json!({"issuer": "https://acme.example"}))),
        mistake("b", "`https://acme.example` is `acme` already")
    );
}
