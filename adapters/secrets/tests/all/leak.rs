//! A value that was planted in everything that a keeper says, and in what proves who asks, is in no error, no `Debug` and no log.

use std::fmt::Write as _;
use std::sync::{Mutex, OnceLock};

use holdpoint_secrets::{
    Endpoints, Keepers, Login, Provider, Reference, Secret, Settings, VaultSettings,
};
use proptest::prelude::*;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

use crate::world::{Server, bare, file, open, variables};

/// Everything that was logged.
static LOG: OnceLock<Mutex<String>> = OnceLock::new();

struct Recorder;

struct Said<'s>(&'s mut String);

impl Visit for Said<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, "{field}={value:?} ");
    }
}

fn record(visit: impl FnOnce(&mut Said<'_>)) {
    let log = LOG.get_or_init(Mutex::default);
    visit(&mut Said(&mut log.lock().unwrap()));
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        record(|said| span.record(said));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        record(|said| values.record(said));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        record(|said| event.record(said));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// A keeper that answers everything with that status and body.
fn everything(url: &str, room: &std::path::Path, planted: &str, which: u8) -> Settings {
    let url = Some(url.to_owned());
    let login = match which % 3 {
        0 => Login::Token {
            file: file(room, "token", planted),
        },
        1 => Login::AppRole {
            mount: "approle".to_owned(),
            role_id: "r".to_owned(),
            secret_id: file(room, "id", planted),
        },
        _ => Login::Jwt {
            mount: "jwt".to_owned(),
            role: "r".to_owned(),
            file: file(room, "jwt", planted),
        },
    };
    let key = format!(
        "{{\"client_email\":\"a\",\"private_key_id\":\"b\",\"private_key\":\"{planted}\"}}"
    );
    let token = file(room, "proof", planted).display().to_string();
    let (endpoint, sts) = (
        url.clone().unwrap_or_default(),
        url.clone().unwrap_or_default(),
    );
    let mut pairs = vec![
        ("AWS_REGION", "eu-central-1"),
        ("AZURE_TENANT_ID", "t"),
        ("AZURE_CLIENT_ID", "c"),
    ];
    match which / 3 % 4 {
        0 => pairs.extend([
            ("AWS_ACCESS_KEY_ID", "A"),
            ("AWS_SECRET_ACCESS_KEY", planted),
            ("AWS_SESSION_TOKEN", planted),
        ]),
        1 => pairs.extend([
            ("AWS_WEB_IDENTITY_TOKEN_FILE", token.as_str()),
            ("AWS_ROLE_ARN", "r"),
            ("AWS_ENDPOINT_URL_STS", sts.as_str()),
        ]),
        2 => pairs.extend([
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.as_str()),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.as_str()),
        ]),
        _ => pairs.push(("AWS_METADATA_ENDPOINT", &endpoint)),
    }
    match which % 2 {
        0 => pairs.extend([
            ("AZURE_CLIENT_SECRET", planted),
            ("GOOGLE_SERVICE_ACCOUNT_KEY", key.as_str()),
        ]),
        _ => pairs.push(("AZURE_FEDERATED_TOKEN_FILE", &token)),
    }
    Settings {
        vault: Some(VaultSettings {
            address: endpoint.clone(),
            namespace: None,
            ca: None,
            login,
        }),
        stores: vec![Provider::Aws, Provider::Google, Provider::Azure],
        endpoints: Endpoints {
            aws: url.clone(),
            google: url.clone(),
            google_metadata: url.clone(),
            azure: url.clone(),
            azure_login: url.clone(),
            azure_metadata: url,
            azure_suffix: None,
        },
        variables: variables(&pairs),
        ..bare()
    }
}

fn references() -> Vec<Reference> {
    let store = |provider, name: &str| Reference::Store {
        provider,
        name: name.to_owned(),
        version: None,
    };
    vec![
        Reference::Vault {
            path: "kv/a".to_owned(),
            field: "value".to_owned(),
            version: None,
        },
        store(Provider::Aws, "a"),
        store(Provider::Google, "p/a"),
        store(Provider::Azure, "v/a"),
    ]
}

/// Bodies that are nearly what is expected, with the planted value everywhere.
fn bodies(planted: &str) -> Vec<String> {
    let any = format!(r#""{planted}""#);
    vec![
        planted.to_owned(),
        format!(
            r#"{{"errors":[{any}],"error":{any},"__type":{any},"message":{any},"Message":{any},"error_description":{any}}}"#
        ),
        format!(r#"{{"access_token":{any},"expires_in":{any}}}"#),
        format!(
            r#"{{"access_token":{any},"expires_in":3600,"auth":{{"client_token":{any},"lease_duration":60}},"data":{{"ttl":60,"path":{any},"type":{any},"value":[{any}]}}}}"#
        ),
        format!(
            r#"{{"SecretString":[{any}],"value":[{any}],"payload":{{"data":{any},"dataCrc32c":"1"}},"Code":{any},"Token":{any},"AccessKeyId":{any}}}"#
        ),
        format!("<Error><Code>{planted}</Code><Message>{planted}</Message></Error>"),
    ]
}

/// All that is said of trying to have everything.
fn said(keepers: &Keepers) -> String {
    let mut text = format!("{keepers:?}");
    for reference in references() {
        match keepers.fetch(&reference) {
            Ok(secret) => text.push_str(&format!("{secret:?}")),
            Err(why) => text.push_str(&format!("{why} {why:?} {:?}", why.trouble)),
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn nothing_that_was_planted_is_said(
        suffix in "[a-z0-9]{12}",
        status in prop::sample::select(vec![0_u16, 200, 200, 302, 400, 401, 403, 404, 418, 429, 500, 503]),
        body in 0_usize..6,
        which in 0_u8..12,
    ) {
        // The first that sets it keeps it.
        let _ = tracing::subscriber::set_global_default(Recorder);
        let planted = format!("planted-{suffix}");
        let answer = bodies(&planted).swap_remove(body);
        let server = Server::start(move |_| (status, answer.clone()));
        let room = tempfile::tempdir().unwrap();
        let settings = everything(&server.url, room.path(), &planted, which);
        let text = said(&open(settings));
        prop_assert!(!text.contains(&suffix), "{text}");
        prop_assert!(!server.asked().is_empty());
        let log = LOG.get_or_init(Mutex::default).lock().unwrap();
        prop_assert!(!log.contains(&suffix), "it is in the log");
    }

    #[test]
    fn a_secret_shows_nothing(value in prop::collection::vec(any::<u8>(), 4..40)) {
        prop_assert_eq!(format!("{:?} {:#?}", Secret::new(value.clone()), Secret::new(value)), "Secret(***) Secret(***)");
    }
}

/// So that the test above would see it.
#[test]
fn the_recorder_hears_what_is_logged() {
    let _ = tracing::subscriber::set_global_default(Recorder);
    tracing::info!(value = "heard-it", "a message");
    assert!(LOG.get().unwrap().lock().unwrap().contains("heard-it"));
}
