//! Google Secret Manager: with the key of a service account, whose signature is checked, and with the machine's account.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_secrets::{Endpoints, Keepers, Provider, Reference, Settings, Trouble};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::world::{Answer, Hand, Request, Server, bare, file, open, text, variables};

/// A key that is used nowhere but in these tests.
const KEY: &str = include_str!("google_key.pem");
const PUBLIC: &[u8] = include_bytes!("google_key.pub");

fn reference(name: &str, version: Option<&str>) -> Reference {
    Reference::Store {
        provider: Provider::Google,
        name: name.to_owned(),
        version: version.map(str::to_owned),
    }
}

fn account() -> String {
    json!({
        "type": "service_account",
        "project_id": "shop",
        "private_key_id": "key-1",
        "private_key": KEY,
        "client_email": "deploy@shop.example",
    })
    .to_string()
}

/// Whether a token is signed by the account, for the right scope, and for now (RFC 7515, RFC 7519).
fn signed(bearer: &str) -> bool {
    let Some((message, signature)) = bearer.rsplit_once('.') else {
        return false;
    };
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, PUBLIC);
    if key.verify(message.as_bytes(), &decoded(signature)).is_err() {
        return false;
    }
    let parts: Vec<Value> = message
        .split('.')
        .map(|part| serde_json::from_slice(&decoded(part)).unwrap())
        .collect();
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let (header, claims) = (&parts[0], &parts[1]);
    let (from, to) = (
        claims["iat"].as_u64().unwrap(),
        claims["exp"].as_u64().unwrap(),
    );
    header["alg"] == "RS256"
        && header["kid"] == "key-1"
        && claims["iss"] == "deploy@shop.example"
        && claims["scope"] == "https://www.googleapis.com/auth/cloud-platform"
        && from <= now + 60
        && now < to
        && to - from <= 3_600
}

fn given(data: &str, sum: Option<&str>) -> Answer {
    (
        200,
        json!({ "name": "x", "payload": { "data": data, "dataCrc32c": sum } }).to_string(),
    )
}

