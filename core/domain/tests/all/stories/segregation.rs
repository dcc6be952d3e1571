//! Nobody both makes, approves and deploys a change, whoever they stand in for.

use holdpoint_domain::Fact;
use serde_json::json;

use crate::company::{approve, artifact, company, deploy, draft, grant, submitted};
use crate::world::{World, person};

fn denied(world: &mut World, who: &str, behalf: Option<&str>, role: &str) -> String {
    let asked = json!({"release": "march", "say": "approve", "role": role, "on_behalf_of": behalf.map(person)});
    world.refused(who, "approval.decide", asked)
}

#[test]
fn authors_makers_deployers_and_administrators_approve_nothing() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    for name in ["dora", "rita", "della", "dan"] {
        grant(&mut world, name, "board-member", "organisation");
    }
    deploy(&mut world, "march", "test");
    for name in ["dora", "rita", "della"] {
        assert_eq!(
            denied(&mut world, name, None, "board-member"),
            "segregation-of-duties",
            "{name}"
        );
    }
    approve(&mut world, "dan", "march", "board-member");
    grant(&mut world, "bob", "administrator", "unit/retail");
    assert_eq!(
        denied(&mut world, "bob", None, "board-member"),
        "segregation-of-duties"
    );
}

#[test]
fn who_adds_the_artifacts_has_made_the_release() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    let artifacts = json!({"release": "march", "artifacts": [artifact("api", "other")]});
    world.done("olga", "release.add-artifacts", artifacts);
    world.done("rita", "release.submit", json!({"release": "march"}));
    assert_eq!(
        denied(&mut world, "olga", None, "component-owner"),
        "segregation-of-duties"
    );
    grant(&mut world, "olga", "deployer", "organisation");
    let asked = json!({"release": "march", "environment": "staging"});
    assert_eq!(
        world.refused("olga", "deployment.deploy", asked),
        "author-deploys"
    );
}

#[test]
fn an_approver_deploys_only_after_taking_it_back() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    approve(&mut world, "sam", "march", "sre");
    let asked = json!({"release": "march", "environment": "test"});
    assert_eq!(
        world.refused("sam", "deployment.deploy", asked.clone()),
        "approver-deploys"
    );
    world.done(
        "sam",
        "approval.withdraw",
        json!({"release": "march", "role": "sre"}),
    );
    world.done("sam", "deployment.deploy", asked);
    assert_eq!(
        denied(&mut world, "sam", None, "sre"),
        "segregation-of-duties"
    );
}

#[test]
fn an_approval_of_what_somebody_made_later_counts_no_more() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    approve(&mut world, "olga", "march", "component-owner");
    world.done("rita", "release.revise", json!({"release": "march"}));
    world.done("rita", "release.submit", json!({"release": "march"}));
    deploy(&mut world, "march", "test");
    deploy(&mut world, "march", "staging");
    let commit = &crate::company::digest("late")[7..47];
    let late = json!({"release": "april", "repository": "r", "to": commit, "commits": [{"id": commit, "authors": [person("olga")]}]});
    draft(&mut world, "april", &["api"]);
    world.done("rita", "release.add-commits", late);
    world.done("rita", "release.submit", json!({"release": "april"}));
    let asked = json!({"release": "april", "say": "reject", "role": "component-owner"});
    assert_eq!(
        world.refused("olga", "approval.decide", asked),
        "segregation-of-duties"
    );
}

#[test]
fn roles_that_decide_nothing_do_not_decide() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    grant(&mut world, "bill", "developer", "organisation");
    for role in ["developer", "deployer", "auditor", "administrator"] {
        assert_eq!(
            denied(&mut world, "bill", None, role),
            "approval-role-not-approving"
        );
    }
    assert_eq!(
        denied(&mut world, "bill", None, "sre"),
        "approval-role-not-held"
    );
    assert_eq!(denied(&mut world, "aude", None, "sre"), "not-permitted");
}

