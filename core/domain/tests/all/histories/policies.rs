//! Generated policies over generated histories: what is done under them would be done without, in the same way.

use std::fmt::Write as _;

use holdpoint_domain::access::policy::DEFAULT;
use holdpoint_domain::access::{Permission, Role};
use holdpoint_domain::{Actor, Command, Decision};

use super::chance::Chance;
use super::tally::Tally;
use super::teller::{PEOPLE, Teller, somebody};
use super::{Named, number, plot, tell_all};
use crate::world::World;

/// What a policy may be about, or everything.
fn scope(chance: &mut Chance) -> String {
    let role = chance.pick(Role::ALL);
    let person = somebody(chance.below(PEOPLE));
    let principal = chance.pick(&[
        "principal".to_owned(),
        format!("principal in Role::\"{role}\""),
        format!("principal == Person::\"{person}\""),
    ]);
    let group = chance.pick(Permission::ALL).group();
    let command = chance.pick(&[
        "release.create",
        "approval.decide",
        "deployment.deploy",
        "waiver.request",
    ]);
    let action = chance.pick(&[
        "action".to_owned(),
        format!("action in Action::\"{group}\""),
        format!("action == Action::\"{command}\""),
    ]);
    let resource = chance.pick(&[
        "resource",
        "resource is Component",
        "resource in Unit::\"payments\"",
        "resource == Component::\"web\"",
        "resource in Organisation::\"organisation\"",
    ]);
    format!("({principal}, {action}, {resource})")
}

fn condition(chance: &mut Chance) -> String {
    let hour = chance.below(24);
    chance.pick(&[
        String::new(),
        "when { context.protected }".to_owned(),
        format!("when {{ context.now.hour < {hour} }}"),
        "when { context.environments.contains(Environment::\"production\") }".to_owned(),
        "unless { context.now.weekday == \"monday\" }".to_owned(),
        "unless { principal in Role::\"release-manager\" }".to_owned(),
    ])
}

/// Policies that forbid and permit at random, beside ones that permit everything or what the roles permit.
fn policies(chance: &mut Chance) -> String {
    let all = "@id(\"all\") permit (principal, action, resource);";
    let mut text = chance.pick(&[all, DEFAULT]).to_owned();
    for id in 0..=chance.below(4) {
        let effect = chance.pick(&["forbid", "forbid", "permit"]);
        let (scope, condition) = (scope(chance), condition(chance));
        writeln!(text, "\n@id(\"{id}\") {effect} {scope} {condition};").unwrap();
    }
    text
}

/// That a command which is done under policies would be done without, and in the same way.
pub fn only_forbid(
    world: &World,
    actor: &Actor,
    command: &Command,
    policies: &str,
    tally: &mut Tally,
) {
    let without = world.clone().decision(actor, command);
    let mut ruled = world.clone();
    ruled.ruled_by(policies);
    match (ruled.decision(actor, command), without) {
        (Decision::Refused(refusal, _), Decision::Accepted(_)) => {
            assert_eq!(refusal.code, "policy-forbids", "{refusal:?}");
            tally.forbidden += 1;
        }
        (Decision::Refused(..), Decision::Refused(..)) => {}
        (with, without) => {
            assert_eq!(with, without, "{policies}");
            tally.left_alone += 1;
        }
    }
}

fn tell(seed: u64) -> Tally {
    let _named = Named(seed);
    let mut teller = Teller::new(seed);
    teller.policies = Some(policies(&mut Chance::new(seed ^ 0x9e37)));
    plot::tell(&mut teller);
    teller.tally
}

#[test]
fn policies_only_ever_forbid_more() {
    let count = number("HOLDPOINT_HISTORIES").unwrap_or(300) / 3;
    let tally = tell_all(0..count, tell);
    println!(
        "{} forbidden, {} left alone",
        tally.forbidden, tally.left_alone
    );
    assert!(
        tally.forbidden > count && tally.left_alone > count,
        "{tally:?}"
    );
}
