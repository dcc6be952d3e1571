//! A trust policy is read whole or refused with mistakes, and more cosignatures are never worse.

use holdpoint_ledger::policy::TrustPolicy;

pub(crate) fn run(bytes: &[u8]) {
    match TrustPolicy::parse(bytes) {
        Ok(policy) => {
            let all: Vec<usize> = (0..policy.witnesses().len()).collect();
            assert!(policy.satisfied(&all), "all of them are enough");
            let _ = policy.open(bytes);
        }
        Err(mistakes) => assert!(!mistakes.is_empty()),
    }
}
