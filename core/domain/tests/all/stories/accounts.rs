//! Nobody holds another person's credential, and whatever is done to accounts is a fact.

use serde_json::{Value, json};

use crate::company::{approve, company, deploy, grant, sealed, submitted};
use crate::world::{World, person, types};

fn act(of: &str, act: Value) -> Value {
    json!({"person": person(of), "act": act})
}

#[test]
fn a_credential_is_taken_by_the_person_alone() {
    let mut world = company();
    let taken = [
        json!({"issue-token": {}}),
        json!({"set-password": {}}),
        json!({"enrol": {"door": "socket"}}),
    ];
    for taken in taken {
        for other in ["ada", "system"] {
            let code = world.refused(other, "account.record", act("rita", taken.clone()));
            assert_eq!(code, "credential-of-another", "{other} {taken}");
        }
        let code = world.refused("dora", "account.record", act("rita", taken.clone()));
        assert_eq!(code, "not-permitted");
        world.done("rita", "account.record", act("rita", taken));
    }
}

#[test]
fn only_administrators_let_others_in_or_lock_them_out() {
    let mut world = company();
    let expires = json!({"expires": "2026-03-04T00:00:00Z"});
    let acts = [
        (
            json!({"issue-enrolment": expires}),
            "account.enrolment-issued.v1",
        ),
        (
            json!({"map-user": {"user": sealed("rita")}}),
            "account.user-mapped.v1",
        ),
        (json!({"revoke-tokens": {}}), "account.tokens-revoked.v1"),
        (json!({"revoke-feeds": {}}), "account.feeds-revoked.v1"),
    ];
    for (what, event) in acts {
        let code = world.refused("dora", "account.record", act("rita", what.clone()));
        assert_eq!(code, "not-permitted");
        let done = world.done("ada", "account.record", act("rita", what));
        assert_eq!(types(&done), [event]);
        assert_eq!(
            done[0].subject().to_string(),
            format!("account/{}", person("rita"))
        );
        assert_eq!(done[0].references(), [person("rita").key()]);
    }
    let own = act("rita", json!({"issue-enrolment": expires}));
    assert_eq!(
        world.refused("rita", "account.record", own),
        "not-permitted"
    );
    let erased = json!({"person": person("rita")});
    world.done("ada", "person.erase", erased);
    let late = act("rita", json!({"issue-enrolment": expires}));
    assert_eq!(
        world.refused("ada", "account.record", late),
        "person-unknown"
    );
}

#[test]
fn failed_log_ins_are_told_by_holdpoint_and_exports_by_who_may() {
    let mut world = company();
    let failed = json!({"person": person("rita"), "method": "password"});
    assert_eq!(
        world.refused("dora", "session.refuse", failed.clone()),
        "not-permitted"
    );
    let done = world.done("system", "session.refuse", failed);
    assert_eq!(
        done[0].subject().to_string(),
        format!("session/{}", person("rita"))
    );
    let stranger = json!({"person": person("nobody-known"), "method": "link"});
    let done = world.done("system", "session.refuse", stranger);
    assert_eq!(
        done[0].subject().to_string(),
        "session/nobody",
        "no id is made up"
    );
    assert_eq!(
        world.refused("dora", "audit.record-export", json!({})),
        "not-permitted"
    );
    let missing = json!({"release": "missing"});
    assert_eq!(
        world.refused("ada", "audit.record-export", missing),
        "release-unknown"
    );
    let done = world.done("ada", "audit.record-export", json!({}));
    assert_eq!(types(&done), ["audit.exported.v1"]);
}

fn let_in(world: &mut World, by: &str, who: &str) {
    let expires = world.now.after(3_600_000);
    let issue = act(who, json!({"issue-enrolment": {"expires": expires}}));
    world.done(by, "account.record", issue);
}

