//! Agents on other hosts: invited, let in once, retired, and invited anew.

use holdpoint_domain::Digest;
use serde_json::{Value, json};

use crate::company::company;
use crate::world::{World, types};

/// When every secret of these stories has expired.
const EXPIRES: &str = "2026-03-10T08:00:00Z";

pub fn secret(number: u8) -> Digest {
    Digest([number; 32])
}

pub fn invited(agent: &str, number: u8) -> Value {
    json!({"agent": agent, "labels": ["build", "linux"], "secret": secret(number), "expires": EXPIRES})
}

pub fn came(agent: &str, number: u8) -> Value {
    json!({"agent": agent, "labels": ["linux"], "secret": secret(number), "key": Digest([number + 100; 32]),
        "host": "build-1.example.com"})
}

/// Everything that happens to agents.
pub fn told() -> World {
    let mut world = company();
    world.done("ada", "agent.invite", invited("build-1", 1));
    world.done("system", "agent.enrol", came("build-1", 1));
    world.done("ada", "agent.invite", invited("build-2", 2));
    world.done("ada", "agent.retire", json!({"agent": "build-2"}));
    world.done("ada", "agent.invite", invited("build-1", 3));
    world.done("system", "agent.enrol", came("build-1", 3));
    world.check_folds();
    world
}

#[test]
fn a_secret_lets_one_host_in_once() {
    let mut world = company();
    world.done("ada", "agent.invite", invited("build-1", 1));
    let enrolled = world.done("system", "agent.enrol", came("build-1", 1));
    assert_eq!(types(&enrolled), ["agent.enrolled.v1"]);
    let again = world.ask("system", "agent.enrol", came("build-1", 1));
    assert_eq!(again.unwrap_err().code, "agent-secret-wrong");
    let other = world.ask("system", "agent.enrol", came("build-9", 1));
    assert_eq!(other.unwrap_err().code, "agent-unknown");
}

#[test]
fn who_changes_settings_invites_and_nobody_else() {
    let mut world = company();
    for who in ["dora", "rita", "aude"] {
        let refused = world.ask(who, "agent.invite", invited("build-1", 1));
        assert_eq!(refused.unwrap_err().code, "not-permitted", "{who}");
    }
    world.done("ada", "agent.invite", invited("build-1", 1));
    let refused = world.ask("ada", "agent.enrol", came("build-1", 1));
    assert!(refused.is_err(), "a host is let in by Holdpoint alone");
    world.done("ada", "agent.retire", json!({"agent": "build-1"}));
    let twice = world.ask("ada", "agent.retire", json!({"agent": "build-1"}));
    assert_eq!(twice.unwrap_err().code, "agent-retired");
    let used = world.ask("system", "agent.enrol", came("build-1", 1));
    assert_eq!(used.unwrap_err().code, "agent-secret-wrong");
}
