#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use holdpoint_ports::BasicCredentials;

use super::*;

const ISSUER: &str = "https://ci.example";

/// A provider that counts how often it is asked, and may be away.
#[derive(Default)]
struct Fake {
    asked: AtomicUsize,
    away: AtomicBool,
}

impl ProviderClient for Fake {
    fn get(&self, url: &str) -> Result<ProviderAnswer, String> {
        if self.away.load(Ordering::SeqCst) {
            self.asked.fetch_add(1, Ordering::SeqCst);
            return Err("nobody is there".to_owned());
        }
        let body = match url {
            "https://ci.example/.well-known/openid-configuration" => {
                self.asked.fetch_add(1, Ordering::SeqCst);
                r#"{"issuer":"https://ci.example","jwks_uri":"https://ci.example/keys"}"#
            }
            "https://ci.example/keys" => {
                r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#
            }
            _ => return Err(format!("nothing is at {url}")),
        };
        Ok(ProviderAnswer {
            status: 200,
            body: body.as_bytes().to_vec(),
        })
    }

    fn post(
        &self,
        _: &str,
        _: String,
        _: Option<BasicCredentials<'_>>,
    ) -> Result<ProviderAnswer, String> {
        Err("nothing is sent".to_owned())
    }
}

fn world() -> (Arc<Fake>, Providers) {
    let fake = Arc::new(Fake::default());
    let client: Arc<dyn ProviderClient> = Arc::clone(&fake) as _;
    (fake, Providers::reached_by(client))
}

#[test]
fn keys_are_fetched_once_an_hour_and_newer_ones_once_a_minute() {
    let (fake, all) = world();
    let asked = |now, newer, count| {
        assert_eq!(all.known(ISSUER, now, newer).unwrap().keys.keys().len(), 1);
        assert_eq!(fake.asked.load(Ordering::SeqCst), count, "{now} {newer}");
    };
    asked(0, false, 1);
    asked(FRESH - 1, false, 1);
    asked(FRESH, false, 2);
    asked(FRESH + 1, true, 2);
    asked(FRESH + PAUSE, true, 3);
    asked(FRESH + PAUSE + 1, true, 3);
}

#[test]
fn a_provider_that_is_away_leaves_its_keys_for_a_day() {
    let (fake, all) = world();
    assert!(all.known(ISSUER, 0, false).is_ok());
    fake.away.store(true, Ordering::SeqCst);
    assert!(all.known(ISSUER, FRESH, false).is_ok());
    assert_eq!(fake.asked.load(Ordering::SeqCst), 2);
    // Who cannot be reached is not asked again at once.
    assert!(all.known(ISSUER, FRESH + 1, false).is_ok());
    assert_eq!(fake.asked.load(Ordering::SeqCst), 2);
    assert_eq!(
        all.known(ISSUER, STALE, false).unwrap_err(),
        "nobody is there"
    );
    fake.away.store(false, Ordering::SeqCst);
    assert_eq!(
        all.known(ISSUER, STALE + 1, false).unwrap_err(),
        "nobody is there"
    );
    assert!(
        all.known(ISSUER, STALE + PAUSE_AFTER_FAILURE, false)
            .is_ok()
    );
}

#[test]
fn without_a_way_to_ask_nothing_is_known() {
    let said = Providers::default().known(ISSUER, 0, false).unwrap_err();
    assert_eq!(said, "identity providers are asked by a server only");
}
