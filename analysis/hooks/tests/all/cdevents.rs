//! Events of other systems.

use holdpoint_hooks::cdevents::{Content, Event, Kind, Mode, Outcome, Place, Spec, Trigger, read};
use holdpoint_hooks::{At, Genuine, Headers, Mistakes};
use serde_json::{Value, json};

use crate::{places, said};

/// An event of CDEvents as its source writes it.
fn data(spec: (&str, &str), kind: &str, subject: Value) -> Value {
    json!({
        "context": {
            spec.0: spec.1, "id": "271069a8", "chainId": "4c8cb7dd", "source": "/event/source/123", "type": kind,
            "timestamp": "2026-03-20T14:27:05.315384Z", "schemaUri": "https://example.org/schema", "links": [],
        },
        "subject": subject,
        "customData": {"any": ["thing"]},
    })
}

fn envelope(data: &Value) -> Value {
    json!({
        "specversion": "1.0", "id": data["context"]["id"], "source": data["context"]["source"],
        "type": data["context"]["type"], "subject": data["subject"]["id"], "time": "2026-03-20T14:27:05Z",
        "datacontenttype": "application/json; charset=utf-8", "data": data,
    })
}

fn sent(headers: &[(&str, &str)], body: &Value) -> Result<Event, Mistakes> {
    read(
        &Headers::of(headers),
        Genuine::vouched(body.to_string().as_bytes()),
    )
}

fn structured(data: &Value) -> Result<Event, Mistakes> {
    sent(
        &[(
            "Content-Type",
            "application/cloudevents+json; charset=UTF-8",
        )],
        &envelope(data),
    )
}

fn finished(outcome: &str) -> Value {
    let subject = json!({"id": "run-1", "source": "/ci", "type": "pipelineRun", "content": {
        "pipelineName": "shop", "url": "https://ci.example.org/1", "outcome": outcome, "errors": "a\nb",
    }});
    data(
        ("version", "0.4.1"),
        "dev.cdevents.pipelinerun.finished.0.2.0",
        subject,
    )
}

#[test]
fn a_run_of_0_4_is_read() {
    let event = structured(&finished("failure")).unwrap();
    assert_eq!(
        (event.spec, event.kind),
        (Spec::V04, Kind::PipelineRunFinished)
    );
    assert_eq!(
        (event.id.as_str(), event.source.as_str()),
        ("271069a8", "/event/source/123")
    );
    assert_eq!(
        (event.subject.as_str(), event.subject_source.as_deref()),
        ("run-1", Some("/ci"))
    );
    assert_eq!(event.chain.as_deref(), Some("4c8cb7dd"));
    assert_eq!(event.time.to_string(), "2026-03-20T14:27:05.315384Z");
    let expected = Content {
        name: Some("shop".to_owned()),
        uri: Some("https://ci.example.org/1".to_owned()),
        outcome: Some(Outcome::Failure),
        reason: Some("a\nb".to_owned()),
        ..Content::default()
    };
    assert_eq!(event.content, expected);
}

#[test]
fn tests_and_services_of_0_5_are_read_in_binary_mode() {
    let subject = json!({"id": "tests-1", "content": {
        "outcome": "success", "severity": "high", "reason": "all went well",
        "environment": {"id": "dev", "source": "testkube"}, "testSuite": {"id": "9", "name": "Auth", "version": "1.0"},
    }});
    let data = data(
        ("specversion", "0.5.1"),
        "dev.cdevents.testsuiterun.finished.0.3.0",
        subject,
    );
    let headers = [
        ("ce-specversion", "1.0"),
        ("ce-id", "271069a8"),
        ("ce-source", "/event/source/123"),
        ("ce-type", "dev.cdevents.testsuiterun.finished.0.3.0"),
        ("ce-subject", "tests%2D1"),
        ("Content-Type", "application/json; charset=utf-8"),
    ];
    let event = sent(&headers, &data).unwrap();
    assert_eq!(
        (event.spec, event.kind),
        (Spec::V05, Kind::TestSuiteRunFinished)
    );
    let environment = Place {
        id: "dev".to_owned(),
        source: Some("testkube".to_owned()),
    };
    assert_eq!(event.content.environment, Some(environment));
    assert_eq!(event.content.suite.unwrap().name.as_deref(), Some("Auth"));
    assert_eq!(event.content.outcome, Some(Outcome::Success));
    let wrong: Vec<_> = { headers.iter() }
        .map(|&(name, value)| match name {
            "ce-id" => (name, "other"),
            "ce-subject" => (name, "%FF"),
            "ce-specversion" => (name, "0.3"),
            "ce-source" => ("ce-else", value),
            _ => (name, value),
        })
        .collect();
    let mistakes = sent(&wrong, &data).unwrap_err();
    let at: Vec<_> = mistakes.all().iter().map(|one| one.at.clone()).collect();
    let headers = ["ce-specversion", "ce-id", "ce-source", "ce-subject"];
    assert_eq!(at, headers.map(At::Header));
}

