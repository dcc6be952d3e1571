//! Keys of people, what they sign, and gates that count nothing else.

use holdpoint_domain::gate::{Outcome, Verdict, Wait};
use serde_json::{Value, json};

use crate::company::{approve, company, deploy, digest, draft, sealed, submitted};
use crate::pen::{Passkey, Pen};
use crate::world::{World, person, types};

/// From now on staging counts signed approvals only.
pub fn asks_for_signatures(world: &mut World) {
    let owner = json!({"name": "owner",
        "ask": {"approvals": {"role": "component-owner", "quorum": 1, "signed": true}}});
    let staging =
        json!({"name": "staging", "after": "test", "protected": true, "criteria": [owner]});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"environment": staging}]}),
    );
}

fn before_staging() -> World {
    let mut world = company();
    asks_for_signatures(&mut world);
    submitted(&mut world, "march", &["api"]);
    deploy(&mut world, "march", "test");
    world
}

fn deploys(world: &mut World) -> Result<(), String> {
    let asked = json!({"release": "march", "environment": "staging"});
    let done = world.clone().ask("della", "deployment.deploy", asked);
    done.map(drop)
        .map_err(|refusal| refusal.reasons[0].message.clone())
}

fn missing(unsigned: u32) -> Result<(), String> {
    Err(format!(
        "0 of 1 signed approvals by a `component-owner` for `api`, and {unsigned} without a signature that counts"
    ))
}

#[test]
fn a_gate_that_asks_for_signatures_counts_nothing_else() {
    let mut world = before_staging();
    assert_eq!(deploys(&mut world), missing(0));
    approve(&mut world, "oona", "march", "component-owner");
    assert_eq!(deploys(&mut world), missing(1));
    let pen = Pen::of("oona");
    pen.add(&mut world);
    assert_eq!(deploys(&mut world), missing(1));
    let said = pen.says(&world, "approve", "march", "component-owner");
    let facts = world.done("oona", "approval.decide", said.clone());
    assert_eq!(types(&facts), ["approval.given.v1"]);
    assert_eq!(facts[0].data().unwrap()["signature"], said["signature"]);
    assert_eq!(deploys(&mut world), Ok(()));
    // Said again, signed or not, it adds nothing.
    assert_eq!(world.done("oona", "approval.decide", said), []);
    assert_eq!(approve(&mut world, "oona", "march", "component-owner"), []);
    world.check_folds();
}

#[test]
fn what_was_signed_with_a_key_that_is_removed_counts_no_more() {
    let mut world = before_staging();
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let said = pen.says(&world, "approve", "march", "component-owner");
    world.done("oona", "approval.decide", said);
    let gone = json!({"person": person("oona"), "key": pen.fingerprint()});
    let code = world.refused("dora", "account.remove-key", gone.clone());
    assert_eq!(code, "not-permitted");
    let facts = world.done("oona", "account.remove-key", gone.clone());
    assert_eq!(types(&facts), ["account.key-removed.v1"]);
    assert_eq!(world.done("ada", "account.remove-key", gone), []);
    assert_eq!(deploys(&mut world), missing(1));
    let late = pen.says(&world, "approve", "march", "component-owner");
    assert_eq!(
        world.refused("oona", "approval.decide", late),
        "key-unknown"
    );
    // Not even when it comes back: nobody knows in whose hand it was.
    pen.add(&mut world);
    assert_eq!(deploys(&mut world), missing(1));
    let again = pen.says(&world, "approve", "march", "component-owner");
    world.done("oona", "approval.decide", again);
    assert_eq!(deploys(&mut world), Ok(()));
    world.check_folds();
}

#[test]
fn a_no_counts_however_it_was_said() {
    let mut world = before_staging();
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let said = pen.says(&world, "approve", "march", "component-owner");
    world.done("oona", "approval.decide", said);
    let no = json!({"release": "march", "say": "reject", "role": "component-owner"});
    world.done("olga", "approval.decide", no);
    assert!(deploys(&mut world).unwrap_err().contains("has said no"));
}

#[test]
fn a_key_is_one_persons() {
    let mut world = company();
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let same = json!({"key": {"ssh": pen.line()}, "label": sealed("laptop")});
    assert_eq!(world.done("oona", "account.add-key", same.clone()), []);
    assert_eq!(
        world.refused("olga", "account.add-key", same.clone()),
        "key-of-another"
    );
    let hers = json!({"person": person("olga"), "key": pen.fingerprint()});
    assert_eq!(
        world.refused("olga", "account.remove-key", hers),
        "key-unknown"
    );
    let gone = json!({"person": person("oona"), "key": pen.fingerprint()});
    world.done("oona", "account.remove-key", gone);
    assert_eq!(
        world.refused("olga", "account.add-key", same.clone()),
        "key-of-another"
    );
    assert_eq!(
        world.refused("system", "account.add-key", same.clone()),
        "person-needed"
    );
    assert_eq!(
        world.refused("nobody", "account.add-key", same),
        "not-a-member"
    );
    for number in 0..20 {
        Pen::made_from("olga", &number.to_string()).add(&mut world);
    }
    let more = json!({"key": {"ssh": Pen::of("olga").line()}});
    assert_eq!(
        world.refused("olga", "account.add-key", more),
        "too-many-keys"
    );
    world.check_folds();
}

