//! Azure Key Vault: with the secret of an application, with the token file of a workload, and with the machine's identity.

use holdpoint_secrets::{Endpoints, Provider, Reference, Settings, Trouble};

use crate::world::{Answer, Hand, Request, Server, bare, file, open, text, variables};

fn reference(name: &str, version: Option<&str>) -> Reference {
    Reference::Store {
        provider: Provider::Azure,
        name: name.to_owned(),
        version: version.map(str::to_owned),
    }
}

/// Vaults, the place where tokens are handed out, and the metadata service: none of their paths is another's.
fn azure(request: &Request) -> Answer {
    let path = request.target.split('?').next().unwrap();
    match path {
        "/tenant/oauth2/v2.0/token" => handed(request),
        "/metadata/identity/oauth2/token" => machine(request),
        _ if !request.header("authorization").starts_with("Bearer good") => (401, String::new()),
        _ if request.query("api-version").as_deref() != Some("7.4") => (400, String::new()),
        "/secrets/registry" => (200, r#"{"value":"newest","id":"https://x"}"#.to_owned()),
        "/secrets/registry/0123456789abcdef0123456789abcdef" => {
            (200, r#"{"value":"exact"}"#.to_owned())
        }
        "/secrets/off" => (
            403,
            r#"{"error":{"code":"Forbidden","innererror":{"code":"SecretDisabled"}}}"#.to_owned(),
        ),
        "/secrets/closed" => (
            403,
            r#"{"error":{"code":"Forbidden","message":"planted"}}"#.to_owned(),
        ),
        _ => (404, r#"{"error":{"code":"SecretNotFound"}}"#.to_owned()),
    }
}

fn handed(request: &Request) -> Answer {
    let form = |key| request.form(key).unwrap_or_default();
    let always = request.method == "POST"
        && request.header("content-type") == "application/x-www-form-urlencoded"
        && form("grant_type") == "client_credentials"
        && form("scope") == "https://vault.azure.net/.default"
        && form("client_id") == "app";
    let secret = form("client_secret") == "s3cret&of=the app+~";
    let proof = form("client_assertion") == "signed"
        && form("client_assertion_type")
            == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    match always && (secret || proof) {
        true => (
            200,
            r#"{"access_token":"good one","expires_in":3599}"#.to_owned(),
        ),
        false => (
            401,
            r#"{"error":"invalid_client","error_description":"planted"}"#.to_owned(),
        ),
    }
}

fn machine(request: &Request) -> Answer {
    let right = request.header("metadata") == "true"
        && request.query("resource").as_deref() == Some("https://vault.azure.net")
        && request.query("api-version").is_some();
    match (right, request.query("client_id").as_deref()) {
        // The seconds are text there.
        (true, None | Some("app")) => (
            200,
            r#"{"access_token":"good machine","expires_in":"86399"}"#.to_owned(),
        ),
        _ => (400, String::new()),
    }
}

fn settings(server: &Server, pairs: &[(&str, &str)]) -> Settings {
    let url = Some(server.url.clone());
    let endpoints = Endpoints {
        azure: url.clone(),
        azure_login: url.clone(),
        azure_metadata: url,
        ..Endpoints::default()
    };
    Settings {
        stores: vec![Provider::Azure],
        endpoints,
        variables: variables(pairs),
        ..bare()
    }
}

const TENANT: (&str, &str) = ("AZURE_TENANT_ID", "tenant");
const CLIENT: (&str, &str) = ("AZURE_CLIENT_ID", "app");
const SECRET: (&str, &str) = ("AZURE_CLIENT_SECRET", "s3cret&of=the app+~");

#[test]
fn what_a_vault_has_and_has_not() {
    let keepers = open(settings(&Server::start(azure), &[TENANT, CLIENT, SECRET]));
    let fetch = |name, version| text(&keepers, &reference(name, version));
    assert_eq!(fetch("shop/registry", None), Ok("newest".to_owned()));
    assert_eq!(
        fetch("shop/registry", Some("0123456789abcdef0123456789abcdef")),
        Ok("exact".to_owned())
    );
    assert_eq!(fetch("shop/registry", Some("9")), Err(Trouble::Version));
    assert_eq!(fetch("shop/none", None), Err(Trouble::Absent));
    assert_eq!(fetch("shop/off", None), Err(Trouble::Deleted));
    assert!(matches!(
        fetch("shop/closed", None),
        Err(Trouble::Denied(_))
    ));
    for name in [
        "registry",
        "shop/a/b",
        "evil.example#/a",
        "shop/",
        "/a",
        "shop/a?b",
    ] {
        assert!(
            matches!(fetch(name, None), Err(Trouble::Spelling(_))),
            "{name}"
        );
    }
    assert!(matches!(
        fetch("shop/a", Some("../b")),
        Err(Trouble::Spelling(_))
    ));
}

#[test]
fn every_identity_is_believed() {
    let room = tempfile::tempdir().unwrap();
    let proof = file(room.path(), "token", "signed\n");
    let workload = ("AZURE_FEDERATED_TOKEN_FILE", proof.to_str().unwrap());
    let given = |pairs: &[(&str, &str)]| {
        let server = Server::start(azure);
        let value = text(
            &open(settings(&server, pairs)),
            &reference("shop/registry", None),
        );
        (
            value,
            server
                .asked()
                .pop()
                .unwrap()
                .header("authorization")
                .to_owned(),
        )
    };
    let newest = |bearer: &str| (Ok("newest".to_owned()), bearer.to_owned());
    assert_eq!(given(&[TENANT, CLIENT, SECRET]), newest("Bearer good one"));
    assert_eq!(
        given(&[TENANT, CLIENT, workload]),
        newest("Bearer good one")
    );
    assert_eq!(given(&[]), newest("Bearer good machine"));
    assert_eq!(given(&[CLIENT]), newest("Bearer good machine"));
    assert!(matches!(
        given(&[TENANT, CLIENT, ("AZURE_CLIENT_SECRET", "wrong")]).0,
        Err(Trouble::Login(_))
    ));
    assert!(matches!(
        given(&[("AZURE_CLIENT_ID", "other")]).0,
        Err(Trouble::Credentials(_))
    ));
    let plain = Settings {
        stores: vec![Provider::Azure],
        variables: variables(&[
            TENANT,
            CLIENT,
            SECRET,
            ("AZURE_AUTHORITY_HOST", "http://login.example"),
        ]),
        ..bare()
    };
    let why = text(&open(plain), &reference("shop/a", None)).unwrap_err();
    assert!(matches!(why, Trouble::Credentials(why) if why.contains("https://")));
}

#[test]
fn a_token_is_had_anew_before_it_ends() {
    let (server, hand) = (Server::start(azure), Hand::default());
    let settings = Settings {
        clock: hand.clock(),
        ..settings(&server, &[TENANT, CLIENT, SECRET])
    };
    let keepers = open(settings);
    for (forward, tokens) in [(0, 1), (3_538, 1), (1, 2)] {
        hand.forward(forward);
        text(&keepers, &reference("shop/registry", None)).unwrap();
        let asked = server
            .lines()
            .iter()
            .filter(|line| line.starts_with("POST "))
            .count();
        assert_eq!(asked, tokens);
    }
}
