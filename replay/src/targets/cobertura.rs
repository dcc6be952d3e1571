//! A Cobertura report holds what a tracefile holds.

use holdpoint_coverage::Report;

pub(crate) fn run(bytes: &[u8]) {
    super::lcov::held(bytes, Report::read_cobertura);
}
