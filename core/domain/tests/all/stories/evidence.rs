//! Evidence: about exactly what goes out, the newest counts.

use holdpoint_domain::Refusal;
use serde_json::{Value, json};

use crate::company::{artifact, company, digest, statement, submitted};
use crate::world::{World, types};

/// A company with an environment that asks for evidence, and for nothing else.
fn ready(require: Value) -> World {
    let mut world = company();
    let ask = json!({"evidence": {"predicate": "test-result", "require": require}});
    let lab = json!({"environment": {"name": "lab", "criteria": [{"name": "tests", "ask": ask}]}});
    world.done("ada", "organisation.apply", json!({"changes": [lab]}));
    submitted(&mut world, "march", &["api", "web"]);
    world
}

fn goes(world: &mut World) -> Result<(), Refusal> {
    let asked = json!({"release": "march", "environment": "lab", "again": true});
    world.ask("della", "deployment.deploy", asked).map(drop)
}

fn says(world: &mut World, code: &str) {
    let refusal = goes(world).unwrap_err();
    assert_eq!(refusal.reasons[0].code, code, "{refusal:?}");
}

fn about(world: &mut World, component: &str, outcome: &str, produced: &str) {
    let mut asked = statement("march", component, "march", outcome);
    asked["produced"] = json!(produced);
    asked["blob"] = json!(digest(&format!("{component} {outcome} {produced}")));
    world.done("dora", "evidence.add", asked);
}

#[test]
fn every_artifact_needs_its_own_and_the_newest_counts() {
    let mut world = ready(json!("passed"));
    says(&mut world, "evidence-missing");
    about(&mut world, "api", "passed", "2026-03-01T08:00:00Z");
    says(&mut world, "evidence-missing");
    about(&mut world, "web", "passed", "2026-03-01T08:00:00Z");
    goes(&mut world).unwrap();
    about(&mut world, "web", "failed", "2026-03-01T07:00:00Z");
    goes(&mut world).expect("an older failure is overtaken");
    about(&mut world, "web", "failed", "2026-03-01T09:00:00Z");
    says(&mut world, "evidence-failed");
    about(&mut world, "web", "passed", "2026-03-01T10:00:00Z");
    goes(&mut world).unwrap();
}

#[test]
fn what_is_produced_tomorrow_counts_as_of_now() {
    let mut world = ready(json!({"fresh": {"max_age_hours": 24}}));
    about(&mut world, "api", "passed", "2036-01-01T00:00:00Z");
    about(&mut world, "web", "passed", "2036-01-01T00:00:00Z");
    world.hours(24);
    goes(&mut world).unwrap();
    world.hours(1);
    says(&mut world, "evidence-stale");
}

#[test]
fn what_is_withdrawn_does_not_count() {
    let mut world = ready(json!("passed"));
    about(&mut world, "api", "passed", "2026-03-01T08:00:00Z");
    let facts = world.done(
        "dora",
        "evidence.add",
        statement("march", "web", "march", "passed"),
    );
    let [holdpoint_domain::Fact::EvidenceRecorded(recorded)] = &facts[..] else {
        panic!("{facts:?}")
    };
    let asked = json!({"evidence": recorded.evidence, "subject": recorded.subject.digest});
    goes(&mut world).unwrap();
    world.done("dora", "evidence.withdraw", asked.clone());
    says(&mut world, "evidence-missing");
    assert_eq!(
        world.refused("dora", "evidence.withdraw", asked),
        "evidence-unknown"
    );
    world.check_folds();
}

#[test]
fn evidence_about_the_whole_speaks_for_all_of_it_for_better_and_for_worse() {
    let mut world = ready(json!("passed"));
    let manifest = world.state.releases.iter().next().unwrap().1.manifest();
    let whole = |outcome: &str| {
        json!({"release": "march", "subjects": [{"name": "march", "digest": manifest}],
        "predicate_type": "https://in-toto.io/attestation/test-result/v0.1", "outcome": outcome, "blob": digest(outcome)})
    };
    world.done("dora", "evidence.add", whole("passed"));
    goes(&mut world).unwrap();
    about(&mut world, "api", "passed", "2026-03-01T08:00:00Z");
    about(&mut world, "web", "passed", "2026-03-01T08:00:00Z");
    world.hours(1);
    world.done("dora", "evidence.add", whole("failed"));
    says(&mut world, "evidence-failed");
}