#[test]
fn a_key_keeps_nothing_of_who_made_it() {
    let mut world = company();
    let key =
        json!({"key": {"ssh": Pen::of("oona").line().replace("somebody", "oona@example.org")}});
    let facts = world.done("oona", "account.add-key", key);
    let data = facts[0].data().unwrap();
    assert!(!data.to_string().contains("example"), "{data}");
    assert!(
        data["key"]["ssh"].as_str().unwrap().starts_with("AAAA"),
        "{data}"
    );
}

/// Arguments of a signed decision, one thing in them changed: where, and to what.
fn changed(said: &Value, place: &str, value: Value) -> Value {
    let mut said = said.clone();
    *said.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = value;
    said
}

#[test]
fn a_signature_is_over_exactly_what_is_decided() {
    let mut world = before_staging();
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let said = pen.says(&world, "approve", "march", "component-owner");
    let code = |world: &mut World, said: Value| world.refused("oona", "approval.decide", said);
    let otherwise = [
        ("/say", json!("reject")),
        ("/signature/payload/organisation", json!("other")),
        ("/signature/payload/release", json!("april")),
        ("/signature/payload/manifest", json!(digest("other"))),
        ("/signature/payload/subjects", json!([])),
        ("/signature/payload/gates", json!({})),
        ("/signature/payload/person", json!(person("olga"))),
        ("/signature/payload/role", json!("sre")),
    ];
    for (place, value) in otherwise {
        let said = changed(&said, place, value);
        assert_eq!(code(&mut world, said), "signed-otherwise", "{place}");
    }
    let seen = changed(
        &said,
        "/signature/payload/seen/root",
        json!(digest("other")),
    );
    assert_eq!(code(&mut world, seen), "signature-wrong");
    let future = changed(&said, "/signature/payload/seen/size", json!(1_000_000));
    assert_eq!(code(&mut world, future), "signed-otherwise-seen");
    let reason = changed(&said, "/signature/payload", {
        let mut payload = said["signature"]["payload"].clone();
        payload["reason"] = json!(digest("why"));
        payload
    });
    assert_eq!(code(&mut world, reason), "reason-unsigned");
    let mut comment = said.clone();
    comment["comment"] = sealed("why");
    assert_eq!(code(&mut world, comment), "reason-unsigned");
    let others = Pen::of("olga");
    others.add(&mut world);
    let mut signed = said.clone();
    let text = pen
        .payload(&world, "approve", "march", "component-owner")
        .text();
    signed["signature"]["proof"] = json!({"ssh": others.sign(&text)});
    assert_eq!(code(&mut world, signed), "key-of-another");
    assert_eq!(
        world.refused("olga", "approval.decide", said),
        "signed-otherwise"
    );
}

#[test]
fn a_gate_that_has_changed_since_has_to_be_looked_at_again() {
    let mut world = before_staging();
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let said = pen.says(&world, "approve", "march", "component-owner");
    let mut production = crate::company::production();
    production["criteria"][1]["ask"]["approvals"]["quorum"] = json!(1);
    let changes = json!({"changes": [{"environment": production}]});
    world.done("ada", "organisation.apply", changes);
    let refusal = world.ask("oona", "approval.decide", said).unwrap_err();
    assert_eq!(
        refusal.message,
        "what was signed has another `gates` than what is decided now"
    );
}

#[test]
fn what_was_taken_back_is_not_sent_again() {
    let mut world = before_staging();
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let said = pen.says(&world, "approve", "march", "component-owner");
    world.done("oona", "approval.decide", said.clone());
    let back = json!({"release": "march", "role": "component-owner"});
    world.done("oona", "approval.withdraw", back);
    assert_eq!(
        world.refused("oona", "approval.decide", said),
        "signature-outdated"
    );
    let again = pen.says(&world, "approve", "march", "component-owner");
    world.done("oona", "approval.decide", again);
    assert_eq!(deploys(&mut world), Ok(()));
    world.check_folds();
}

#[test]
fn what_a_gate_waits_for_says_that_it_has_to_be_signed() {
    let mut world = before_staging();
    let asked = json!({"release": "march", "environment": "staging"});
    let _refused = world.ask("della", "deployment.deploy", asked).unwrap_err();
    let verdict = judged(&world);
    assert_eq!(verdict.verdict, Outcome::Hold);
    let [
        Wait::Approval {
            signed, eligible, ..
        },
    ] = &verdict.criteria[1].waits[..]
    else {
        panic!("{verdict:?}")
    };
    assert!(*signed && eligible.contains(&person("oona")));
}

