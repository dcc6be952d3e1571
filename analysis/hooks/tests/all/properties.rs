//! Whatever comes is read or refused, and what is written is read as it was.

use holdpoint_hooks::cdevents::{Content, Event, Kind, Mode, Outcome, Place, Spec, Suite, Trigger};
use holdpoint_hooks::github::Api;
use holdpoint_hooks::outcome::{Ended, Seen, Told};
use holdpoint_hooks::{
    Genuine, Headers, Secret, cdevents, github, gitlab, kubernetes, outcome, standard,
};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::Value;

fn word() -> impl Strategy<Value = String> {
    // What is hard in headers: blanks, quotes, percent signs, letters that are no ASCII.
    "[a-zA-Z0-9/%\" :@üß€-]{1,20}".prop_filter("blanks at the ends go", |text| text.trim() == text)
}

fn place() -> impl Strategy<Value = Place> {
    (word(), proptest::option::of(word())).prop_map(|(id, source)| Place { id, source })
}

prop_compose! {
    fn content()(
        texts in proptest::collection::vec(proptest::option::of(word()), 8),
        run in place(), environment in place(), suite in word(),
        outcome in 0..4usize, trigger in 0..5usize, severity in 0..4usize, some in any::<[bool; 4]>(),
    ) -> Content {
        let [name, uri, reason, sbom, user, version, title, address] = texts.try_into().unwrap();
        let severity = ["low", "medium", "high", "critical"][severity].to_owned();
        Content {
            name, uri, sbom, user, reason,
            run: some[0].then_some(run),
            outcome: Some(Outcome::ALL[outcome]),
            environment: Some(environment),
            suite: some[1].then_some(Suite { id: suite.clone(), name: title, version, uri: address }),
            trigger: some[2].then_some(Trigger::ALL[trigger]),
            severity: some[3].then_some(severity),
            artifact: Some(suite),
        }
    }
}

/// Only what such an event can have, by a list of its own.
fn only(kind: Kind, all: Content) -> Content {
    let none = Content::default();
    let Content {
        name,
        uri,
        run,
        outcome,
        reason,
        environment,
        suite,
        trigger,
        severity,
        sbom,
        user,
        artifact,
    } = all;
    match kind {
        Kind::PipelineRunQueued | Kind::PipelineRunStarted => Content { name, uri, ..none },
        Kind::PipelineRunFinished => Content {
            name,
            uri,
            outcome,
            reason,
            ..none
        },
        Kind::TaskRunStarted => Content {
            name,
            uri,
            run,
            ..none
        },
        Kind::TaskRunFinished => Content {
            name,
            uri,
            run,
            outcome,
            reason,
            ..none
        },
        Kind::TestSuiteRunQueued | Kind::TestSuiteRunStarted => Content {
            environment,
            suite,
            trigger,
            ..none
        },
        Kind::TestSuiteRunFinished => Content {
            environment,
            suite,
            outcome,
            severity,
            reason,
            ..none
        },
        Kind::ArtifactPublished => Content { sbom, user, ..none },
        Kind::ServiceDeployed => Content {
            environment,
            artifact,
            ..none
        },
    }
}

