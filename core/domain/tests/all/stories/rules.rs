//! Custom rules, and what a gate does with its verdict below `enforce`.

use holdpoint_domain::gate::{self, Judged, Outcome};
use holdpoint_domain::{Digest, Fact, Need, RuleOutcome, State};
use serde_json::{Value, json};

use crate::company::{approvals, company, deploy, draft, submitted};
use crate::world::World;

fn lab(world: &mut World, place: Value) {
    let mut lab = json!({"name": "lab"});
    lab.as_object_mut()
        .unwrap()
        .extend(place.as_object().unwrap().clone());
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"environment": lab}]}),
    );
}

fn refusal(world: &mut World) -> holdpoint_domain::Refusal {
    let asked = json!({"release": "march", "environment": "lab"});
    world.ask("della", "deployment.deploy", asked).unwrap_err()
}

#[test]
fn a_rule_says_what_it_minds() {
    let mut world = company();
    let policy = Digest::of(b"package gate");
    let ask = json!({"rego": {"policy": policy, "title": "no Fridays"}});
    lab(
        &mut world,
        json!({"criteria": [{"name": "friday", "ask": ask}]}),
    );
    submitted(&mut world, "march", &["api"]);
    let says = |passed: bool, messages: &[&str]| {
        let messages = messages.iter().map(|text| (*text).to_owned()).collect();
        Ok(RuleOutcome { passed, messages })
    };
    let found = refusal(&mut world);
    assert_eq!(found.reasons[0].code, "rule-failed", "{found:?}");
    assert!(
        found.message.contains("hold"),
        "no answer is no verdict: {found:?}"
    );
    world
        .rules
        .0
        .insert(policy, says(false, &["it is Friday", "it is late"]));
    let found = refusal(&mut world);
    assert_eq!(
        found.reasons[1].message,
        "rule `no Fridays` says: it is late"
    );
    world.rules.0.insert(policy, says(false, &[]));
    assert_eq!(
        refusal(&mut world).reasons[0].message,
        "rule `no Fridays` says: no"
    );
    world.rules.0.insert(policy, says(true, &["by the way"]));
    deploy(&mut world, "march", "lab");
}

#[test]
fn below_enforce_a_verdict_is_kept_and_does_not_stop() {
    for level in ["observe", "warn"] {
        let mut world = company();
        let ask = json!({"evidence": {"predicate": "sbom"}});
        lab(
            &mut world,
            json!({"level": level, "criteria": [{"name": "sbom", "ask": ask}]}),
        );
        submitted(&mut world, "march", &["api"]);
        let facts = deploy(&mut world, "march", "lab");
        let Fact::GateJudged(judged) = &facts[0] else {
            panic!("{facts:?}")
        };
        assert_eq!(judged.verdict.verdict, Outcome::Hold);
        assert!(judged.verdict.passes);
        assert_eq!(
            judged.verdict.criteria[0].reasons[0].code,
            "evidence-missing"
        );
    }
}

/// A lab that only warns, whose one rule answers so.
fn warned(answer: Result<RuleOutcome, String>) -> (World, Digest) {
    let mut world = company();
    let policy = Digest::of(b"package gate");
    let ask = json!({"rego": {"policy": policy, "title": "calm"}});
    let criteria = json!([{"name": "calm", "ask": ask}]);
    lab(&mut world, json!({"level": "warn", "criteria": criteria}));
    submitted(&mut world, "march", &["api"]);
    world.rules.0.insert(policy, answer);
    (world, policy)
}

fn judged(facts: &[Fact]) -> Judged {
    match &facts[0] {
        Fact::GateJudged(judged) => (**judged).clone(),
        _ => panic!("{facts:?}"),
    }
}

#[test]
fn rules_are_asked_before_the_verdict_and_it_says_when() {
    let passed = RuleOutcome {
        passed: true,
        messages: Vec::new(),
    };
    let (mut world, _) = warned(Ok(passed));
    world.rules_before = 700;
    // The world judges every verdict again, too.
    let judged = judged(&deploy(&mut world, "march", "lab"));
    assert_eq!(judged.verdict.rules_now, Some(world.now.after(-700)));
    assert_eq!(judged.verdict.verdict, Outcome::Go);
    let (mut world, _) = warned(Err("it is wrong".to_owned()));
    let at_once = self::judged(&deploy(&mut world, "march", "lab"));
    assert_eq!(at_once.verdict.rules_now, None, "it was at the same time");
    assert_eq!(at_once.verdict.verdict, Outcome::Hold);
}

