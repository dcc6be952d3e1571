//! Programs that list tests or run them.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use holdpoint_runners::Invocation;

/// Runs one; what it writes is the log of the step.
pub(super) fn run(invocation: &Invocation) -> io::Result<()> {
    let mut command = prepared(invocation)?;
    command.status().map_err(missing(invocation)).map(drop)
}

/// Runs one that has to go well, and says what it wrote to standard output.
pub(super) fn heard(invocation: &Invocation) -> io::Result<String> {
    let mut command = prepared(invocation)?;
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(missing(invocation))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() || nothing_there(invocation, &output.status) {
        return Ok(text);
    }
    super::report::say(&text);
    let line = invocation.argv.join(" ");
    Err(io::Error::other(format!("`{line}`: {}", output.status)))
}

/// pytest ends with 5 when it found no tests: that is said by its list.
fn nothing_there(invocation: &Invocation, status: &std::process::ExitStatus) -> bool {
    let pytest = invocation.argv.first().is_some_and(|name| name == "pytest");
    pytest && status.code() == Some(5)
}

fn prepared(invocation: &Invocation) -> io::Result<Command> {
    for file in &invocation.files {
        if let Some(folder) = Path::new(&file.path).parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file.path, &file.text)?;
    }
    let (name, arguments) = invocation
        .argv
        .split_first()
        .ok_or_else(|| io::Error::other("the runner has no command"))?;
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::null());
    command.envs(
        invocation
            .environment
            .iter()
            .map(|(name, value)| (name, value)),
    );
    Ok(command)
}

/// What is not there is said by its name.
fn missing(invocation: &Invocation) -> impl FnOnce(io::Error) -> io::Error + '_ {
    move |error| {
        let name = invocation.argv.first().map_or("", String::as_str);
        io::Error::new(error.kind(), format!("`{name}` cannot be started: {error}"))
    }
}
