//! What a cluster asks before something is done in it.

use holdpoint_hooks::kubernetes::{Mode, Operation, Pods, Response, Review, Role, answer, read};
use holdpoint_hooks::{Genuine, Mistakes};
use serde_json::{Value, json};

use crate::{places, said};

const DIGEST: &str = "sha256:0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427";

fn spec() -> Value {
    json!({
        "initContainers": [{"name": "migrate", "image": format!("ghcr.io/acme/migrate:1.2@{DIGEST}")}],
        "containers": [{"name": "shop", "image": "acme/shop:1.2"}, {"name": "proxy", "image": "registry.example.org:5000/proxy"}],
        "ephemeralContainers": [{"name": "look", "image": "busybox"}],
        "volumes": [{"name": "data", "image": {"reference": "quay.io/acme/data:7"}}, {"name": "tmp", "emptyDir": {}}],
    })
}

pub fn review(group: &str, kind: &str, object: Value) -> Value {
    json!({
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind": {"group": group, "version": "v1", "kind": kind},
            "resource": {"group": group, "version": "v1", "resource": "things"},
            "name": "shop",
            "namespace": "production",
            "operation": "CREATE",
            "userInfo": {"username": "system:serviceaccount:argocd:argocd", "groups": ["system:authenticated"]},
            "object": object,
            "oldObject": null,
            "options": {"apiVersion": "meta.k8s.io/v1", "kind": "CreateOptions"},
            "dryRun": false,
        },
    })
}

fn reviewed(value: &Value) -> Result<Review, Mistakes> {
    read(Genuine::vouched(value.to_string().as_bytes()))
}

fn within(way: &[&str]) -> Value {
    let inner = { way.iter().rev() }.fold(spec(), |inner, key| json!({ *key: inner }));
    let mut object = json!({
        "apiVersion": "v1", "kind": "Thing",
        "metadata": {"name": "shop", "labels": {"app": "shop"}, "annotations": {"release": "shop-1.2\n", "empty": ""}},
    });
    let fields = inner.as_object().unwrap().clone();
    object.as_object_mut().unwrap().extend(fields);
    object
}

#[test]
fn the_images_of_every_kind_are_found() {
    let template: &[&str] = &["spec", "template", "spec"];
    for (group, kind, way) in [
        ("", "Pod", &["spec"][..]),
        ("", "ReplicationController", template),
        ("apps", "Deployment", template),
        ("apps", "StatefulSet", template),
        ("apps", "DaemonSet", template),
        ("apps", "ReplicaSet", template),
        ("batch", "Job", template),
        (
            "batch",
            "CronJob",
            &["spec", "jobTemplate", "spec", "template", "spec"],
        ),
        ("argoproj.io", "Rollout", template),
    ] {
        let review = reviewed(&review(group, kind, within(way))).unwrap();
        let images: Vec<_> = { review.images.iter() }
            .map(|image| {
                (
                    image.container.as_str(),
                    image.role,
                    image.reference.to_string(),
                )
            })
            .collect();
        let expected = [
            (
                "migrate",
                Role::Init,
                format!("ghcr.io/acme/migrate:1.2@{DIGEST}"),
            ),
            ("shop", Role::Main, "docker.io/acme/shop:1.2".to_owned()),
            (
                "proxy",
                Role::Main,
                "registry.example.org:5000/proxy".to_owned(),
            ),
            (
                "look",
                Role::Ephemeral,
                "docker.io/library/busybox".to_owned(),
            ),
            ("data", Role::Volume, "quay.io/acme/data:7".to_owned()),
        ];
        assert_eq!(images, expected, "{kind}");
        assert_eq!(review.pods, Pods::Here);
    }
}

#[test]
fn a_request_is_read() {
    let review = reviewed(&review(
        "apps",
        "Deployment",
        within(&["spec", "template", "spec"]),
    ))
    .unwrap();
    assert_eq!(review.operation, Operation::Create);
    assert_eq!(
        (review.kind.group.as_str(), review.kind.kind.as_str()),
        ("apps", "Deployment")
    );
    assert_eq!(
        (review.namespace.as_deref(), review.name.as_deref()),
        (Some("production"), Some("shop"))
    );
    assert_eq!(review.user, "system:serviceaccount:argocd:argocd");
    assert!(!review.dry_run);
    assert_eq!(review.labels["app"], "shop");
    assert_eq!(
        (
            review.annotations["release"].as_str(),
            review.annotations["empty"].as_str()
        ),
        ("shop-1.2\n", "")
    );
    let image = &review.images[0];
    assert_eq!(image.written, format!("ghcr.io/acme/migrate:1.2@{DIGEST}"));
    assert_eq!(
        (
            image.reference.tag.as_deref(),
            image.reference.digest.as_ref().unwrap().as_str()
        ),
        (Some("1.2"), DIGEST)
    );
}

#[test]
fn what_has_no_pods_has_no_images() {
    let map = reviewed(&review(
        "",
        "ConfigMap",
        json!({"metadata": {}, "data": {"containers": "x"}}),
    ))
    .unwrap();
    assert_eq!((map.pods, map.images.len()), (Pods::None, 0));
    // A custom resource that calls itself the same is another kind.
    let own = reviewed(&review("acme.example", "Deployment", json!({"spec": 5}))).unwrap();
    assert_eq!(own.pods, Pods::None);
    let mut gone = review("apps", "Deployment", Value::Null);
    gone["request"]["operation"] = "DELETE".into();
    let gone = reviewed(&gone).unwrap();
    assert_eq!(
        (gone.operation, gone.pods, gone.images.len()),
        (Operation::Delete, Pods::None, 0)
    );
}