#[test]
fn what_the_clock_stopped_once_is_taken_as_it_was_kept() {
    let stopped = "the policy was stopped after 1000 ms, which is no verdict; make it do less, or give it more time";
    for (kept, again) in [(stopped, None), ("it is wrong", Some("it is otherwise"))] {
        let (mut world, policy) = warned(Err(kept.to_owned()));
        let mut before = world.state.clone();
        let judged = judged(&deploy(&mut world, "march", "lab"));
        let mut rules = gate::answers(&judged);
        world
            .rules
            .0
            .insert(policy, Err("it is otherwise".to_owned()));
        let found = loop {
            match gate::replay(&before, &judged, &rules) {
                Ok(found) => break found,
                Err(Need::Rule(question)) => rules.ask(&world.rules, *question).unwrap(),
                Err(Need::Policies(policy)) => panic!("a gate asks no policies: {policy}"),
                // There is no evidence.
                Err(Need::Aggregates(keys)) => {
                    for key in keys {
                        before.adopt(&key, &State::default());
                    }
                }
            }
        };
        let replayed = found.map(|found| found.replayed);
        assert_eq!(replayed.is_some(), again.is_some(), "{replayed:?}");
        assert!(again.is_none_or(|text| replayed.unwrap().contains(text)));
    }
}

#[test]
fn people_are_asked_where_it_is_protected_at_every_level() {
    for level in ["observe", "warn"] {
        let mut world = company();
        let place = json!({"level": level, "protected": true, "criteria": [approvals("owner", "component-owner", 1)]});
        lab(&mut world, place);
        draft(&mut world, "march", &["api"]);
        assert_eq!(refusal(&mut world).reasons[0].code, "release-not-submitted");
        world.done("rita", "release.submit", json!({"release": "march"}));
        assert_eq!(refusal(&mut world).reasons[0].code, "approval-missing");
        crate::company::approve(&mut world, "olga", "march", "component-owner");
        deploy(&mut world, "march", "lab");
    }
}

#[test]
fn a_criterion_named_like_one_of_holdpoints_own_is_enforced_as_well() {
    let mut world = company();
    let place = json!({"level": "warn", "protected": true, "after": "test",
        "criteria": [approvals("ran-in-test", "component-owner", 1)]});
    lab(&mut world, place);
    submitted(&mut world, "march", &["api"]);
    assert_eq!(refusal(&mut world).code, "gate-does-not-go");
}

#[test]
fn components_add_criteria_where_it_is_protected() {
    let mut world = company();
    let api = json!({"component": {"name": "api", "unit": "cards", "criteria": [approvals("sre", "sre", 1)]}});
    world.done("ada", "organisation.apply", json!({"changes": [api]}));
    lab(
        &mut world,
        json!({"protected": true, "criteria": [approvals("owner", "component-owner", 1)]}),
    );
    submitted(&mut world, "march", &["api"]);
    crate::company::approve(&mut world, "olga", "march", "component-owner");
    deploy(&mut world, "march", "test");
    let found = refusal(&mut world);
    assert!(found.reasons[0].message.contains("`sre`"), "{found:?}");
    crate::company::approve(&mut world, "sam", "march", "sre");
    deploy(&mut world, "march", "lab");
}

#[test]
fn a_kept_verdict_fits_into_an_entry_however_much_there_is_to_say() {
    let mut world = company();
    let policies: Vec<_> = (0..20)
        .map(|number: i32| Digest::of(&number.to_be_bytes()))
        .collect();
    let criteria = policies.iter().enumerate().map(|(number, policy)| {
        json!({"name": format!("rule-{number}"), "ask": {"rego": {"policy": policy, "title": "long"}}})
    });
    let asks = (0..5).map(|number| {
        json!({"name": format!("sbom-{number}"), "ask": {"evidence": {"predicate": "sbom"}}})
    });
    let criteria: Vec<_> = criteria.chain(asks).collect();
    lab(&mut world, json!({"level": "warn", "criteria": criteria}));
    let messages = vec!["ü".repeat(2000); 30];
    for policy in policies {
        world.rules.0.insert(
            policy,
            Ok(RuleOutcome {
                passed: false,
                messages: messages.clone(),
            }),
        );
    }
    draft(&mut world, "march", &["api"]);
    let artifacts: Vec<_> = (0..40)
        .map(|number| {
            let mut one = crate::company::artifact("api", "x");
            one["name"] = json!(format!("{number:0>1000}"));
            one
        })
        .collect();
    for one in artifacts {
        world.done(
            "rita",
            "release.add-artifacts",
            json!({"release": "march", "artifacts": [one]}),
        );
    }
    for fact in deploy(&mut world, "march", "lab") {
        crate::facts::check(&fact);
    }
}
