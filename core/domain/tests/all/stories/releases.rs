//! A release from its creation on: what is copied, what changes when, and what does not.

use holdpoint_domain::release::{ReleaseName, Stage};
use serde_json::{Value, json};

use crate::company::{artifact, cleared, company, deploy, digest, draft, submitted};
use crate::world::{World, person, types};

fn release(world: &mut World, name: &str) -> holdpoint_domain::release::Release {
    let key = ReleaseName::new(name).unwrap().key();
    if world.state.releases.peek(&key).is_none() {
        world.load(&key);
    }
    let found = world.state.releases.peek(&key).unwrap().clone();
    world.forget();
    found
}

#[test]
fn a_template_and_an_earlier_release_give_all_but_approvals_and_evidence() {
    let mut world = company();
    let from = json!({"release": "march", "from": {"template": "monthly"}, "components": ["jobs"]});
    world.done("rita", "release.create", from);
    let artifacts = ["api", "web", "jobs"].map(|name| artifact(name, "x"));
    world.done(
        "rita",
        "release.add-artifacts",
        json!({"release": "march", "artifacts": artifacts}),
    );
    world.done("rita", "release.submit", json!({"release": "march"}));
    crate::company::approve(&mut world, "oona", "march", "component-owner");
    let told = json!({"release": "march", "item": "support is informed"});
    world.done("sue", "readiness.confirm", told);
    world.done(
        "rita",
        "release.create",
        json!({"release": "april", "from": {"release": "march"}}),
    );
    let (march, april) = (release(&mut world, "march"), release(&mut world, "april"));
    assert_eq!(april.components, march.components);
    assert_eq!(april.components.len(), 3);
    assert_eq!(april.readiness_asked, march.readiness_asked);
    assert_eq!((march.approvals.len(), march.readiness.len()), (1, 1));
    assert!(april.approvals.is_empty() && april.readiness.is_empty() && april.authors.is_empty());
    assert_ne!(april.manifest(), march.manifest());
    world.done("rita", "release.cancel", json!({"release": "march"}));
    world.done(
        "rita",
        "release.create",
        json!({"release": "may", "from": {"release": "march"}}),
    );
    let unknown = json!({"release": "june", "from": {"template": "moon"}});
    assert_eq!(
        world.refused("rita", "release.create", unknown),
        "template-unknown"
    );
    let unknown = json!({"release": "june", "from": {"release": "moon"}});
    assert_eq!(
        world.refused("rita", "release.create", unknown),
        "release-unknown"
    );
    world.check_folds();
}

#[test]
fn a_release_has_a_name_of_its_own_and_components() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    world.done("rita", "release.cancel", json!({"release": "march"}));
    let same = json!({"release": "march", "components": ["api"]});
    assert_eq!(
        world.refused("rita", "release.create", same),
        "release-exists",
        "not even when it is over"
    );
    assert_eq!(
        world.refused("rita", "release.create", json!({"release": "april"})),
        "release-without-component"
    );
    let moon = json!({"release": "april", "components": ["moon"]});
    assert_eq!(
        world.refused("rita", "release.create", moon),
        "component-unknown"
    );
    for (kind, id) in [
        ("", "x"),
        ("feature", ""),
        ("feature", "two words"),
        ("feature", "\u{1}"),
        ("\"", "x"),
    ] {
        let scope =
            json!({"release": "april", "components": ["api"], "scope": [{"kind": kind, "id": id}]});
        assert_eq!(
            world.refused("rita", "release.create", scope),
            "scope-wrong",
            "{kind}:{id}"
        );
    }
}

#[test]
fn the_largest_scope_fits_into_an_entry() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    let items = |count: usize| -> Vec<Value> {
        let item = |n: usize| json!({"kind": "k".repeat(80), "id": format!("{n:0>80}")});
        (0..count).map(item).collect()
    };
    for fact in world.done(
        "rita",
        "release.set-scope",
        json!({"release": "march", "scope": items(300)}),
    ) {
        crate::facts::check(&fact);
    }
    let more = json!({"release": "march", "scope": items(301)});
    assert_eq!(
        world.refused("rita", "release.set-scope", more),
        "scope-wrong"
    );
}

#[test]
fn a_long_range_of_commits_is_told_in_parts() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    let authors: Vec<_> = ["dora", "dan"].map(person).to_vec();
    let commit = |n: usize| json!({"id": format!("{n:064x}"), "authors": authors});
    let commits: Vec<_> = (0..2000).map(commit).collect();
    let asked = json!({"release": "march", "repository": "r".repeat(1000), "from": format!("{:064x}", 9), "to": format!("{:064x}", 1),
        "commits": commits});
    let facts = world.done("rita", "release.add-commits", asked.clone());
    assert!(facts.len() > 5, "{}", facts.len());
    facts.iter().for_each(crate::facts::check);
    let march = release(&mut world, "march");
    assert_eq!(march.commits.len(), 2);
    assert!(march.authors.contains(&person("dan")));
    assert_eq!(
        world.done("rita", "release.add-commits", asked),
        [],
        "said before"
    );
}

#[test]
fn commits_are_named_and_have_authors() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    let id = &digest("x")[7..47];
    let asked = |to: &str, commits: Value| json!({"release": "march", "repository": "r", "to": to, "commits": commits});
    let many = vec![person("dora"); 17];
    for (asked, code) in [
        (asked(id, json!([])), "commits-wrong"),
        (
            asked("HEAD", json!([{"id": id, "authors": [person("dora")]}])),
            "commits-wrong",
        ),
        (
            asked(id, json!([{"id": "HEAD", "authors": [person("dora")]}])),
            "commits-wrong",
        ),
        (
            asked(id, json!([{"id": id, "authors": []}])),
            "commits-wrong",
        ),
        (
            asked(id, json!([{"id": id, "authors": many}])),
            "commits-wrong",
        ),
        (
            asked(id, json!([{"id": id, "authors": [person("nobody")]}])),
            "person-unknown",
        ),
    ] {
        assert_eq!(world.refused("rita", "release.add-commits", asked), code);
    }
}

