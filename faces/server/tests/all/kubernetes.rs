//! A cluster asks whether it may take what somebody brings.

use serde_json::{Value, json};

use crate::world::World;

const FIRST: &str = "sha256:0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427";
const OTHER: &str = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

fn pods(images: &[&str]) -> Value {
    let containers = images.iter().enumerate();
    let containers =
        containers.map(|(at, image)| json!({ "name": format!("c{at}"), "image": image }));
    let containers: Vec<_> = containers.collect();
    json!({ "metadata": { "name": "till" }, "spec": { "template": { "spec": { "containers": containers } } } })
}

/// What an API server sends before it creates a deployment with these images.
pub(crate) fn review(images: &[&str]) -> Value {
    json!({
        "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
        "request": {
            "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind": { "group": "apps", "version": "v1", "kind": "Deployment" },
            "resource": { "group": "apps", "version": "v1", "resource": "deployments" },
            "name": "till", "namespace": "live", "operation": "CREATE",
            "userInfo": { "username": "system:serviceaccount:argocd:argocd" },
            "object": pods(images), "oldObject": null, "dryRun": false,
        },
    })
}

fn image(digest: &str) -> String {
    format!("registry.example.org/till:2@{digest}")
}

/// A gate of that level, which asks for tests, and a release that has none.
fn shop(level: &str) -> World {
    let world = World::new();
    let criteria = json!([{ "name": "tests", "ask": { "evidence": { "predicate": "junit", "require": "passed" } } }]);
    apply(&world, level, criteria);
    let manager = world.hire("mara", Some("release-manager"), None);
    let send = |command: &str, arguments: Value| {
        let command = world.command(command, arguments);
        world.post(&manager, "/api/v1/commands", &command).is(200);
    };
    send(
        "release.create",
        json!({ "release": "till-2", "components": ["till"] }),
    );
    let artifact = json!({ "component": "till", "name": "till", "digest": FIRST });
    send(
        "release.add-artifacts",
        json!({ "release": "till-2", "artifacts": [artifact] }),
    );
    send("release.submit", json!({ "release": "till-2" }));
    world
}

fn apply(world: &World, level: &str, criteria: Value) {
    let live = json!({ "environment": { "name": "live", "level": level, "criteria": criteria } });
    let command = world.command("organisation.apply", json!({ "changes": [live] }));
    world
        .post(&world.admin, "/api/v1/commands", &command)
        .is(200);
}

fn asked(world: &World, path: &str, review: &Value) -> Value {
    let path = format!("/api/v1/hooks/kubernetes/{path}");
    let answer = world.post(&world.admin, &path, review).is(200).json();
    assert_eq!(answer["kind"], "AdmissionReview");
    assert_eq!(answer["response"]["uid"], review["request"]["uid"]);
    answer["response"].clone()
}

fn brought(world: &World, path: &str, images: &[&str]) -> Value {
    asked(world, path, &review(images))
}

const STANDS: [&str; 2] = [
    "the gate of `live` says hold to release `till-2`: see `holdpoint gate explain till-2 live`",
    "tests: there is no `junit` evidence about `till`",
];

#[test]
fn what_the_gate_holds_does_not_get_into_the_cluster() {
    let world = shop("enforce");
    let before = world.size();
    let said = brought(&world, "live", &[&image(FIRST), &image(FIRST)]);
    assert_eq!(said["allowed"], json!(false));
    assert_eq!(said["status"]["code"], json!(403));
    let message = said["status"]["message"].as_str().unwrap();
    let start = STANDS.join("; ");
    assert!(message.starts_with(&start), "{message}");
    assert_eq!(message.matches("says hold").count(), 1, "{message}");
    assert_eq!(world.size(), before);
    // Nothing stands against it any more.
    apply(&world, "enforce", json!([]));
    let said = brought(&world, "live?timeout=5s", &[&image(FIRST)]);
    assert_eq!(said, json!({ "uid": said["uid"], "allowed": true }));
}

#[test]
fn below_enforce_it_happens_and_is_said() {
    for (level, warned) in [("warn", true), ("observe", false)] {
        let world = shop(level);
        let said = brought(&world, "live", &[&image(FIRST), &image(OTHER)]);
        assert_eq!(said["allowed"], json!(true), "{level}");
        assert_eq!(said["warnings"].is_array(), warned, "{level}: {said}");
        let audit = said["auditAnnotations"]["would-have-stopped"]
            .as_str()
            .unwrap();
        assert!(
            audit.contains(STANDS[0]) && audit.contains("no open release carries"),
            "{audit}"
        );
    }
}

