//! The program, built as tests need it: once in a run of all stages.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use crate::shell;

static TESTED: AtomicBool = AtomicBool::new(false);

/// The tests have just built it. Their own crates ask for more of some dependencies than the program does alone, so that
/// building it alone would compile nearly everything again.
pub fn built_by_tests() {
    TESTED.store(true, Ordering::Relaxed);
}

/// Builds it, unless the tests have.
pub fn build() -> Result<()> {
    if TESTED.load(Ordering::Relaxed) {
        return Ok(());
    }
    shell::run("cargo", &["build", "--locked", "-p", "holdpoint"])
}