#[test]
fn what_was_submitted_stands() {
    let mut world = company();
    let created = json!({"release": "march", "components": ["api", "web"]});
    world.done("rita", "release.create", created);
    let submit = json!({"release": "march"});
    assert_eq!(
        world.refused("rita", "release.submit", submit.clone()),
        "release-empty"
    );
    let one = json!({"release": "march", "artifacts": [artifact("api", "x")]});
    world.done("rita", "release.add-artifacts", one.clone());
    assert_eq!(
        world.refused("rita", "release.submit", submit.clone()),
        "artifact-missing"
    );
    world.done(
        "rita",
        "release.add-artifacts",
        json!({"release": "march", "artifacts": [artifact("web", "x")]}),
    );
    world.done("rita", "release.submit", submit.clone());
    assert_eq!(world.done("rita", "release.submit", submit), []);
    assert_eq!(
        world.refused("rita", "release.add-artifacts", one),
        "release-not-draft"
    );
    let scope = json!({"release": "march", "scope": []});
    assert_eq!(
        world.refused("rita", "release.set-scope", scope),
        "release-not-draft"
    );
    let gone = json!({"release": "march", "artifact": "api.tar"});
    assert_eq!(
        world.refused("rita", "release.remove-artifact", gone.clone()),
        "release-not-draft"
    );
    let notes = json!({"release": "march", "notes": crate::company::sealed("notes")});
    world.done("rita", "release.write-notes", notes);
    world.done("rita", "release.revise", json!({"release": "march"}));
    assert_eq!(
        world.done("rita", "release.revise", json!({"release": "march"})),
        []
    );
    world.done("rita", "release.remove-artifact", gone.clone());
    assert_eq!(
        world.refused("rita", "release.remove-artifact", gone),
        "artifact-unknown"
    );
}

#[test]
fn an_approval_does_not_outlive_the_content_that_it_was_on() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    crate::company::approve(&mut world, "olga", "march", "component-owner");
    world.done("rita", "release.revise", json!({"release": "march"}));
    world.done(
        "rita",
        "release.add-artifacts",
        json!({"release": "march", "artifacts": [artifact("api", "new")]}),
    );
    world.done("rita", "release.submit", json!({"release": "march"}));
    deploy(&mut world, "march", "test");
    let asked = json!({"release": "march", "environment": "staging"});
    let refusal = world.ask("della", "deployment.deploy", asked).unwrap_err();
    assert_eq!(refusal.reasons[0].code, "approval-missing");
}

#[test]
fn a_no_stops_it_and_what_was_tried_out_can_still_be_mended() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    let no = json!({"release": "march", "decision": "no-go"});
    world.done("cora", "release.decide", no.clone());
    assert_eq!(release(&mut world, "march").stage, Stage::Stopped);
    assert_eq!(
        world.refused("cora", "release.decide", no),
        "release-wrong-stage"
    );
    assert_eq!(
        world.refused("rita", "release.submit", json!({"release": "march"})),
        "release-wrong-stage"
    );
    let asked = json!({"release": "march", "environment": "test", "again": true});
    let refusal = world.ask("della", "deployment.deploy", asked).unwrap_err();
    assert_eq!(refusal.reasons[0].code, "release-out-of-play");
    world.done("rita", "release.revise", json!({"release": "march"}));
    world.done("rita", "release.cancel", json!({"release": "march"}));
    assert_eq!(
        world.done("rita", "release.cancel", json!({"release": "march"})),
        []
    );
    assert_eq!(
        world.refused("rita", "release.revise", json!({"release": "march"})),
        "release-wrong-stage"
    );
    world.check_folds();
}

#[test]
fn what_runs_where_it_is_protected_stands() {
    let mut world = company();
    cleared(&mut world, "march", &["api"]);
    for name in ["release.revise", "release.cancel"] {
        assert_eq!(
            world.refused("rita", name, json!({"release": "march"})),
            "release-still-running"
        );
    }
    deploy(&mut world, "march", "production");
    crate::company::finish(&mut world, 1);
    let closed = json!({"release": "march", "decision": "go"});
    assert_eq!(
        world.refused("rita", "release.decide", closed),
        "environment-unknown"
    );
}

#[test]
fn readiness_is_confirmed_by_people_and_only_what_is_asked() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    let item = |text: &str, withdraw: bool| json!({"release": "march", "item": text, "withdraw": withdraw});
    assert_eq!(
        world.refused("sue", "readiness.confirm", item("the moon is full", false)),
        "readiness-not-asked"
    );
    let runbook = "the runbook is current";
    assert_eq!(
        world.refused("sue", "readiness.confirm", item(runbook, true)),
        "readiness-not-confirmed"
    );
    assert_eq!(
        types(&world.done("sue", "readiness.confirm", item(runbook, false))),
        ["readiness.confirmed.v1"]
    );
    assert_eq!(
        release(&mut world, "march").readiness[runbook].person,
        person("sue")
    );
    assert_eq!(
        types(&world.done("sue", "readiness.confirm", item(runbook, true))),
        ["readiness.withdrawn.v1"]
    );
}