#[test]
fn words_are_those_of_their_version() {
    let tests = |spec, kind, word: &str| {
        let content = json!({"outcome": word, "environment": {"id": "dev"}});
        structured(&data(
            spec,
            kind,
            json!({"id": "t", "type": "testSuiteRun", "content": content}),
        ))
    };
    let old = |word| {
        tests(
            ("version", "0.4.0"),
            "dev.cdevents.testsuiterun.finished.0.2.0",
            word,
        )
    };
    let new = |word| {
        tests(
            ("specversion", "0.5.0"),
            "dev.cdevents.testsuiterun.finished.0.3.0",
            word,
        )
    };
    assert_eq!(old("pass").unwrap().content.outcome, Some(Outcome::Success));
    assert_eq!(old("fail").unwrap().content.outcome, Some(Outcome::Failure));
    assert_eq!(
        new("failure").unwrap().content.outcome,
        Some(Outcome::Failure)
    );
    let mistakes = new("pass").unwrap_err();
    assert_eq!(places(&mistakes), ["/data/subject/content/outcome"]);
    assert!(said(&mistakes)[0].ends_with("send one of `success`, `failure`, `cancel`, `error`"));
    assert!(old("success").is_err());
    assert!(structured(&finished("pass")).is_err());
}

#[test]
fn a_service_needs_its_artifact_and_its_environment() {
    let artifact =
        "pkg:oci/shop@sha256%3A0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427";
    let service = |content: Value| {
        data(
            ("version", "0.4.1"),
            "dev.cdevents.service.deployed.0.2.0",
            json!({"id": "shop", "type": "service", "content": content}),
        )
    };
    let event = structured(&service(
        json!({"environment": {"id": "production"}, "artifactId": artifact}),
    ))
    .unwrap();
    assert_eq!(event.content.artifact.as_deref(), Some(artifact));
    let mistakes = structured(&service(json!({}))).unwrap_err();
    assert_eq!(
        places(&mistakes),
        [
            "/data/subject/content/environment",
            "/data/subject/content/artifactId"
        ]
    );
}

#[test]
fn all_mistakes_are_said_at_once() {
    let mut data = finished("success");
    data["context"]["timestamp"] = "1744617508663".into();
    data["context"]["type"] = "dev.cdevents.pipelinerun.finished.0.3.0".into();
    data["context"]["version"] = "0.3.0".into();
    data["subject"]["id"] = "".into();
    let mut places = places(&structured(&data).unwrap_err());
    places.sort();
    // Of which version it should be is not known, so nothing is said of its type.
    let expected = [
        "/data/context/timestamp",
        "/data/context/version",
        "/data/subject/id",
    ];
    assert_eq!(places, expected);
    data["context"]["version"] = "0.4.1".into();
    let mistakes = structured(&data).unwrap_err();
    let all = said(&mistakes).join("\n");
    assert!(all.contains("`/data/context/type`"), "{all}");
    assert!(
        all.contains("send one of dev.cdevents.pipelinerun.queued.0.2.0, "),
        "{all}"
    );
}

#[test]
fn an_envelope_says_what_the_event_says() {
    let headers = [("content-type", "application/cloudevents+json")];
    for (key, value) in [
        ("id", "x"),
        ("source", "/x"),
        ("subject", "x"),
        ("type", "dev.cdevents.pipelinerun.started.0.2.0"),
        ("specversion", "0.3"),
    ] {
        let mut body = envelope(&finished("success"));
        body[key] = value.into();
        assert_eq!(
            places(&sent(&headers, &body).unwrap_err()),
            [format!("/{key}")]
        );
    }
    let mut body = envelope(&finished("success"));
    body.as_object_mut().unwrap().remove("subject");
    assert!(sent(&headers, &body).is_ok(), "some leave it out");
    for kind in ["text/plain", "application/cloudevents-batch+json", ""] {
        let mistakes = sent(&[("content-type", kind)], &body).unwrap_err();
        assert_eq!(places(&mistakes), ["the header Content-Type"]);
    }
}

#[test]
fn each_kind_has_its_own_type_in_each_version() {
    let mut types: Vec<_> = Spec::ALL
        .into_iter()
        .flat_map(|spec| Kind::all().map(move |kind| kind.type_of(spec)))
        .collect();
    assert!(types.contains(&"dev.cdevents.taskrun.started.0.3.0".to_owned()));
    assert!(types.contains(&"dev.cdevents.artifact.published.0.2.0".to_owned()));
    types.sort();
    types.dedup();
    assert_eq!(types.len(), 20);
}

#[test]
fn nothing_is_written_that_would_not_be_read() {
    let event = Event {
        spec: Spec::V05,
        id: "1".to_owned(),
        source: "/here".to_owned(),
        time: "2026-11-28T20:00:00Z".parse().unwrap(),
        chain: None,
        kind: Kind::TestSuiteRunStarted,
        subject: "t".to_owned(),
        subject_source: None,
        content: Content {
            trigger: Some(Trigger::Pipeline),
            ..Content::default()
        },
    };
    let mistakes = event.message(Mode::Binary).unwrap_err();
    assert_eq!(places(&mistakes), ["/subject/content/environment"]);
    let artifact = Event {
        kind: Kind::ArtifactPublished,
        ..event
    };
    let mistakes = artifact.message(Mode::Structured).unwrap_err();
    assert_eq!(mistakes.all()[0].at, At::Given("content"));
}
