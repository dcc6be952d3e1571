//! A vault: engines, ways to log in, tokens that end, refusals. Answers are those of the documented HTTP API.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use holdpoint_secrets::{Keepers, Login, Reference, Settings, Trouble, VaultSettings};

use crate::world::{Answer, Hand, Request, Server, bare, file, open, text};

pub(crate) fn reference(path: &str, field: &str, version: Option<&str>) -> Reference {
    Reference::Vault {
        path: path.to_owned(),
        field: field.to_owned(),
        version: version.map(str::to_owned),
    }
}

fn settings(server: &Server, login: Login) -> Settings {
    let vault = VaultSettings {
        address: server.url.clone(),
        namespace: Some("shop/test".to_owned()),
        ca: None,
        login,
    };
    Settings {
        vault: Some(vault),
        ..bare()
    }
}

fn token(room: &Path) -> Login {
    Login::Token {
        file: file(room, "token", "t0ken\n"),
    }
}

fn json(text: &str) -> Answer {
    (200, text.to_owned())
}

fn mount(path: &str, version: &str) -> Answer {
    let options = if version.is_empty() {
        "null".to_owned()
    } else {
        format!(r#"{{"version":"{version}"}}"#)
    };
    json(&format!(
        r#"{{"data":{{"path":"{path}/","type":"kv","options":{options}}}}}"#
    ))
}

/// What a vault has.
fn stored(request: &Request) -> Answer {
    match request.target.strip_prefix("/v1/").unwrap() {
        "auth/token/lookup-self" => json(r#"{"data":{"ttl":0,"renewable":false}}"#),
        "sys/internal/ui/mounts/team/kv2/shop/registry" | "sys/internal/ui/mounts/team/kv2/gone" => mount("team/kv2", "2"),
        "sys/internal/ui/mounts/kv1/registry" => mount("kv1", "1"),
        "sys/internal/ui/mounts/old/registry" => mount("old", ""),
        "sys/internal/ui/mounts/database/creds/app" => json(r#"{"data":{"path":"database/","type":"database","options":null}}"#),
        "team/kv2/data/shop/registry" | "team/kv2/data/shop/registry?version=3" => json(
            r#"{"data":{"data":{"token":"newest","port":5432,"on":true,"list":["a"],"map":{"a":"b"},"none":null,"empty":"","esc\"aped":"a\nb \u00e9"},"metadata":{"version":3,"deletion_time":"","destroyed":false}}}"#,
        ),
        "team/kv2/data/shop/registry?version=1" => json(r#"{"data":{"data":{"token":"first"},"metadata":{"version":1}}}"#),
        "team/kv2/data/gone" => (404, r#"{"data":{"data":null,"metadata":{"deletion_time":"2026-01-01T00:00:00Z","destroyed":false}}}"#.to_owned()),
        "kv1/registry" | "old/registry" => json(r#"{"lease_duration":2764800,"data":{"token":"unversioned"}}"#),
        "database/creds/app" => json(r#"{"lease_id":"database/creds/app/x","lease_duration":3600,"data":{"username":"v-app","password":"made just now"}}"#),
        _ => (404, r#"{"errors":[]}"#.to_owned()),
    }
}

#[test]
fn engines_are_told_apart_by_their_mounts() {
    let (server, room) = (Server::start(stored), tempfile::tempdir().unwrap());
    let keepers = open(settings(&server, token(room.path())));
    let fetch = |path, field, version| text(&keepers, &reference(path, field, version));
    let registry = "team/kv2/shop/registry";
    assert_eq!(fetch(registry, "token", None), Ok("newest".to_owned()));
    assert_eq!(fetch(registry, "token", Some("1")), Ok("first".to_owned()));
    assert_eq!(fetch(registry, "port", None), Ok("5432".to_owned()));
    assert_eq!(fetch(registry, "on", None), Ok("true".to_owned()));
    assert_eq!(fetch(registry, "esc\"aped", None), Ok("a\nb é".to_owned()));
    for field in ["list", "map", "none"] {
        assert_eq!(
            fetch(registry, field, None),
            Err(Trouble::NotText),
            "{field}"
        );
    }
    assert_eq!(fetch(registry, "empty", None), Err(Trouble::Empty));
    assert_eq!(fetch(registry, "other", None), Err(Trouble::Field));
    assert_eq!(fetch(registry, "token", Some("9")), Err(Trouble::Version));
    assert!(matches!(
        fetch(registry, "token", Some("one")),
        Err(Trouble::Spelling(_))
    ));
    assert_eq!(fetch("team/kv2/gone", "token", None), Err(Trouble::Deleted));
    for path in ["kv1/registry", "old/registry"] {
        assert_eq!(
            fetch(path, "token", None),
            Ok("unversioned".to_owned()),
            "{path}"
        );
        assert_eq!(fetch(path, "token", Some("1")), Err(Trouble::Unversioned));
    }
    assert_eq!(
        fetch("database/creds/app", "password", None),
        Ok("made just now".to_owned())
    );
    assert_eq!(fetch("none/at-all", "token", None), Err(Trouble::Absent));
    let mounts = server
        .lines()
        .iter()
        .filter(|line| line.contains("mounts/team"))
        .count();
    assert_eq!(mounts, 1, "a mount is asked about once");
    for request in server.asked() {
        assert_eq!(request.header("x-vault-namespace"), "shop/test");
        assert_eq!(request.header("x-vault-token"), "t0ken");
        assert_eq!(request.header("x-vault-request"), "true");
    }
}

#[test]
fn paths_lead_nowhere_else() {
    let (server, room) = (Server::start(stored), tempfile::tempdir().unwrap());
    let keepers = open(settings(&server, token(room.path())));
    for path in [
        "",
        "kv1",
        "/kv1/a",
        "kv1/a/",
        "kv1//a",
        "kv1/../sys/raw",
        "./kv1/a",
    ] {
        assert!(
            matches!(
                text(&keepers, &reference(path, "a", None)),
                Err(Trouble::Spelling(_))
            ),
            "{path}"
        );
    }
    assert!(server.asked().is_empty());
    let _ = text(&keepers, &reference("kv1/a?list=true#x%2F..", "a", None));
    let last = server.lines().pop().unwrap();
    assert_eq!(
        last,
        "GET /v1/kv1/a%3Flist=true%23x%2F..".replace("%2F", "%252F")
    );
}

/// Logs in by any method, and gives a token that lives for an hour.
fn with_methods(request: &Request) -> Answer {
    let auth = r#"{"auth":{"client_token":"given","lease_duration":3600,"renewable":true}}"#;
    match (request.line().as_str(), request.body.as_str()) {
        ("POST /v1/auth/approle/login", r#"{"role_id":"r0le","secret_id":"s3cret-id"}"#)
        | ("POST /v1/auth/team/jwt/login", r#"{"jwt":"signed","role":"deploy"}"#)
        | ("POST /v1/auth/token/renew-self", "{}") => json(auth),
        ("POST /v1/auth/none/login", _) => (404, String::new()),
        (line, _) if line.ends_with("/login") => (
            400,
            r#"{"errors":["invalid role or secret ID"]}"#.to_owned(),
        ),
        _ if request.header("x-vault-token") == "given" => stored(request),
        _ => (403, r#"{"errors":["permission denied"]}"#.to_owned()),
    }
}

fn approle(room: &Path, mount: &str, secret: &str) -> Login {
    Login::AppRole {
        mount: mount.to_owned(),
        role_id: "r0le".to_owned(),
        secret_id: file(room, "secret-id", secret),
    }
}

#[test]
fn logging_in() {
    let room = tempfile::tempdir().unwrap();
    let jwt = Login::Jwt {
        mount: "team/jwt".to_owned(),
        role: "deploy".to_owned(),
        file: file(room.path(), "jwt", "signed\n"),
    };
    for login in [approle(room.path(), "approle", "s3cret-id"), jwt] {
        let server = Server::start(with_methods);
        let keepers = open(settings(&server, login));
        for _ in 0..2 {
            assert_eq!(
                text(&keepers, &reference("kv1/registry", "token", None)),
                Ok("unversioned".to_owned())
            );
        }
        let logins = server
            .lines()
            .iter()
            .filter(|line| line.ends_with("/login"))
            .count();
        assert_eq!(logins, 1);
        assert_eq!(
            server.asked()[0].header("x-vault-token"),
            "",
            "nobody has a token before"
        );
    }
    let server = Server::start(with_methods);
    let refused = |login| {
        text(
            &open(settings(&server, login)),
            &reference("kv1/registry", "token", None),
        )
    };
    assert!(
        matches!(refused(approle(room.path(), "none", "s3cret-id")), Err(Trouble::Login(why)) if why.contains("mounted"))
    );
    assert!(matches!(
        refused(approle(room.path(), "approle", "wrong")),
        Err(Trouble::Login(_))
    ));
    let open_to_all = file(room.path(), "open", "s3cret-id");
    std::fs::set_permissions(
        &open_to_all,
        std::os::unix::fs::PermissionsExt::from_mode(0o644),
    )
    .unwrap();
    assert_eq!(
        refused(Login::Token { file: open_to_all }),
        Err(Trouble::Open(0o644))
    );
    assert_eq!(
        refused(Login::Token {
            file: room.path().join("none")
        }),
        Err(Trouble::Absent)
    );
}

fn count(server: &Server, end: &str) -> usize {
    server
        .lines()
        .iter()
        .filter(|line| line.ends_with(end))
        .count()
}

#[test]
fn a_token_is_renewed_before_it_ends() {
    let (server, room, hand) = (
        Server::start(with_methods),
        tempfile::tempdir().unwrap(),
        Hand::default(),
    );
    let settings = Settings {
        clock: hand.clock(),
        ..settings(&server, approle(room.path(), "approle", "s3cret-id"))
    };
    let keepers = open(settings);
    let expected = [
        (0, 1, 0),
        (2_399, 1, 0),
        (1, 1, 1),
        (2_400, 1, 2),
        (3_600, 2, 2),
        (10, 2, 2),
    ];
    for (forward, logins, renewals) in expected {
        hand.forward(forward);
        text(&keepers, &reference("kv1/registry", "token", None)).unwrap();
        assert_eq!(
            (count(&server, "/login"), count(&server, "renew-self")),
            (logins, renewals),
            "after {forward}"
        );
    }
}

#[test]
fn a_token_that_was_revoked_is_had_anew() {
    let logins = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&logins);
    let server = Server::start(move |request| match request.target.as_str() {
        target if target.ends_with("/login") => {
            let number = seen.fetch_add(1, Ordering::SeqCst) + 1;
            json(&format!(
                r#"{{"auth":{{"client_token":"number {number}","lease_duration":3600}}}}"#
            ))
        }
        // The first was revoked.
        _ if request.header("x-vault-token") == "number 1" => (403, String::new()),
        "/v1/kv1/secret" => (403, String::new()),
        _ => stored(request),
    });
    let room = tempfile::tempdir().unwrap();
    let keepers = open(settings(&server, approle(room.path(), "approle", "any")));
    assert_eq!(
        text(&keepers, &reference("kv1/registry", "token", None)),
        Ok("unversioned".to_owned())
    );
    assert_eq!(logins.load(Ordering::SeqCst), 2);
    // One more, and then it is believed that it is not the token.
    let denied = text(&keepers, &reference("kv1/secret", "token", None));
    assert!(matches!(denied, Err(Trouble::Denied(_))), "{denied:?}");
    assert_eq!(logins.load(Ordering::SeqCst), 3);
}

#[test]
fn a_token_in_a_file_may_be_exchanged() {
    let server = Server::start(|request| match request.header("x-vault-token") {
        "t0ken" | "other" => stored(request),
        _ => (403, String::new()),
    });
    let room = tempfile::tempdir().unwrap();
    let keepers = open(settings(&server, token(room.path())));
    let fetch = || text(&keepers, &reference("kv1/registry", "token", None));
    fetch().unwrap();
    file(room.path(), "token", "other");
    fetch().unwrap();
    assert_eq!(
        server.asked().pop().unwrap().header("x-vault-token"),
        "other"
    );
    assert_eq!(count(&server, "lookup-self"), 2);
    file(room.path(), "token", "unknown");
    assert!(matches!(fetch(), Err(Trouble::Login(_))));
}

/// A vault that answers every read with that.
fn refusing(answer: Answer) -> (Server, Keepers, tempfile::TempDir) {
    let server = Server::start(move |request| match request.target.as_str() {
        "/v1/kv1/registry" => answer.clone(),
        _ => stored(request),
    });
    let room = tempfile::tempdir().unwrap();
    let keepers = open(settings(&server, token(room.path())));
    (server, keepers, room)
}

#[test]
fn each_refusal_has_its_words() {
    let sealed = (503, r#"{"errors":["Vault is sealed"]}"#.to_owned());
    let empty = String::new;
    let cases = [
        (sealed, 1, "the vault is sealed. Somebody has to unseal it"),
        ((403, empty()), 2, "whoever asks may not read it"),
        ((404, empty()), 1, "there is none"),
        ((429, empty()), 3, "its keeper wants fewer questions"),
        ((500, empty()), 3, "its keeper answered with status 500"),
        ((503, empty()), 3, "its keeper answered with status 503"),
        ((307, empty()), 1, "its keeper sends on to another address"),
        ((418, empty()), 1, "its keeper answered with status 418"),
        (
            (200, "<html>".to_owned()),
            1,
            "its keeper answered what is not documented",
        ),
        (
            (200, "x".repeat(2 << 20)),
            1,
            "its keeper answered what is not documented",
        ),
        ((0, empty()), 3, "the connection to its keeper broke off"),
    ];
    for (answer, asked, expected) in cases {
        let status = answer.0;
        let (server, keepers, _room) = refusing(answer);
        let why = keepers
            .fetch(&reference("kv1/registry", "token", None))
            .unwrap_err()
            .to_string();
        let begins = format!(
            "the secret in the field `token` of `kv1/registry` in Vault cannot be had: {expected}"
        );
        assert!(why.starts_with(&begins), "{status}: {why}");
        assert_eq!(count(&server, "GET /v1/kv1/registry"), asked, "{status}");
    }
    let (_, keepers, _room) = refusing((200, String::new()));
    assert_eq!(
        text(&keepers, &reference("kv1/registry", "token", Some("2"))),
        Err(Trouble::Unversioned)
    );
}

#[test]
fn nobody_there_is_said() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let room = tempfile::tempdir().unwrap();
    let vault = VaultSettings {
        address: format!("http://127.0.0.1:{port}"),
        namespace: None,
        ca: None,
        login: token(room.path()),
    };
    let keepers = open(Settings {
        vault: Some(vault),
        ..bare()
    });
    let why = text(&keepers, &reference("kv1/registry", "token", None)).unwrap_err();
    assert!(
        why.to_string()
            .starts_with("its keeper cannot be reached: Connection refused"),
        "{why}"
    );
    assert_eq!(
        text(&open(bare()), &reference("a/b", "c", None)),
        Err(Trouble::Unconfigured)
    );
}
