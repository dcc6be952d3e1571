//! A policy is loaded or refused, and evaluated within its budget, twice with the same answer.

use super::text;
use holdpoint_rego::{Budget, Policy, RegoError};
use std::num::NonZeroU32;
use std::time::Duration;

pub(crate) fn run(bytes: &[u8]) {
    let source = text(bytes);
    let Ok(policy) = Policy::load(&[("policy.rego", source)]) else {
        return;
    };
    let policy = policy.with_budget(Budget {
        steps: NonZeroU32::MIN.saturating_add(19_999),
        limit: Duration::from_secs(5),
    });
    let input = serde_json::json!({"artifacts": [{"name": "a", "size": 7}], "tags": ["x", "y"]});
    let (first, second) = (policy.evaluate(&input), policy.evaluate(&input));
    // Only what this machine did not finish may come out otherwise: steps are counted, not timed.
    let lasting = |result: &Result<_, RegoError>| {
        result.as_ref().map_or_else(RegoError::is_lasting, |_| true)
    };
    assert!(!lasting(&first) || !lasting(&second) || first == second);
}