fn decides(world: &mut World, who: &str, role: &str) -> Result<(), String> {
    let asked = json!({"release": "march", "say": "approve", "role": role});
    let facts = world.ask(who, "approval.decide", asked);
    facts.map(drop).map_err(|refusal| refusal.code)
}

const APART: &str = "approval-let-in-of-late";

#[test]
fn who_redeemed_a_code_is_told_with_who_issued_it() {
    let mut world = company();
    let redeemed = json!({"enrol": {"door": "socket", "known_as": person("ada")}});
    let done = world.done("rita", "account.record", act("rita", redeemed.clone()));
    let holdpoint_domain::Fact::Enrolled(nobody) = &done[0] else {
        panic!("{done:?}")
    };
    assert!(nobody.issuers.is_empty());
    let_in(&mut world, "ada", "rita");
    let_in(&mut world, "adam", "rita");
    let_in(&mut world, "ada", "rita");
    let done = world.done("rita", "account.record", act("rita", redeemed));
    let holdpoint_domain::Fact::Enrolled(enrolled) = &done[0] else {
        panic!("{done:?}")
    };
    let mut both = [person("ada"), person("adam")];
    both.sort();
    assert_eq!(enrolled.issuers, both);
    assert_eq!(enrolled.known_as, Some(person("ada")));
    assert!(done[0].references().contains(&person("adam").key()));
    world.check_folds();
}

#[test]
fn who_was_let_in_of_late_approves_nothing_that_the_issuer_made() {
    let mut world = company();
    let_in(&mut world, "adam", "oona");
    let_in(&mut world, "adam", "rita");
    let_in(&mut world, "ada", "olga");
    submitted(&mut world, "march", &["api"]);
    assert_eq!(decides(&mut world, "oona", "component-owner"), Ok(()));
    let_in(&mut world, "adam", "adam");
    grant(&mut world, "adam", "release-manager", "organisation");
    let title = json!({"release": "april", "components": ["api"]});
    world.done("adam", "release.create", title);
    let artifact = crate::company::artifact("api", "april");
    let artifacts = json!({"release": "april", "artifacts": [artifact]});
    world.done("rita", "release.add-artifacts", artifacts);
    world.done("rita", "release.submit", json!({"release": "april"}));
    let asked = json!({"release": "april", "say": "approve", "role": "component-owner"});
    let refused = |world: &mut World, who| world.refused(who, "approval.decide", asked.clone());
    assert_eq!(refused(&mut world, "oona"), APART);
    world.done("olga", "approval.decide", asked.clone());
    world.hours(23);
    assert_eq!(refused(&mut world, "oona"), APART, "a day, not an hour");
    world.hours(1);
    world.done("oona", "approval.decide", asked.clone());
    world.check_folds();
}

#[test]
fn who_was_let_in_and_who_let_them_in_do_not_both_approve() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    let_in(&mut world, "adam", "bea");
    let grants = world.state.grants.values();
    let administers = grants.filter(|grant| grant.person == person("adam"));
    let ids: Vec<_> = administers.map(|grant| grant.id.clone()).collect();
    for id in ids {
        world.done("ada", "access.revoke", json!({"grant": id}));
    }
    grant(&mut world, "adam", "board-member", "organisation");
    assert_eq!(decides(&mut world, "bea", "board-member"), Ok(()));
    let refused = decides(&mut world, "adam", "board-member");
    assert_eq!(refused.unwrap_err(), APART);
    assert_eq!(decides(&mut world, "bob", "board-member"), Ok(()));
}

#[test]
fn who_let_an_approver_in_of_late_does_not_deploy() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    grant(&mut world, "adam", "deployer", "organisation");
    let_in(&mut world, "adam", "oona");
    approve(&mut world, "oona", "march", "component-owner");
    let asked = json!({"release": "march", "environment": "staging"});
    assert_eq!(
        world.refused("adam", "deployment.deploy", asked.clone()),
        APART
    );
    world.done("della", "deployment.deploy", asked);
}
