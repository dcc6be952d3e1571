//! AWS Secrets Manager: what is asked, with which credentials, and what refusals mean.

use std::sync::Arc;

use holdpoint_secrets::{Endpoints, Keepers, Provider, Reference, Settings, Trouble};

use crate::sigv4::{fresh, verify};
use crate::world::{Answer, Request, Server, bare, file, open, text, variables};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn reference(name: &str, version: Option<&str>) -> Reference {
    Reference::Store {
        provider: Provider::Aws,
        name: name.to_owned(),
        version: version.map(str::to_owned),
    }
}

/// AWS, which believes a key with the session token, if there has to be one.
fn aws(key: &'static str, token: &'static str) -> Server {
    Server::start(move |request| {
        let given = format!("Credential={key}/");
        let known = request.header("authorization").contains(&given)
            && request.header("x-amz-security-token") == token;
        if !known {
            return refusal("UnrecognizedClientException");
        }
        match verify(request, SECRET) {
            Ok(()) if fresh(request) => value(request),
            _ => refusal("InvalidSignatureException"),
        }
    })
}

fn refusal(kind: &str) -> Answer {
    (
        400,
        format!(r#"{{"__type":"com.amazonaws#{kind}","Message":"planted"}}"#),
    )
}

fn value(request: &Request) -> Answer {
    assert_eq!(request.line(), "POST /");
    assert_eq!(request.header("content-type"), "application/x-amz-json-1.1");
    assert_eq!(
        request.header("x-amz-target"),
        "secretsmanager.GetSecretValue"
    );
    let scope = |region: &str| {
        request
            .header("authorization")
            .contains(&format!("/{region}/secretsmanager/aws4_request"))
    };
    let id = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
    match request.body.as_str() {
        r#"{"SecretId":"shop/registry"}"# if scope("eu-central-1") => (
            200,
            r#"{"Name":"shop/registry","SecretString":"newest \u00e9"}"#.to_owned(),
        ),
        r#"{"SecretId":"shop/registry","VersionStage":"AWSPREVIOUS"}"# => {
            (200, r#"{"SecretString":"previous"}"#.to_owned())
        }
        body if body == format!(r#"{{"SecretId":"shop/registry","VersionId":"{id}"}}"#) => {
            (200, r#"{"SecretString":"exact"}"#.to_owned())
        }
        r#"{"SecretId":"binary"}"# => (200, r#"{"SecretBinary":"YmluYXJ5"}"#.to_owned()),
        r#"{"SecretId":"arn:aws:secretsmanager:us-west-2:123456789012:secret:a-AbCdEf"}"#
            if scope("us-west-2") =>
        {
            (200, r#"{"SecretString":"elsewhere"}"#.to_owned())
        }
        r#"{"SecretId":"both-missing"}"# => (200, "{}".to_owned()),
        body if body.contains("refused:") => refusal(
            body.split("refused:")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap(),
        ),
        _ => refusal("ResourceNotFoundException"),
    }
}

fn keepers(server: &Server, pairs: &[(&str, &str)]) -> Keepers {
    let endpoints = Endpoints {
        aws: Some(server.url.clone()),
        ..Endpoints::default()
    };
    open(Settings {
        stores: vec![Provider::Aws],
        endpoints,
        variables: variables(pairs),
        ..bare()
    })
}

const REGION: (&str, &str) = ("AWS_REGION", "eu-central-1");

fn with_keys(server: &Server) -> Keepers {
    keepers(
        server,
        &[
            REGION,
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
        ],
    )
}

#[test]
fn what_is_signed_is_believed() {
    let server = aws("AKIDEXAMPLE", "");
    let keepers = with_keys(&server);
    let fetch = |name, version| text(&keepers, &reference(name, version));
    assert_eq!(fetch("shop/registry", None), Ok("newest é".to_owned()));
    assert_eq!(
        fetch("shop/registry", Some("AWSPREVIOUS")),
        Ok("previous".to_owned())
    );
    assert_eq!(
        fetch(
            "shop/registry",
            Some("a1b2c3d4-5678-90ab-cdef-EXAMPLE11111")
        ),
        Ok("exact".to_owned())
    );
    assert_eq!(fetch("binary", None), Ok("binary".to_owned()));
    assert_eq!(
        fetch(
            "arn:aws:secretsmanager:us-west-2:123456789012:secret:a-AbCdEf",
            None
        ),
        Ok("elsewhere".to_owned())
    );
    assert_eq!(fetch("none", None), Err(Trouble::Absent));
    assert_eq!(fetch("shop/registry", Some("9")), Err(Trouble::Version));
    assert_eq!(fetch("both-missing", None), Err(Trouble::Unreadable));
    assert!(matches!(fetch("", None), Err(Trouble::Spelling(_))));
    assert!(matches!(
        fetch("arn:aws:secretsmanager:evil.example/:1:secret:a", None),
        Err(Trouble::Spelling(_))
    ));
}

#[test]
fn refusals_are_told_apart() {
    let server = aws("AKIDEXAMPLE", "");
    let keepers = with_keys(&server);
    let fetch =
        |kind: &str| text(&keepers, &reference(&format!("refused:{kind}"), None)).unwrap_err();
    assert!(
        matches!(fetch("AccessDeniedException"), Trouble::Denied(what) if what.contains("GetSecretValue"))
    );
    assert!(matches!(fetch("DecryptionFailure"), Trouble::Denied(what) if what.contains("kms")));
    assert!(matches!(fetch("ExpiredTokenException"), Trouble::Login(_)));
    assert_eq!(fetch("InvalidRequestException"), Trouble::Deleted);
    assert_eq!(fetch("ThrottlingException"), Trouble::Limited);
    assert_eq!(fetch("SomethingNew"), Trouble::Answer(400));
}

#[test]
fn wrong_credentials_are_said_to_be_wrong() {
    let server = aws("AKIDEXAMPLE", "");
    let fetch = |pairs: &[(&str, &str)]| {
        text(&keepers(&server, pairs), &reference("shop/registry", None)).unwrap_err()
    };
    let key = ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    assert!(
        matches!(fetch(&[REGION, key, ("AWS_SECRET_ACCESS_KEY", "wrong")]), Trouble::Login(why) if why.contains("secret key"))
    );
    assert!(
        matches!(fetch(&[REGION, ("AWS_ACCESS_KEY_ID", "OTHER"), ("AWS_SECRET_ACCESS_KEY", SECRET)]), Trouble::Login(why) if why.contains("access key"))
    );
    assert!(
        matches!(fetch(&[REGION, key]), Trouble::Credentials(why) if why.contains("only one is set"))
    );
    assert!(
        matches!(fetch(&[key, ("AWS_SECRET_ACCESS_KEY", SECRET)]), Trouble::Credentials(why) if why.contains("region"))
    );
    assert!(matches!(
        fetch(&[
            REGION,
            ("AWS_ACCESS_KEY_ID", "a\nb"),
            ("AWS_SECRET_ACCESS_KEY", SECRET)
        ]),
        Trouble::Credentials(_)
    ));
    let off = Settings {
        stores: vec![Provider::Google],
        ..bare()
    };
    assert_eq!(
        text(&open(off), &reference("a", None)),
        Err(Trouble::Unconfigured)
    );
}

const GIVEN: &str = r#"{"Code":"Success","AccessKeyId":"ASIAGIVEN","SecretAccessKey":"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY","Token":"session","Expiration":"2099-01-01T00:00:00Z","LastUpdated":"2020-01-01T00:00:00Z","Type":"AWS-HMAC"}"#;

/// The value, with credentials that were given by something else.
fn given(pairs: &[(&str, &str)]) -> Result<String, Trouble> {
    let mut all = vec![REGION];
    all.extend(pairs);
    text(
        &keepers(&aws("ASIAGIVEN", "session"), &all),
        &reference("shop/registry", None),
    )
}

#[test]
fn the_role_of_the_machine() {
    let server = Server::start(|request| {
        let known = request.header("x-aws-ec2-metadata-token") == "imds";
        match request.line().as_str() {
            "PUT /latest/api/token"
                if !request
                    .header("x-aws-ec2-metadata-token-ttl-seconds")
                    .is_empty() =>
            {
                (200, "imds".to_owned())
            }
            "GET /latest/meta-data/iam/security-credentials/" if known => (200, "role".to_owned()),
            "GET /latest/meta-data/iam/security-credentials/role" if known => {
                (200, GIVEN.to_owned())
            }
            _ => (401, String::new()),
        }
    });
    assert_eq!(
        given(&[("AWS_METADATA_ENDPOINT", &server.url)]),
        Ok("newest é".to_owned())
    );
    let none = Server::start(|_| (404, "planted".to_owned()));
    let why = given(&[("AWS_METADATA_ENDPOINT", &none.url)]).unwrap_err();
    assert!(matches!(why, Trouble::Credentials(why) if why.contains("metadata service")));
}

#[test]
fn the_role_of_the_container() {
    let room = tempfile::tempdir().unwrap();
    let token = file(room.path(), "token", "pod");
    let server = Server::start(|request| match request.header("authorization") {
        "pod" => (200, GIVEN.to_owned()),
        _ => (401, String::new()),
    });
    let pairs = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url.as_str()),
        (
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            token.to_str().unwrap(),
        ),
    ];
    assert_eq!(given(&pairs), Ok("newest é".to_owned()));
}

