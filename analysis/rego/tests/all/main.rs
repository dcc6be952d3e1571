//! The crate's tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod budget;
mod functions;
mod load;
mod outcome;

use holdpoint_rego::{Policy, Problem};

/// A policy of one module in the package `p`.
fn policy(body: &str) -> Policy {
    let source = format!("package p\n{body}");
    Policy::load(&[("p.rego", source)]).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn problems(source: &str) -> Vec<Problem> {
    Policy::load(&[("p.rego", source)])
        .err()
        .unwrap_or_else(|| panic!("taken: {source}"))
}
