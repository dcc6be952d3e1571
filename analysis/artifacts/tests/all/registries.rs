//! Registries: with a server that really answers, and with one that lies.

use crate::fixture::sha256;
use crate::server::{Answer, Plain, Server, ok};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_artifacts::registry::{
    Credentials, RegistryError, Request, Response, Transport, TransportError, resolve_maven,
    resolve_npm, resolve_oci,
};
use holdpoint_naming::reference::{MavenReference, NpmReference, OciReference};
use serde_json::json;
use sha1::{Digest as _, Sha1};
use sha2::{Sha256, Sha512};

const MANIFEST: &str =
    r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json"}"#;

fn image(server: &Server, rest: &str) -> OciReference {
    format!("{}/acme/ledger{rest}", server.address)
        .parse()
        .unwrap()
}

fn manifest(digest: &str) -> Answer {
    Answer {
        headers: vec![("Docker-Content-Digest", digest.to_owned())],
        ..ok(MANIFEST)
    }
}

#[test]
fn a_tag_becomes_a_digest() {
    let server = Server::start();
    let digest = sha256(MANIFEST.as_bytes());
    server.on("/v2/acme/ledger/manifests/1.4", manifest(&digest));
    let found = resolve_oci(&Plain, &image(&server, ":1.4"), None).unwrap();
    assert_eq!(
        (
            found.digest.as_str(),
            found.version.as_deref(),
            found.name.as_str()
        ),
        (digest.as_str(), Some("1.4"), "ledger")
    );
    assert_eq!(found.verified_by, "Docker-Content-Digest");
    assert_eq!(
        found.media_type,
        "application/vnd.oci.image.manifest.v1+json"
    );
    assert!(
        found
            .purl
            .to_string()
            .starts_with(&format!("pkg:oci/ledger@{digest}?repository_url="))
    );
    let (_, headers) = &server.requests.lock().unwrap()[0];
    assert!(headers["accept"].contains("application/vnd.oci.image.index.v1+json"));
}

#[test]
fn a_registry_that_lies_is_found_out() {
    let server = Server::start();
    let other = sha256(b"another");
    server.on("/v2/acme/ledger/manifests/1.4", manifest(&other));
    let error = resolve_oci(&Plain, &image(&server, ":1.4"), None).unwrap_err();
    assert!(
        matches!(&error, RegistryError::Checksum { expected, .. } if *expected == other),
        "{error}"
    );
    // A pinned digest is held against the content, whatever the registry tells.
    server.on(&format!("/v2/acme/ledger/manifests/{other}"), ok(MANIFEST));
    let error = resolve_oci(&Plain, &image(&server, &format!("@{other}")), None).unwrap_err();
    assert!(matches!(error, RegistryError::Checksum { .. }), "{error}");
    let digest = sha256(MANIFEST.as_bytes());
    server.on(&format!("/v2/acme/ledger/manifests/{digest}"), ok(MANIFEST));
    let found = resolve_oci(&Plain, &image(&server, &format!(":1.4@{digest}")), None).unwrap();
    assert_eq!(found.verified_by, "the digest in the reference");
}