#[test]
fn the_level_or_the_address_says_what_becomes_of_images_of_no_release() {
    let world = shop("enforce");
    let stranger = [image(OTHER)];
    let stranger: Vec<_> = stranger.iter().map(String::as_str).collect();
    let said = brought(&world, "live", &stranger);
    assert_eq!(said["allowed"], json!(false));
    let message = said["status"]["message"].as_str().unwrap();
    let start = format!(
        "no open release carries the image `{}` of `c0`",
        stranger[0]
    );
    assert!(message.starts_with(&start), "{message}");
    assert_eq!(
        brought(&world, "live/allow", &stranger)["allowed"],
        json!(true)
    );
    // A tag says nothing: who moves it moves what runs.
    let said = brought(&world, "live", &["registry.example.org/till:2"]);
    assert!(
        said["status"]["message"]
            .as_str()
            .unwrap()
            .contains("says no SHA-256 digest")
    );
    let other = shop("observe");
    assert_eq!(brought(&other, "live", &stranger)["allowed"], json!(true));
    assert_eq!(
        brought(&other, "live/deny", &stranger)["allowed"],
        json!(false)
    );
    // What the address allows the gate may still hold.
    assert_eq!(
        brought(&world, "live/allow", &[&image(FIRST)])["allowed"],
        json!(false)
    );
    world
        .post(
            &world.admin,
            "/api/v1/hooks/kubernetes/live/perhaps",
            &review(&[]),
        )
        .is(400);
}

#[test]
fn what_was_there_before_is_not_asked_about() {
    let world = shop("enforce");
    let mut again = review(&[&image(FIRST)]);
    again["request"]["operation"] = "UPDATE".into();
    again["request"]["oldObject"] = pods(&[&image(FIRST)]);
    assert_eq!(asked(&world, "live", &again)["allowed"], json!(true));
    again["request"]["oldObject"] = pods(&[&image(OTHER)]);
    assert_eq!(asked(&world, "live", &again)["allowed"], json!(false));
    let mut gone = review(&[]);
    gone["request"]["operation"] = "DELETE".into();
    gone["request"]["object"] = Value::Null;
    gone["request"]["oldObject"] = pods(&[&image(OTHER)]);
    assert_eq!(asked(&world, "live", &gone)["allowed"], json!(true));
}

#[test]
fn what_runs_there_may_be_created_again() {
    let world = shop("observe");
    let deployer = world.hire("dora", Some("deployer"), None);
    let deploy = json!({ "release": "till-2", "environment": "live" });
    let deploy = world.command("deployment.deploy", deploy);
    world.post(&deployer, "/api/v1/commands", &deploy).is(200);
    let criteria = json!([{ "name": "tests", "ask": { "evidence": { "predicate": "junit", "require": "passed" } } }]);
    apply(&world, "enforce", criteria);
    // A node breaks: the same pods come again, whatever the gate would say of a deployment now.
    assert_eq!(
        brought(&world, "live", &[&image(FIRST)])["allowed"],
        json!(true)
    );
}

#[test]
fn what_cannot_be_judged_is_an_error_and_no_answer() {
    let world = shop("enforce");
    let path = "/api/v1/hooks/kubernetes/live";
    let nowhere = world.post(&world.admin, "/api/v1/hooks/kubernetes/lives", &review(&[]));
    assert_eq!(
        nowhere.is(404).json()["title"],
        "there is no environment `lives`"
    );
    let mut old = review(&[]);
    old["apiVersion"] = "admission.k8s.io/v1beta1".into();
    let old = world.post(&world.admin, path, &old).is(400).json();
    let said = old["title"].as_str().unwrap();
    assert!(
        said.contains("`/apiVersion`") && said.contains("admissionReviewVersions"),
        "{said}"
    );
    let nobody = world.hire("nobody", None, None);
    world.post(&nobody, path, &review(&[])).is(409);
    world.post("hpt_wrong", path, &review(&[])).is(401);
}

#[test]
fn the_manifest_asks_at_an_address_that_answers() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../integrations/kubernetes/webhook.yaml");
    let text = std::fs::read_to_string(file).unwrap();
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("url: "));
    let (_, path) = line.unwrap().split_once("example.org").unwrap();
    let world = shop("enforce");
    let path = path.replace("production", "live");
    let answer = world.post(&world.admin, &path, &review(&[&image(FIRST)]));
    assert_eq!(answer.is(200).json()["response"]["allowed"], json!(false));
}