#[test]
fn a_rollout_can_take_the_pods_of_another() {
    let spec = json!({"spec": {"workloadRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}}});
    match reviewed(&review("argoproj.io", "Rollout", spec.clone()))
        .unwrap()
        .pods
    {
        Pods::There(reference) => assert_eq!(
            (reference.kind.as_str(), reference.name.as_str()),
            ("Deployment", "shop")
        ),
        other => panic!("{other:?}"),
    }
    // Nothing else can hide its images so.
    let hidden = reviewed(&review("apps", "Deployment", spec)).unwrap_err();
    assert_eq!(places(&hidden), ["/request/object/spec/template"]);
}

#[test]
fn an_image_that_is_left_to_others_is_none() {
    let object = json!({"spec": {"containers": [{"name": "a"}, {"name": "b", "image": ""}]}});
    assert_eq!(reviewed(&review("", "Pod", object)).unwrap().images, []);
}

#[test]
fn all_mistakes_are_said_at_once() {
    let object = json!({"metadata": {"labels": {"a": 1}}, "spec": {
        "containers": [{"name": "a", "image": "Acme/Shop:latest:x"}, {"image": "b"}, {"name": "c", "image": 3}],
        "initContainers": {},
    }});
    let mut review = review("", "Pod", object);
    review["apiVersion"] = "admission.k8s.io/v1beta1".into();
    review["request"]["operation"] = "PATCH".into();
    review["request"].as_object_mut().unwrap().remove("uid");
    review["request"]["dryRun"] = "no".into();
    let mistakes = reviewed(&review).unwrap_err();
    let mut places = places(&mistakes);
    places.sort();
    let expected = [
        "/apiVersion",
        "/request/dryRun",
        "/request/object/metadata/labels/a",
        "/request/object/spec/containers/0/image",
        "/request/object/spec/containers/1/name",
        "/request/object/spec/containers/2/image",
        "/request/object/spec/initContainers",
        "/request/operation",
        "/request/uid",
    ];
    assert_eq!(places, expected);
    let all = said(&mistakes).join("\n");
    assert!(
        all.contains("found `admission.k8s.io/v1beta1`; write `admissionReviewVersions: [v1]`"),
        "{all}"
    );
}

#[test]
fn an_object_that_stays_has_to_be_shown() {
    let mistakes = reviewed(&review("apps", "Deployment", Value::Null)).unwrap_err();
    assert_eq!(places(&mistakes), ["/request/object"]);
}

fn answered(mode: Mode, against: &[&str]) -> Value {
    let against: Vec<_> = against.iter().map(|&one| one.to_owned()).collect();
    let warnings = ["by the way".to_owned()];
    answer(&Response {
        uid: "u-1",
        mode,
        against: &against,
        warnings: &warnings,
    })
}

#[test]
fn an_answer_says_what_the_mode_is_for() {
    let wrap = |response: Value| json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response});
    let why = ["no release", "no\n approval"];
    assert_eq!(
        answered(Mode::Enforce, &why),
        wrap(
            json!({"uid": "u-1", "allowed": false, "warnings": ["by the way"],
            "status": {"code": 403, "message": "no release; no approval"}})
        )
    );
    assert_eq!(
        answered(Mode::Warn, &why),
        wrap(
            json!({"uid": "u-1", "allowed": true, "warnings": ["no release", "no approval", "by the way"],
            "auditAnnotations": {"would-have-stopped": "no release; no approval"}})
        )
    );
    assert_eq!(
        answered(Mode::Observe, &why),
        wrap(
            json!({"uid": "u-1", "allowed": true, "warnings": ["by the way"],
            "auditAnnotations": {"would-have-stopped": "no release; no approval"}})
        )
    );
    for mode in [Mode::Enforce, Mode::Warn, Mode::Observe] {
        assert_eq!(
            answered(mode, &[]),
            wrap(json!({"uid": "u-1", "allowed": true, "warnings": ["by the way"]}))
        );
    }
}

#[test]
fn an_answer_is_no_longer_than_is_shown() {
    let long = "ü".repeat(10_000);
    let many = vec![long.as_str(); 40];
    let answer = answered(Mode::Warn, &many);
    let warnings = answer["response"]["warnings"].as_array().unwrap();
    let letters = |value: &Value| value.as_str().unwrap().chars().count();
    assert_eq!(warnings.len(), 16);
    assert!(warnings.iter().all(|one| letters(one) == 256));
    assert_eq!(
        letters(&answer["response"]["auditAnnotations"]["would-have-stopped"]),
        2_048
    );
    let denied = answered(Mode::Enforce, &many);
    assert_eq!(letters(&denied["response"]["status"]["message"]), 2_048);
}

#[test]
fn what_an_object_had_before_is_not_new() {
    let pod = |images: &[&str]| {
        let each = images.iter().enumerate();
        let all: Vec<_> = { each }
            .map(|(at, image)| json!({"name": format!("c{at}"), "image": image}))
            .collect();
        json!({"metadata": {}, "spec": {"containers": all}})
    };
    let mut asked = review("", "Pod", pod(&["a:1", "b:2", "docker.io/library/c:3"]));
    asked["request"]["operation"] = "UPDATE".into();
    let new = |asked: &Value| -> Vec<String> {
        let review = reviewed(asked).unwrap();
        { review.new_images() }
            .map(|image| image.written.clone())
            .collect()
    };
    assert_eq!(new(&asked).len(), 3);
    // The same image may be written otherwise, and in another container.
    asked["request"]["oldObject"] = pod(&["c:3", "a:1", "b:1"]);
    assert_eq!(new(&asked), ["b:2"]);
}
