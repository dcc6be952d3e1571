//! Go, no-go and waivers that are signed.

use holdpoint_domain::signing::Act;
use holdpoint_domain::waiver::WaiverId;
use serde_json::{Value, json};

use crate::company::{company, sealed, submitted};
use crate::pen::{About, Passkey, Pen};
use crate::world::{World, person, types};

fn about<'a>() -> About<'a> {
    About {
        release: "march",
        environment: None,
        waiver: None,
    }
}

fn no_go(signature: &Value) -> Value {
    json!({"release": "march", "decision": "no-go", "signature": signature})
}

fn submitted_world() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    world
}

#[test]
fn a_no_go_names_who_said_it_and_bears_their_signature() {
    let mut world = submitted_world();
    let pen = Pen::of("rita");
    pen.add(&mut world);
    let signature = pen.states(&world, Act::NoGo, &about());
    let facts = world.done("rita", "release.decide", no_go(&signature));
    assert_eq!(types(&facts), ["release.decided.v1"]);
    let data = facts[0].data().unwrap();
    assert_eq!(data["signature"], signature);
    assert_eq!(data["person"], json!(person("rita")));
    let key = person("rita").key();
    assert!(facts[0].references().contains(&key), "found by who erases");
    world.check_folds();
}

#[test]
fn a_signature_over_another_decision_is_none() {
    let mut world = submitted_world();
    let pen = Pen::of("rita");
    pen.add(&mut world);
    let code = |world: &mut World, asked: Value| world.refused("rita", "release.decide", asked);
    let go = pen.states(&world, Act::Go, &about());
    assert_eq!(code(&mut world, no_go(&go)), "signed-otherwise");
    let mut signature = pen.states(&world, Act::NoGo, &about());
    signature["payload"]["manifest"] = json!(crate::company::digest("other"));
    assert_eq!(code(&mut world, no_go(&signature)), "signed-otherwise");
    // What is signed for approvals is none for this.
    let mut signature = pen.states(&world, Act::NoGo, &about());
    let text = about().statement("rita", &world, Act::NoGo).text();
    signature["proof"] = json!({"ssh": pen.sign(&text)});
    assert_eq!(code(&mut world, no_go(&signature)), "signature-wrong");
    let signature = Pen::made_from("rita", "new").states(&world, Act::NoGo, &about());
    assert_eq!(code(&mut world, no_go(&signature)), "key-unknown");
    let mut asked = no_go(&pen.states(&world, Act::NoGo, &about()));
    asked["reason"] = sealed("why");
    assert_eq!(code(&mut world, asked), "reason-unsigned");
}

#[test]
fn a_no_go_from_before_is_not_sent_again() {
    let mut world = submitted_world();
    let pen = Pen::of("rita");
    pen.add(&mut world);
    let signature = pen.states(&world, Act::NoGo, &about());
    world.done("rita", "release.decide", no_go(&signature));
    let release = json!({"release": "march"});
    world.done("rita", "release.revise", release.clone());
    world.done("rita", "release.submit", release);
    let code = world.refused("rita", "release.decide", no_go(&signature));
    assert_eq!(code, "signature-stale");
    let again = pen.states(&world, Act::NoGo, &about());
    world.done("rita", "release.decide", no_go(&again));
    world.check_folds();
}

/// A waiver that cora has asked for.
fn waiver(world: &mut World) -> WaiverId {
    let asked = json!({"release": "march", "environment": "staging", "criterion": "ran-in-test",
        "reason": sealed("hurry"), "ends": "2026-03-03T08:00:00Z"});
    world.done("cora", "waiver.request", asked);
    let (_, waiver) = world.state.waivers.iter().next().unwrap();
    waiver.id.clone()
}

#[test]
fn waivers_are_granted_and_revoked_under_a_signature() {
    let mut world = submitted_world();
    let waiver = waiver(&mut world);
    let about = About {
        release: "march",
        environment: Some("staging"),
        waiver: Some(waiver.clone()),
    };
    let pen = Pen::of("bea");
    pen.add(&mut world);
    let granted = pen.states(&world, Act::Grant, &about);
    assert_eq!(granted["payload"]["type"], "holdpoint-waiver-v1");
    assert_eq!(granted["payload"]["waiver"]["criterion"], "ran-in-test");
    let asked = |signature: &Value| json!({"waiver": waiver, "signature": signature});
    assert_eq!(
        world.refused("bob", "waiver.approve", asked(&granted)),
        "signed-otherwise"
    );
    let facts = world.done("bea", "waiver.approve", asked(&granted));
    assert_eq!(facts[0].data().unwrap()["signature"], granted);
    assert_eq!(
        world.refused("bea", "waiver.revoke", asked(&granted)),
        "signed-otherwise"
    );
    let passkey = Passkey::of("bea");
    passkey.add(&mut world);
    let revoked = passkey.states(&world, Act::Revoke, &about, 7);
    let facts = world.done("bea", "waiver.revoke", asked(&revoked));
    assert_eq!(types(&facts), ["waiver.revoked.v1", "account.key-used.v1"]);
    assert!(facts[0].references().contains(&person("bea").key()));
    world.check_folds();
}