#[test]
fn an_approval_is_on_what_was_seen() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    assert_eq!(
        denied(&mut world, "olga", None, "component-owner"),
        "approval-not-asked"
    );
    world.done("rita", "release.submit", json!({"release": "march"}));
    let mut asked = json!({"release": "march", "say": "approve", "role": "component-owner",
        "manifest": crate::company::digest("something else")});
    assert_eq!(
        world.refused("olga", "approval.decide", asked.clone()),
        "approval-of-another-manifest"
    );
    let (_, release) = world.state.releases.iter().next().unwrap();
    asked["manifest"] = json!(release.manifest());
    world.done("olga", "approval.decide", asked.clone());
    assert_eq!(
        world.done("olga", "approval.decide", asked),
        [],
        "said before"
    );
    asked_for_moon(&mut world);
}

fn asked_for_moon(world: &mut World) {
    let moon = json!({"release": "march", "say": "approve", "role": "component-owner", "environment": "moon"});
    assert_eq!(
        world.refused("olga", "approval.decide", moon),
        "environment-unknown"
    );
    let nothing = json!({"release": "march", "role": "sre"});
    assert_eq!(
        world.refused("sam", "approval.withdraw", nothing),
        "approval-unknown"
    );
}

#[test]
fn one_eligible_no_outweighs_any_yes_until_it_is_taken_back() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    approve(&mut world, "olga", "march", "component-owner");
    let no = json!({"release": "march", "say": "reject", "role": "component-owner"});
    world.done("oona", "approval.decide", no);
    let asked = json!({"release": "march", "environment": "staging"});
    let refusal = world
        .ask("della", "deployment.deploy", asked.clone())
        .unwrap_err();
    assert_eq!(refusal.reasons[0].code, "approval-rejected");
    assert!(refusal.message.contains("no-go"), "{refusal:?}");
    world.done(
        "oona",
        "approval.withdraw",
        json!({"release": "march", "role": "component-owner"}),
    );
    world.done("della", "deployment.deploy", asked);
}

/// What the newest fact says of a refusal: the code, and every environment that it was about.
fn kept(world: &World) -> Option<(String, Vec<String>)> {
    match &world.ledger.last()?.1 {
        Fact::Refused(refused) => {
            let places = std::iter::once(&refused.environment).chain(&refused.further);
            Some((
                refused.code.clone(),
                places.map(ToString::to_string).collect(),
            ))
        }
        _ => None,
    }
}

#[test]
fn a_refused_decision_that_names_no_environment_is_kept_for_all_that_are_protected() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    grant(&mut world, "dora", "component-owner", "organisation");
    let protected = ["production", "staging"].map(str::to_owned).to_vec();
    for say in ["approve", "reject"] {
        let asked = json!({"release": "march", "say": say, "role": "component-owner"});
        world.refused("dora", "approval.decide", asked);
        let author = ("segregation-of-duties".to_owned(), protected.clone());
        assert_eq!(kept(&world), Some(author));
    }
    let no = json!({"release": "march", "decision": "no-go"});
    world.refused("dora", "release.decide", no);
    let stranger = ("not-permitted".to_owned(), protected.clone());
    assert_eq!(kept(&world), Some(stranger.clone()));
    let role = json!({"person": person("dora"), "role": "board-member", "scope": "organisation"});
    world.refused("dora", "access.grant", role);
    assert_eq!(kept(&world), Some(stranger));
    // One that names an environment is about that one, and where nothing is protected nothing is kept.
    for (place, expected) in [("staging", Some("staging")), ("test", None)] {
        let size = world.ledger.len();
        let asked = json!({"release": "march", "say": "approve", "role": "component-owner", "environment": place});
        world.refused("dora", "approval.decide", asked);
        let new = kept(&world).filter(|_| world.ledger.len() > size);
        let places = new.map(|(_, places)| places.join(" "));
        assert_eq!(places.as_deref(), expected);
    }
    let size = world.ledger.len();
    world.refused(
        "dora",
        "approval.decide",
        json!({"release": "moon", "say": "approve", "role": "component-owner"}),
    );
    assert_eq!(
        world.ledger.len(),
        size,
        "a release that there is not is bound for nowhere"
    );
}
