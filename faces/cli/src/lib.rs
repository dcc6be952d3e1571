//! The command line: parses, calls, prints. It holds no rules.
//!
//! Data goes to standard output and everything else to standard error; the exit code carries the verdict.

mod arguments;
mod client;
mod commands;
mod data;
mod error;
mod exit;
mod files;
mod help;
mod http;
mod installation;
mod moment;
mod output;
mod present;
mod progress;
mod requests;
mod secrets;
mod session;
mod signing;
mod token;

use std::ffi::OsString;
use std::process::ExitCode;

pub use help::{check_line, grouped_commands, leaves, reference};
pub use installation::schema as settings_schema;

/// Runs the program with these arguments, its own name first, and says how to exit.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<_> = arguments.into_iter().collect();
    match arguments::parse(&arguments) {
        Ok((cli, settings)) => finish(session::Session::new(cli.global, settings), cli.command),
        Err(stop) => stop,
    }
}

/// A format in which the command has no answer.
fn unfit(format: output::Format, command: &commands::Command) -> Option<error::Failure> {
    let checks = matches!(command, commands::Command::Check(_));
    if format.is_of_checks() && !checks {
        return Some(error::Failure::of_checks());
    }
    (format.is_of_drawings() && !command.draws()).then(error::Failure::of_drawings)
}

fn finish(
    session: Result<session::Session, (error::Failure, output::Format)>,
    command: commands::Command,
) -> ExitCode {
    use commands::Run as _;
    let (ended, format) = match session {
        Ok(session) => {
            let format = session.format();
            match unfit(format, &command) {
                Some(failure) => (Err(failure), format),
                None => (command.run(&session), format),
            }
        }
        Err((failure, format)) => (Err(failure), format),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output::complain(&failure, format);
            failure.exit.into()
        }
    }
}