/// What the gate of staging says about the release.
pub(super) fn judged(world: &World) -> Verdict {
    let release = holdpoint_domain::release::ReleaseName::new("march").unwrap();
    let inputs = holdpoint_domain::gate::Inputs {
        now: world.now,
        position: world.ledger.len() as u64,
        rules: &holdpoint_domain::RuleAnswers::default(),
    };
    let place = holdpoint_domain::environment::EnvironmentName::new("staging").unwrap();
    let release = world.state.releases.peek(&release.key()).unwrap();
    holdpoint_domain::gate::judge(
        &world.state,
        &world.state.environments[&place],
        release,
        &inputs,
    )
    .unwrap()
}

#[test]
fn a_reason_is_signed_with_a_salt_that_can_be_erased() {
    let mut world = before_staging();
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let mut payload = pen.payload(&world, "approve", "march", "component-owner");
    let digest = holdpoint_domain::signing::reason_digest("0123", "looks good");
    assert_eq!(digest, holdpoint_domain::Digest::of(b"0123\nlooks good"));
    payload.reason = Some(digest);
    let mut said = pen.signs(&payload);
    said["comment"] = sealed("looks good");
    said["signature"]["salt"] = sealed("0123");
    world.done("oona", "approval.decide", said);
    assert_eq!(deploys(&mut world), Ok(()));
}

#[test]
fn who_only_drafts_signs_nothing() {
    let mut world = company();
    draft(&mut world, "march", &["api"]);
    let pen = Pen::of("oona");
    pen.add(&mut world);
    let said = pen.says(&world, "approve", "march", "component-owner");
    assert_eq!(
        world.refused("oona", "approval.decide", said),
        "approval-not-asked"
    );
}

const YES: [&str; 3] = ["approve", "march", "component-owner"];

#[test]
fn a_passkey_signs_where_it_was_made_and_nowhere_else() {
    let mut world = before_staging();
    let passkey = Passkey::of("oona");
    passkey.add(&mut world);
    let elsewhere = passkey.says(&world, YES, "https://holdpoint.example.net", 0);
    let refusal = world.ask("oona", "approval.decide", elsewhere).unwrap_err();
    assert_eq!(
        refusal.message,
        "the signature does not hold: the page was at `https://holdpoint.example.net`, and this passkey is for \
         `https://holdpoint.example.org`"
    );
    let said = passkey.says(&world, YES, passkey.origin, 0);
    let mut other = said.clone();
    other["say"] = json!("reject");
    other["signature"]["payload"]["decision"] = json!("reject");
    assert_eq!(
        world.refused("oona", "approval.decide", other),
        "signature-wrong"
    );
    let mut lent = said.clone();
    lent["signature"]["proof"]["passkey"]["key"] = json!(Pen::of("oona").fingerprint());
    assert_eq!(
        world.refused("oona", "approval.decide", lent.clone()),
        "key-unknown"
    );
    Pen::of("oona").add(&mut world);
    let refusal = world.ask("oona", "approval.decide", lent).unwrap_err();
    assert!(
        refusal.message.ends_with("by a key of another kind"),
        "{refusal:?}"
    );
    let facts = world.done("oona", "approval.decide", said);
    assert_eq!(types(&facts), ["approval.given.v1"], "it does not count");
    assert_eq!(deploys(&mut world), Ok(()));
    world.check_folds();
}

#[test]
fn a_passkey_that_counts_never_counts_back() {
    let mut world = before_staging();
    let passkey = Passkey::of("oona");
    passkey.add(&mut world);
    let said = passkey.says(&world, YES, passkey.origin, 7);
    let facts = world.done("oona", "approval.decide", said);
    assert_eq!(types(&facts), ["approval.given.v1", "account.key-used.v1"]);
    let no = ["reject", "march", "component-owner"];
    for count in [0, 3, 7] {
        let said = passkey.says(&world, no, passkey.origin, count);
        assert_eq!(
            world.refused("oona", "approval.decide", said),
            "passkey-behind",
            "{count}"
        );
    }
    let said = passkey.says(&world, no, passkey.origin, 8);
    world.done("oona", "approval.decide", said);
    world.check_folds();
}

#[test]
fn a_passkey_is_for_a_secure_place_with_a_name() {
    for origin in [
        "http://holdpoint.example.org",
        "https://",
        "holdpoint",
        "https://a/b",
        "https://A",
    ] {
        let mut passkey = Passkey::of("oona").key();
        passkey["passkey"]["origin"] = json!(origin);
        let read = serde_json::from_value::<holdpoint_domain::signing::SigningKey>(passkey);
        let why = read.unwrap_err().to_string();
        assert!(why.contains("is no secure origin"), "{origin}: {why}");
    }
    let origin = "http://localhost:8080".to_owned();
    let origin = holdpoint_domain::signing::Origin::try_from(origin).unwrap();
    assert_eq!(origin.site(), "localhost");
}