#[test]
fn presence_is_enough_where_no_more_is_asked() {
    let mut world = ready(json!("present"));
    about(&mut world, "api", "failed", "2026-03-01T08:00:00Z");
    about(&mut world, "web", "none", "2026-03-01T08:00:00Z");
    goes(&mut world).unwrap();
}

#[test]
fn a_statement_is_about_this_release_and_bounded() {
    let mut world = ready(json!("passed"));
    let good = statement("march", "api", "march", "passed");
    let with = |field: &str, value: Value| {
        let mut asked = good.clone();
        asked[field] = value;
        asked
    };
    let many: Vec<_> = (0..101)
        .map(|n| json!({"digest": digest(&n.to_string())}))
        .collect();
    for (asked, code) in [
        (
            statement("march", "api", "another build", "passed"),
            "evidence-of-another-release",
        ),
        (with("subjects", json!([])), "evidence-without-subject"),
        (with("subjects", json!(many)), "evidence-subjects-too-many"),
        (
            with("summary", json!({"seconds": 1.5})),
            "evidence-summary-wrong",
        ),
        (
            with("summary", json!({"n": 9_007_199_254_740_993_u64})),
            "evidence-summary-wrong",
        ),
        (
            with("summary", json!("x".repeat(9000))),
            "evidence-summary-wrong",
        ),
        (
            with("predicate_type", json!("x".repeat(1001))),
            "evidence-text-too-long",
        ),
        (
            with("signed_by", json!("x".repeat(1001))),
            "evidence-text-too-long",
        ),
        (
            with(
                "subjects",
                json!([{"name": "x".repeat(1001), "digest": digest("api march")}]),
            ),
            "evidence-text-too-long",
        ),
    ] {
        assert_eq!(world.refused("dora", "evidence.add", asked), code);
    }
    let twice = json!([{"name": "a", "digest": digest("api march")}, {"name": "b", "digest": digest("api march")}]);
    assert_eq!(
        types(&world.done("dora", "evidence.add", with("subjects", twice))),
        ["evidence.recorded.v1"]
    );
    assert_eq!(world.done("dora", "evidence.add", good), [], "said before");
}

#[test]
fn names_follow_the_scheme_of_the_organisation() {
    let mut world = ready(json!("present"));
    let lab = json!({"environment": {"name": "lab", "criteria": [{"name": "names", "ask": {"artifact-scheme": {}}}]}});
    world.done("ada", "organisation.apply", json!({"changes": [lab]}));
    says(&mut world, "scheme-missing");
    let scheme = |name: &str| json!({"settings": {"naming": [{"kinds": ["file"], "scheme": {"name": name}}]}});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [scheme("{unit}-{component}.tar")]}),
    );
    says(&mut world, "artifact-off-scheme");
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [scheme("{component}.tar")]}),
    );
    goes(&mut world).unwrap();
}

#[test]
fn artifacts_are_named_and_bounded() {
    let mut world = company();
    crate::company::draft(&mut world, "march", &["api"]);
    let with = |field: &str, value: Value| {
        let mut one = artifact("api", "x");
        one[field] = value;
        json!({"release": "march", "artifacts": [one]})
    };
    for (asked, code) in [
        (with("name", json!("")), "artifact-wrong"),
        (with("version", json!("1".repeat(1001))), "artifact-wrong"),
        (
            with("size", json!(9_007_199_254_740_993_u64)),
            "artifact-wrong",
        ),
        (with("component", json!("moon")), "not-permitted"),
    ] {
        assert_eq!(world.refused("dan", "release.add-artifacts", asked), code);
    }
    assert_eq!(
        world.refused(
            "dora",
            "release.add-artifacts",
            with("component", json!("moon"))
        ),
        "component-unknown"
    );
}
