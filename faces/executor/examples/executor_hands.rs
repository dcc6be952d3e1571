//! The least program that hands can start again: it watches over steps and brings files.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os;
    holdpoint_agent::supervise_if_asked(arguments())
        .or_else(|| holdpoint_agent::files_if_asked(arguments()))
        .unwrap_or(ExitCode::FAILURE)
}