#[test]
fn the_token_dance() {
    let server = Server::start();
    let challenge = format!(
        "Bearer realm=\"{}/token\",service=\"the, registry\",scope=\"repository:acme/ledger:pull\"",
        server.url()
    );
    let needs = Some(("Bearer t0k3n".to_owned(), challenge));
    server.on(
        "/v2/acme/ledger/manifests/1.4",
        Answer {
            needs,
            ..manifest(&sha256(MANIFEST.as_bytes()))
        },
    );
    let path = "/token?scope=repository%3Aacme%2Fledger%3Apull&service=the%2C%20registry";
    server.on(path, ok(r#"{"token":"t0k3n"}"#));
    resolve_oci(&Plain, &image(&server, ":1.4"), None).unwrap();

    // With credentials, only the realm gets them.
    let basic = format!("Basic {}", STANDARD.encode("me:secret"));
    server.on(
        path,
        Answer {
            needs: Some((basic.clone(), "Basic realm=\"x\"".to_owned())),
            ..ok(r#"{"access_token":"t0k3n"}"#)
        },
    );
    let me = Credentials::Basic {
        user: "me".to_owned(),
        password: "secret".to_owned(),
    };
    server.requests.lock().unwrap().clear();
    resolve_oci(&Plain, &image(&server, ":1.4"), Some(&me)).unwrap();
    let seen = server.requests.lock().unwrap();
    let sent: Vec<_> = seen
        .iter()
        .map(|(path, headers)| {
            (
                path.split('?').next().unwrap(),
                headers.get("authorization").map(String::as_str),
            )
        })
        .collect();
    let manifests = "/v2/acme/ledger/manifests/1.4";
    assert_eq!(
        sent,
        [
            (manifests, None),
            ("/token", Some(basic.as_str())),
            (manifests, Some("Bearer t0k3n"))
        ]
    );
    assert!(!format!("{me:?}").contains("secret"));
}

#[test]
fn what_registries_refuse() {
    let server = Server::start();
    let error = resolve_oci(&Plain, &image(&server, ":2"), None)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        format!(
            "the registry has no `{0}/acme/ledger:2` (`http://{0}/v2/acme/ledger/manifests/2` answers 404); check the name and the version",
            server.address
        )
    );
    let needs = Some(("x".to_owned(), "Basic realm=\"x\"".to_owned()));
    server.on("/v2/acme/ledger/manifests/3", Answer { needs, ..ok("") });
    assert!(matches!(
        resolve_oci(&Plain, &image(&server, ":3"), None),
        Err(RegistryError::Forbidden { status: 401, .. })
    ));
    server.on("/v2/acme/ledger/manifests/4", ok("<html>"));
    assert!(matches!(
        resolve_oci(&Plain, &image(&server, ":4"), None),
        Err(RegistryError::Protocol { .. })
    ));
    server.on(
        "/v2/acme/ledger/manifests/5",
        ok(vec![b' '; 9 * 1024 * 1024]),
    );
    assert!(
        resolve_oci(&Plain, &image(&server, ":5"), None)
            .unwrap_err()
            .to_string()
            .contains("more than 8388608 bytes")
    );
}

#[test]
fn nobody_there() {
    let error = resolve_oci(&Plain, &"localhost:1/a:1".parse().unwrap(), None).unwrap_err();
    assert!(
        matches!(error, RegistryError::Unreachable { .. }),
        "{error}"
    );
}

/// A transport that notes what it is asked and has one answer.
struct Fake(std::sync::Mutex<Vec<Request>>, u16, Vec<(String, String)>);

impl Transport for Fake {
    fn send(&self, request: &Request) -> Result<Response, TransportError> {
        self.0.lock().unwrap().push(request.clone());
        Ok(Response {
            status: self.1,
            headers: self.2.clone(),
            body: Box::new(std::io::empty()),
        })
    }
}

#[test]
fn hosts_and_schemes() {
    for (reference, url) in [
        (
            "nginx:1",
            "https://registry-1.docker.io/v2/library/nginx/manifests/1",
        ),
        ("ghcr.io/a/b", "https://ghcr.io/v2/a/b/manifests/latest"),
        (
            "localhost:5000/a:1",
            "http://localhost:5000/v2/a/manifests/1",
        ),
        (
            "localhost.evil.org/a:1",
            "https://localhost.evil.org/v2/a/manifests/1",
        ),
    ] {
        let fake = Fake(std::sync::Mutex::default(), 404, vec![]);
        assert!(resolve_oci(&fake, &reference.parse().unwrap(), None).is_err());
        assert_eq!(fake.0.lock().unwrap()[0].url, url);
    }
}

#[test]
fn credentials_never_go_to_a_realm_without_tls() {
    let challenge = vec![(
        "www-authenticate".to_owned(),
        "Bearer realm=\"http://evil.org/token\"".to_owned(),
    )];
    let fake = Fake(std::sync::Mutex::default(), 401, challenge);
    let me = Credentials::Basic {
        user: "me".to_owned(),
        password: "secret".to_owned(),
    };
    let error = resolve_oci(&fake, &"ghcr.io/a/b:1".parse().unwrap(), Some(&me)).unwrap_err();
    assert!(error.to_string().contains("by https only"), "{error}");
    assert_eq!(fake.0.lock().unwrap().len(), 1);
}

fn maven(text: &str) -> MavenReference {
    text.parse().unwrap()
}

#[test]
fn maven_files() {
    let server = Server::start();
    let repository = format!("{}/releases/", server.url());
    let path = "/releases/com/acme/ledger/1.4/ledger-1.4-sources.jar";
    server.on(path, ok("the jar"));
    let reference = maven("com.acme:ledger:1.4:jar:sources");
    let resolve = || resolve_maven(&Plain, &repository, &reference, None);
    assert!(matches!(resolve(), Err(RegistryError::NoChecksum { .. })));
    server.on(
        &format!("{path}.sha1"),
        ok(hex::encode(Sha1::digest("the jar"))),
    );
    let found = resolve().unwrap();
    assert_eq!((found.verified_by.as_str(), found.size), ("sha1", 7));
    assert_eq!(found.digest, sha256(b"the jar"));
    assert_eq!(
        found.purl.to_string(),
        "pkg:maven/com.acme/ledger@1.4?classifier=sources"
    );
    // A better checksum counts more than a weaker one.
    server.on(
        &format!("{path}.sha256"),
        ok(format!(
            "{}  ledger.jar\n",
            hex::encode(Sha256::digest("the jar")).to_uppercase()
        )),
    );
    assert_eq!(resolve().unwrap().verified_by, "sha256");
    server.on(
        &format!("{path}.sha512"),
        ok(hex::encode(Sha512::digest("another jar"))),
    );
    assert!(matches!(
        resolve(),
        Err(RegistryError::Checksum {
            algorithm: "sha512",
            ..
        })
    ));
    server.on(&format!("{path}.sha512"), ok("<html>"));
    assert!(matches!(resolve(), Err(RegistryError::Protocol { .. })));
}

#[test]
fn maven_refusals() {
    let fake = Fake(std::sync::Mutex::default(), 404, vec![]);
    let error = resolve_maven(&fake, "https://x", &maven("a:b:1.0-SNAPSHOT"), None).unwrap_err();
    assert!(matches!(error, RegistryError::Moving(_)), "{error}");
    assert!(
        fake.0.lock().unwrap().is_empty(),
        "nothing is asked for a version that moves"
    );
    assert!(matches!(
        resolve_maven(&fake, "https://x", &maven("a:b:1.0"), None),
        Err(RegistryError::NotFound { .. })
    ));
    let server = Server::start();
    server.on(
        "/a/b/1.0/b-1.0.jar",
        Answer {
            headers: vec![("Content-Length", "100".to_owned())],
            ..ok("short")
        },
    );
    let error = resolve_maven(&Plain, &server.url(), &maven("a:b:1.0"), None).unwrap_err();
    assert!(error.to_string().contains("5 of 100 bytes came"), "{error}");
}

fn npm(text: &str) -> NpmReference {
    text.parse().unwrap()
}

#[test]
fn npm_packages() {
    let server = Server::start();
    let packument = |dist: serde_json::Value| {
        ok(json!({"name": "@acme/ui", "versions": {"2.0.0": {"dist": dist}}}).to_string())
    };
    let tarball = format!("{}/ui.tgz", server.url());
    server.on("/ui.tgz", ok("the package"));
    let integrity = format!(
        "sha1-x sha512-{}",
        STANDARD.encode(Sha512::digest("the package"))
    );
    server.on(
        "/@acme%2Fui",
        packument(json!({"tarball": tarball, "integrity": integrity, "shasum": "wrong"})),
    );
    let resolve = || resolve_npm(&Plain, &server.url(), &npm("@acme/ui@2.0.0"), None);
    let found = resolve().unwrap();
    assert_eq!(
        (found.verified_by.as_str(), found.digest.as_str()),
        ("sha512", sha256(b"the package").as_str())
    );
    assert_eq!(
        (found.purl.to_string().as_str(), found.url.as_str()),
        ("pkg:npm/%40acme/ui@2.0.0", tarball.as_str())
    );

    server.on(
        "/@acme%2Fui",
        packument(json!({"tarball": tarball, "shasum": hex::encode(Sha1::digest("the package"))})),
    );
    assert_eq!(resolve().unwrap().verified_by, "sha1");
    server.on("/@acme%2Fui", packument(json!({"tarball": tarball})));
    assert!(matches!(resolve(), Err(RegistryError::NoChecksum { .. })));
    let wrong = format!("sha512-{}", STANDARD.encode(Sha512::digest("x")));
    server.on(
        "/@acme%2Fui",
        packument(json!({"tarball": tarball, "integrity": wrong})),
    );
    assert!(matches!(
        resolve(),
        Err(RegistryError::Checksum {
            algorithm: "sha512",
            ..
        })
    ));
    server.on(
        "/@acme%2Fui",
        packument(json!({"tarball": "http://evil.org/ui.tgz", "integrity": wrong})),
    );
    assert!(
        resolve()
            .unwrap_err()
            .to_string()
            .contains("on another host, without TLS")
    );
    let error = resolve_npm(&Plain, &server.url(), &npm("@acme/ui@3.0.0"), None).unwrap_err();
    assert!(matches!(error, RegistryError::NotFound { .. }), "{error}");
}
