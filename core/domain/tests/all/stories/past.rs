//! Releases from before: listed, and good for nothing else.

use holdpoint_domain::gate::Outcome;
use holdpoint_domain::release::{ReleaseName, Stage};
use serde_json::{Value, json};

use crate::company::{company, past};
use crate::world::{World, types};

fn stage(world: &mut World, name: &str) -> Option<Stage> {
    let key = ReleaseName::new(name).unwrap().key();
    world.load(&key);
    let found = world.state.releases.peek(&key).map(|found| found.stage);
    world.forget();
    found
}

fn changed(change: impl Fn(&mut Value)) -> Value {
    let mut asked = past(&["old"]);
    change(&mut asked["releases"][0]);
    asked
}

#[test]
fn a_past_release_passes_no_gate_and_takes_no_part() {
    let mut world = company();
    let lax = json!({"name": "lax", "level": "observe"});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"environment": lax}]}),
    );
    let facts = world.done("ada", "release.import", past(&["api-1.0", "api-1.1"]));
    assert_eq!(types(&facts), ["release.imported.v1"; 2]);
    assert_eq!(stage(&mut world, "api-1.0"), Some(Stage::Imported));
    for (who, name, arguments) in [
        (
            "rita",
            "deployment.deploy",
            json!({"release": "api-1.0", "environment": "lax"}),
        ),
        (
            "oona",
            "approval.decide",
            json!({"release": "api-1.0", "say": "approve", "role": "component-owner"}),
        ),
        ("rita", "release.submit", json!({"release": "api-1.0"})),
        ("rita", "release.revise", json!({"release": "api-1.0"})),
        ("rita", "release.cancel", json!({"release": "api-1.0"})),
        (
            "rita",
            "release.set-scope",
            json!({"release": "api-1.0", "scope": []}),
        ),
        (
            "rita",
            "release.decide",
            json!({"release": "api-1.0", "decision": "go", "environment": "lax"}),
        ),
    ] {
        let refusal = world.ask(who, name, arguments).unwrap_err();
        assert!(
            refusal.message.contains("imported") || refusal.verdict == Some(Outcome::NoGo),
            "{name}: {refusal:?}"
        );
    }
    // What comes after it is made from its components, and is a release like any other.
    let from = json!({"release": "api-2.0", "from": {"release": "api-1.1"}});
    world.done("rita", "release.create", from);
    assert_eq!(stage(&mut world, "api-2.0"), Some(Stage::Draft));
    world.check_folds();
}

#[test]
fn what_was_imported_by_mistake_is_taken_back_and_its_name_is_free() {
    let mut world = company();
    world.done("ada", "release.import", past(&["api-1.0"]));
    assert_eq!(
        world.refused("ada", "release.import", past(&["api-1.0"])),
        "release-exists"
    );
    let facts = world.done(
        "ada",
        "release.withdraw-import",
        json!({"releases": ["api-1.0"]}),
    );
    assert_eq!(types(&facts), ["release.import-withdrawn.v1"]);
    assert_eq!(stage(&mut world, "api-1.0"), None);
    world.done(
        "rita",
        "release.create",
        json!({"release": "api-1.0", "components": ["api"]}),
    );
    assert_eq!(
        world.refused(
            "ada",
            "release.withdraw-import",
            json!({"releases": ["api-1.0"]})
        ),
        "release-not-imported"
    );
    world.check_folds();
}

#[test]
fn history_says_what_when_and_from_where() {
    let mut world = company();
    for (asked, code) in [
        (
            changed(|one| one["components"] = json!([])),
            "past-releases-wrong",
        ),
        (
            changed(|one| one["components"] = json!(["moon"])),
            "component-unknown",
        ),
        (
            changed(|one| one["past"]["occurred"] = json!("2031-01-01T00:00:00Z")),
            "past-releases-wrong",
        ),
        (
            changed(|one| one["past"]["source"]["reference"] = json!("")),
            "past-releases-wrong",
        ),
        (
            changed(|one| one["past"]["version"] = json!("1".repeat(501))),
            "past-releases-wrong",
        ),
        (past(&["twin", "twin"]), "release-exists"),
        (past(&["x"; 1001]), "past-releases-wrong"),
    ] {
        assert_eq!(
            world.refused("ada", "release.import", asked.clone()),
            code,
            "{asked}"
        );
    }
}