fn google(request: &Request) -> Answer {
    let bearer = request
        .header("authorization")
        .strip_prefix("Bearer ")
        .unwrap_or_default();
    if bearer != "of the machine" && !signed(bearer) {
        return (401, r#"{"error":{"status":"UNAUTHENTICATED"}}"#.to_owned());
    }
    match request.line().as_str() {
        // CRC-32C of `123456789` is published: 0xE3069283.
        "GET /v1/projects/shop/secrets/registry/versions/latest:access" => {
            given("MTIzNDU2Nzg5", Some("3808858755"))
        }
        "GET /v1/projects/other/secrets/registry/versions/7:access" => {
            given("dGhlIHNldmVudGg=", None)
        }
        "GET /v1/projects/shop/secrets/damaged/versions/latest:access" => {
            given("MTIzNDU2Nzg4", Some("3808858755"))
        }
        "GET /v1/projects/shop/secrets/odd/versions/latest:access" => given("*", None),
        "GET /v1/projects/shop/secrets/registry/versions/2:access" => (
            400,
            r#"{"error":{"status":"FAILED_PRECONDITION"}}"#.to_owned(),
        ),
        "GET /v1/projects/shop/secrets/closed/versions/latest:access" => {
            (403, "planted".to_owned())
        }
        _ => (404, String::new()),
    }
}

fn settings(server: &Server, metadata: &Server, pairs: &[(&str, &str)]) -> Settings {
    let endpoints = Endpoints {
        google: Some(server.url.clone()),
        google_metadata: Some(metadata.url.clone()),
        ..Endpoints::default()
    };
    Settings {
        stores: vec![Provider::Google],
        endpoints,
        variables: variables(pairs),
        ..bare()
    }
}

fn nowhere() -> Server {
    Server::start(|_| (404, "planted".to_owned()))
}

fn with_account() -> Keepers {
    open(settings(
        &Server::start(google),
        &nowhere(),
        &[("GOOGLE_SERVICE_ACCOUNT_KEY", &account())],
    ))
}

#[test]
fn what_the_account_signs_is_believed() {
    let keepers = with_account();
    let fetch = |name, version| text(&keepers, &reference(name, version));
    for name in [
        "registry",
        "shop/registry",
        "projects/shop/secrets/registry",
    ] {
        assert_eq!(fetch(name, None), Ok("123456789".to_owned()), "{name}");
    }
    assert_eq!(
        fetch("other/registry", Some("7")),
        Ok("the seventh".to_owned())
    );
    assert_eq!(fetch("damaged", None), Err(Trouble::Damaged));
    assert_eq!(fetch("odd", None), Err(Trouble::Unreadable));
    assert_eq!(fetch("registry", Some("2")), Err(Trouble::Deleted));
    assert_eq!(fetch("registry", Some("99")), Err(Trouble::Version));
    assert_eq!(fetch("none", None), Err(Trouble::Absent));
    assert!(matches!(fetch("closed", None), Err(Trouble::Denied(_))));
    for name in [
        "",
        "a/b/c",
        "shop/a b",
        "shop/..",
        "projects/a/secrets/b/versions/c",
    ] {
        assert!(
            matches!(fetch(name, None), Err(Trouble::Spelling(_))),
            "{name}"
        );
    }
    assert!(matches!(
        fetch("registry", Some("1:destroy#")),
        Err(Trouble::Spelling(_))
    ));
}

#[test]
fn the_file_of_the_account_is_read() {
    let room = tempfile::tempdir().unwrap();
    let path = file(room.path(), "account", &account());
    let server = Server::start(google);
    let fetch = |path: &str| {
        let pairs = [
            ("GOOGLE_APPLICATION_CREDENTIALS", path),
            ("GOOGLE_CLOUD_PROJECT", "shop"),
        ];
        text(
            &open(settings(&server, &nowhere(), &pairs)),
            &reference("registry", None),
        )
    };
    assert_eq!(fetch(path.to_str().unwrap()), Ok("123456789".to_owned()));
    assert!(
        matches!(fetch("/no/such/file"), Err(Trouble::Credentials(why)) if why.contains("GOOGLE_APPLICATION_CREDENTIALS"))
    );
    let broken = file(room.path(), "broken", "{}");
    assert!(
        matches!(fetch(broken.to_str().unwrap()), Err(Trouble::Credentials(why)) if why.contains("key of the service account"))
    );
    let other = account().replace("key-1", "key-2");
    let other = file(room.path(), "other", &other);
    assert!(matches!(
        fetch(other.to_str().unwrap()),
        Err(Trouble::Login(_))
    ));
}

#[test]
fn the_account_of_the_machine() {
    let metadata = Server::start(|request| {
        let path = "GET /computeMetadata/v1/instance/service-accounts/default/token";
        match request.line() == path && request.header("metadata-flavor") == "Google" {
            true => (
                200,
                r#"{"access_token":"of the machine","expires_in":3599,"token_type":"Bearer"}"#
                    .to_owned(),
            ),
            false => (403, String::new()),
        }
    });
    let hand = Hand::default();
    let server = Server::start(google);
    let settings = Settings {
        clock: hand.clock(),
        ..settings(&server, &metadata, &[])
    };
    let keepers = open(settings);
    for (forward, tokens) in [(0, 1), (3_538, 1), (1, 2)] {
        hand.forward(forward);
        assert_eq!(
            text(&keepers, &reference("shop/registry", None)),
            Ok("123456789".to_owned())
        );
        assert_eq!(metadata.asked().len(), tokens);
    }
    assert!(
        matches!(text(&keepers, &reference("registry", None)), Err(Trouble::Spelling(why)) if why.contains("project"))
    );
}

#[test]
fn without_an_account_it_is_said() {
    let keepers = open(settings(&Server::start(google), &nowhere(), &[]));
    let why = text(&keepers, &reference("shop/registry", None)).unwrap_err();
    assert!(matches!(why, Trouble::Credentials(why) if why.contains("metadata service")));
}
