//! A release from its creation on: what is copied, what changes when, and what does not.

use holdpoint_domain::release::{Origin, Release, ReleaseName, Stage};
use serde_json::{Value, json};

use crate::company::{artifact, cleared, company, deploy, digest, draft, grant, sealed, submitted};
use crate::world::{World, person, types};

fn release(world: &mut World, name: &str) -> Release {
    let key = ReleaseName::new(name).unwrap().key();
    if world.state.releases.peek(&key).is_none() {
        world.load(&key);
    }
    let found = world.state.releases.peek(&key).unwrap().clone();
    world.forget();
    found
}

/// March: made from a template, with everything that a release can have.
fn march(world: &mut World) {
    let from = json!({"release": "march", "from": {"template": "monthly"}, "components": ["jobs"],
        "title": sealed("March"), "scope": [{"kind": "feature", "id": "PAY-1"}]});
    world.done("rita", "release.create", from);
    grant(world, "olga", "component-owner", "organisation");
    for (who, name) in [("olga", "api"), ("rita", "web"), ("rita", "jobs")] {
        let artifacts = json!({"release": "march", "artifacts": [artifact(name, "x")]});
        world.done(who, "release.add-artifacts", artifacts);
    }
    for (repository, author) in [("git.example/acme", "dora"), ("git.example/web", "dan")] {
        let to = &digest(repository)[7..47];
        let commits = json!({"release": "march", "repository": repository, "to": to,
            "commits": [{"id": to, "authors": [person(author)]}]});
        world.done("rita", "release.add-commits", commits);
    }
    let notes = json!({"release": "march", "notes": sealed("what is new")});
    world.done("rita", "release.write-notes", notes);
    world.done("rita", "release.submit", json!({"release": "march"}));
    crate::company::approve(world, "oona", "march", "component-owner");
    let told = json!({"release": "march", "item": "support is informed"});
    world.done("sue", "readiness.confirm", told);
}

#[test]
fn an_earlier_release_gives_all_but_approvals_evidence_and_confirmations() {
    let mut world = company();
    march(&mut world);
    let asked = json!({"release": "april", "from": {"release": "march"}});
    let facts = world.done("oona", "release.create", asked);
    facts.iter().for_each(crate::facts::check);
    let (march, april) = (release(&mut world, "march"), release(&mut world, "april"));
    assert_eq!(april.origin, Some(Origin::Release(march.name.clone())));
    assert_eq!(march.approvals.len() + march.readiness.len(), 2);
    let mut makers = march.makers.clone();
    makers.insert(person("oona"));
    // Field by field: what is its own, and nothing else, is otherwise.
    let expected = Release {
        name: april.name.clone(),
        origin: april.origin.clone(),
        stage: Stage::Draft,
        created: april.created,
        creator: crate::world::actor("oona"),
        makers,
        approvals: imbl::Vector::new(),
        readiness: imbl::OrdMap::new(),
        newest: april.newest,
        turned_at: april.turned_at,
        ..march
    };
    assert_eq!(april, expected);
    assert_ne!(april.manifest(), release(&mut world, "march").manifest());
    world.check_folds();
}

#[test]
fn who_made_the_earlier_release_does_not_approve_the_copy() {
    let mut world = company();
    march(&mut world);
    let asked = json!({"release": "april", "from": {"release": "march"}});
    world.done("oona", "release.create", asked);
    world.done("oona", "release.submit", json!({"release": "april"}));
    grant(&mut world, "dan", "component-owner", "organisation");
    for (who, code) in [
        ("dan", "segregation-of-duties"),
        ("olga", "segregation-of-duties"),
    ] {
        let asked = json!({"release": "april", "say": "approve", "role": "component-owner"});
        assert_eq!(world.refused(who, "approval.decide", asked), code, "{who}");
    }
    crate::company::approve(&mut world, "oskar", "april", "component-owner");
}

#[test]
fn what_is_said_is_not_copied() {
    let mut world = company();
    march(&mut world);
    world.done("rita", "release.cancel", json!({"release": "march"}));
    let asked = json!({"release": "april", "from": {"release": "march"}, "title": sealed("April"),
        "scope": [{"kind": "defect", "id": "PAY-2"}]});
    world.done("rita", "release.create", asked);
    let april = release(&mut world, "april");
    let ids: Vec<_> = april.scope.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["PAY-2"]);
    assert_eq!(json!(april.title), sealed("April"));
    for from in [json!({"template": "moon"}), json!({"release": "moon"})] {
        let kind = from.as_object().unwrap().keys().next().unwrap().clone();
        let unknown = json!({"release": "june", "from": from});
        let code = world.refused("rita", "release.create", unknown);
        assert_eq!(code, format!("{kind}-unknown"));
    }
}

#[test]
fn much_to_copy_is_told_in_parts_that_fit() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    for n in 0..45 {
        let to = format!("{n:064x}");
        let commits = json!({"release": "march", "repository": "r".repeat(1000), "from": format!("{:064x}", 9),
            "to": to, "commits": [{"id": to, "authors": [person("dora")]}]});
        world.done("rita", "release.add-commits", commits);
    }
    let asked = json!({"release": "april", "from": {"release": "march"}});
    let facts = world.done("rita", "release.create", asked);
    facts.iter().for_each(crate::facts::check);
    let parts = types(&facts)
        .into_iter()
        .filter(|name| *name == "release.content-copied.v1");
    assert_eq!(parts.count(), 3);
    let (march, april) = (release(&mut world, "march"), release(&mut world, "april"));
    assert_eq!((april.commits.len(), april.commits), (46, march.commits));
}

/// What the organisation asks of names: the component's name, and three numbers.
fn scheme(world: &mut World) {
    let naming = json!([{"kinds": ["file"], "scheme": {"name": "{component}"}}]);
    let settings = json!({"settings": {"timezone": "Europe/Vienna", "naming": naming}});
    world.done("ada", "organisation.apply", json!({"changes": [settings]}));
}

#[test]
fn an_artifact_that_is_off_the_scheme_does_not_get_into_a_release() {
    let mut world = company();
    draft(&mut world, "march", &["api", "web"]);
    scheme(&mut world);
    let artifacts =
        json!({"release": "march", "artifacts": [artifact("api", "y"), artifact("web", "y")]});
    let refusal = world
        .ask("rita", "release.add-artifacts", artifacts)
        .unwrap_err();
    assert_eq!(refusal.code, "artifact-wrong");
    assert!(refusal.message.contains("`api.tar`"), "{}", refusal.message);
    assert_eq!(refusal.reasons.len(), 1);
    assert!(
        refusal.reasons[0].message.contains("`web.tar`"),
        "{refusal:?}"
    );
    // Nor by way of an earlier release, from before there was a scheme.
    let copied = json!({"release": "april", "from": {"release": "march"}});
    assert_eq!(
        world.refused("rita", "release.create", copied),
        "artifact-wrong"
    );
    let named = |kind: &str| {
        let mut named = artifact("api", "y");
        (named["name"], named["kind"]) = (json!("api"), json!(kind));
        named
    };
    let mut other = artifact("api", "y");
    other["kind"] = json!("oci");
    for artifact in [named("file"), other] {
        let asked = json!({"release": "march", "artifacts": [artifact]});
        world.done("rita", "release.add-artifacts", asked);
    }
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
