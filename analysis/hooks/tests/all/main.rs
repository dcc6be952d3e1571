//! Requests as the systems send them, written from the fields that they document, and as nobody should take them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod cdevents;
mod github;
mod gitlab;
mod kubernetes;
mod outcome;
mod properties;
mod standard;

use holdpoint_hooks::Mistakes;

/// What is wrong, a mistake a line, without the columns.
pub fn said(mistakes: &Mistakes) -> Vec<String> {
    mistakes.all().iter().map(ToString::to_string).collect()
}

/// Where something is wrong.
pub fn places(mistakes: &Mistakes) -> Vec<String> {
    let at = mistakes.all().iter().map(|mistake| mistake.at.to_string());
    at.map(|at| at.split(',').next().unwrap().replace('`', ""))
        .collect()
}
