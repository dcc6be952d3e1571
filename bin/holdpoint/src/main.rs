//! The `holdpoint` program: the one place where everything is wired.

use std::process::ExitCode;

/// A state that is copied on write allocates a great deal; see `docs/benchmarks.md` for what this saves.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The built-in agent starts this program again to watch over steps, and to bring files to one,
    // and to share its tests.
    holdpoint_agent::supervise_if_asked(std::env::args_os())
        .or_else(|| holdpoint_agent::files_if_asked(std::env::args_os()))
        .or_else(|| holdpoint_tester::tests_if_asked(std::env::args_os()))
        .unwrap_or_else(|| holdpoint_cli::run(std::env::args_os()))
}