#[test]
fn the_identity_of_the_workload() {
    let room = tempfile::tempdir().unwrap();
    let token = file(room.path(), "token", "signed");
    let given_here = GIVEN.to_owned();
    let server = Server::start(move |request| {
        let asked = ["Action", "RoleArn", "WebIdentityToken"]
            .map(|key| request.query(key).unwrap_or_default());
        if asked
            != [
                "AssumeRoleWithWebIdentity",
                "arn:aws:iam::1:role/deploy",
                "signed",
            ]
        {
            return (403, String::new());
        }
        let value = |key: &str| {
            given_here
                .split(&format!("\"{key}\":\""))
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        let fields = [
            ("AccessKeyId", "AccessKeyId"),
            ("SecretAccessKey", "SecretAccessKey"),
            ("SessionToken", "Token"),
            ("Expiration", "Expiration"),
        ];
        let fields: String = fields
            .iter()
            .map(|(name, key)| format!("<{name}>{}</{name}>", value(key)))
            .collect();
        let result = format!(
            "<AssumeRoleWithWebIdentityResult><Credentials>{fields}</Credentials></AssumeRoleWithWebIdentityResult>"
        );
        (
            200,
            format!(
                "<AssumeRoleWithWebIdentityResponse>{result}</AssumeRoleWithWebIdentityResponse>"
            ),
        )
    });
    let pairs = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", token.to_str().unwrap()),
        ("AWS_ROLE_ARN", "arn:aws:iam::1:role/deploy"),
        ("AWS_ENDPOINT_URL_STS", server.url.as_str()),
    ];
    assert_eq!(given(&pairs), Ok("newest é".to_owned()));
    file(room.path(), "token", "expired");
    assert!(matches!(given(&pairs), Err(Trouble::Credentials(why)) if why.contains("workload")));
}

/// Credentials are had once, not for each secret.
#[test]
fn credentials_are_kept() {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let seen = Arc::clone(&asked);
    let room = tempfile::tempdir().unwrap();
    let token = file(room.path(), "token", "pod");
    let server = Server::start(move |_| {
        seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        (200, GIVEN.to_owned())
    });
    let pairs = [
        REGION,
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url.as_str()),
        (
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            token.to_str().unwrap(),
        ),
    ];
    let keepers = keepers(&aws("ASIAGIVEN", "session"), &pairs);
    for name in ["shop/registry", "binary"] {
        text(&keepers, &reference(name, None)).unwrap();
    }
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 1);
}