prop_compose! {
    fn event()(
        kind in 0..10usize, old in any::<bool>(), texts in proptest::collection::vec(word(), 5),
        seconds in 0..4_000_000_000i64, content in content(), some in any::<[bool; 2]>(),
    ) -> Event {
        let kind = Kind::all().nth(kind).unwrap();
        let [id, source, chain, subject, whose] = texts.try_into().unwrap();
        Event {
            spec: if old { Spec::V04 } else { Spec::V05 },
            id, source, subject, kind,
            time: Timestamp::from_second(seconds).unwrap(),
            chain: some[0].then_some(chain),
            subject_source: some[1].then_some(whose),
            content: only(kind, content),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn an_event_is_read_as_it_was_written(event in event()) {
        for mode in [Mode::Structured, Mode::Binary] {
            let message = event.message(mode).unwrap();
            let again = cdevents::read(&message.headers(), Genuine::vouched(&message.body)).unwrap();
            prop_assert_eq!(&again, &event);
            let carried = |text: &str| text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
            let all = message.headers.iter().all(|(_, value)| carried(value));
            prop_assert!(all);
        }
    }

    #[test]
    fn an_end_is_read_as_it_was_written(step in "[^\\p{Cc}]{1,100}", word in 0..4usize, url in proptest::option::of("https://[a-z]{1,9}/[a-z?=#]{0,9}")) {
        let outcome = [outcome::Outcome::Succeeded, outcome::Outcome::Failed, outcome::Outcome::Cancelled, outcome::Outcome::Skipped][word];
        let ended = Ended { step, outcome, url };
        let body = ended.write().unwrap();
        prop_assert_eq!(outcome::read(Genuine::vouched(&body)), Ok(ended));
    }

    #[test]
    fn what_is_signed_is_verified_and_what_is_changed_is_not(
        key in any::<[u8; 32]>(), id in "[a-zA-Z0-9_-]{1,40}", sent in 0..4_000_000_000u64, body in proptest::collection::vec(any::<u8>(), 0..200),
        at in any::<prop::sample::Index>(), bit in 0..8u8,
    ) {
        use base64::Engine as _;
        let secret = format!("whsec_{}", base64::engine::general_purpose::STANDARD.encode(key));
        let secrets = [Secret::webhook(&secret).unwrap()];
        let signed = standard::sign(&secrets[0], &id, sent, &body);
        let headers: Headers<'_> = signed.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        let delivery = standard::verify(&headers, &body, &secrets, sent, 0).unwrap();
        prop_assert_eq!((delivery.id, delivery.body.bytes()), (id.as_str(), &body[..]));
        if !body.is_empty() {
            let mut other = body.clone();
            other[at.index(body.len())] ^= 1 << bit;
            prop_assert!(standard::verify(&headers, &other, &secrets, sent, 0).is_err());
        }
    }

    /// Against a list of all that was ever there.
    #[test]
    fn what_comes_again_while_it_is_believed_is_told(deliveries in proptest::collection::vec((0..6u8, 0..40u64, 0..100u64), 1..60)) {
        const TOLERANCE: u64 = 300;
        let (mut seen, mut now, mut all) = (Seen::new(1_000), 1_000u64, Vec::<(u8, u64)>::new());
        for (id, pass, off) in deliveries {
            now += pass;
            let sent = now - off;
            // A signature of an attempt that was there is believed until its time plus the tolerance.
            let believed = { all.iter() }.any(|(one, before)| *one == id && before + TOLERANCE >= now);
            let told = seen.tell(&id.to_string(), sent, now, TOLERANCE);
            prop_assert!(!believed || told == Told::Before);
            all.push((id, sent));
        }
    }

    #[test]
    fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), header in "\\PC{0,40}") {
        let body = Genuine::vouched(&bytes);
        let api = Api::new("https://api.github.com").unwrap();
        let names = ["x-github-event", "x-hub-signature-256", "x-gitlab-signature", "webhook-id", "webhook-timestamp", "webhook-signature", "content-type", "ce-id", "ce-specversion"];
        let headers: Headers<'_> = names.iter().map(|name| (*name, header.as_bytes())).collect();
        let secrets = [Secret::text("s").unwrap()];
        let _ = github::verify(&headers, &bytes, &secrets);
        let _ = github::read(&headers, body, &api);
        let _ = gitlab::verify(&headers, &bytes, &secrets);
        let _ = (gitlab::read(body).is_ok(), kubernetes::read(body).is_ok(), outcome::read(body).is_ok());
        let _ = cdevents::read(&headers, body);
        let _ = standard::verify(&headers, &bytes, &secrets, 0, 300);
    }

    /// Any value of a sound payload may be gone or another: each time it is said where, or it is read.
    #[test]
    fn whatever_is_missing_is_said(which in 0..3usize, at in any::<prop::sample::Index>(), other in 0..5usize) {
        let mut payload = match which {
            0 => crate::github::payload(),
            1 => crate::gitlab::payload(),
            _ => crate::kubernetes::review("apps", "Deployment", serde_json::json!({"spec": {"template": {"spec": {"containers": [{"name": "a", "image": "a:1"}]}}}})),
        };
        let pointers = pointers(&payload);
        let pointer = &pointers[at.index(pointers.len())];
        let values = [Value::Null, Value::Bool(true), (-1).into(), "\u{1}".into(), Value::Array(vec![1.into()])];
        *payload.pointer_mut(pointer).unwrap() = values[other].clone();
        let text = payload.to_string();
        let body = Genuine::vouched(text.as_bytes());
        let headers = Headers::of(&[("x-github-event", "deployment_protection_rule")]);
        let api = Api::new("https://api.github.com").unwrap();
        let wrong = match which {
            0 => github::read(&headers, body, &api).err(),
            1 => gitlab::read(body).err(),
            _ => kubernetes::read(body).err(),
        };
        for mistake in wrong.iter().flat_map(|mistakes| mistakes.all()) {
            prop_assert!(!mistake.found.is_empty() && !mistake.help.is_empty());
        }
    }
}

/// The pointers to all values.
fn pointers(value: &Value) -> Vec<String> {
    let below = |key: String, value: &Value| -> Vec<String> {
        { pointers(value).into_iter() }
            .map(|rest| format!("/{key}{rest}"))
            .collect()
    };
    let mut all = vec![String::new()];
    match value {
        Value::Object(map) => all.extend(
            map.iter()
                .flat_map(|(key, value)| below(key.replace('~', "~0").replace('/', "~1"), value)),
        ),
        Value::Array(list) => all.extend(
            list.iter()
                .enumerate()
                .flat_map(|(at, value)| below(at.to_string(), value)),
        ),
        _ => {}
    }
    all
}
