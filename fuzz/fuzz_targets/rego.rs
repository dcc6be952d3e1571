//! A policy is loaded or refused, and evaluated within its budget, twice with the same answer.
#![no_main]

use holdpoint_rego::{Budget, Policy, RegoError};
use libfuzzer_sys::fuzz_target;
use std::time::Duration;

fuzz_target!(|source: &str| {
    let Ok(policy) = Policy::load(&[("policy.rego", source)]) else {
        return;
    };
    let policy = policy.with_budget(Budget {
        limit: Duration::from_millis(200),
    });
    let input = serde_json::json!({"artifacts": [{"name": "a", "size": 7}], "tags": ["x", "y"]});
    let (first, second) = (policy.evaluate(&input), policy.evaluate(&input));
    // Near the budget one of them may be stopped.
    let stopped = |result: &Result<_, _>| matches!(result, Err(RegoError::Timeout { .. }));
    assert!(stopped(&first) || stopped(&second) || first == second);
});
