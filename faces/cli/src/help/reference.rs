//! The reference of the command line, written from the commands themselves.

use std::fmt::Write as _;

use clap::{Arg, Command};

use super::grouped_commands;

/// The reference as Markdown: every command with its arguments. What is checked in must be the same.
#[must_use]
pub fn reference() -> String {
    let mut command = crate::arguments::command();
    command.build();
    let mut text = String::from(
        "# Command line\n\nWritten from the program itself by `cargo xtask update`; do not edit.\n",
    );
    let _ = global(&mut text, &command);
    for (title, names) in grouped_commands() {
        let _ = writeln!(text, "\n## {title}");
        for name in *names {
            if let Some(found) = command.find_subcommand(name) {
                let _ = section(&mut text, found, &format!("holdpoint {name}"));
            }
        }
    }
    text
}

fn global(text: &mut String, command: &Command) -> std::fmt::Result {
    writeln!(text, "\n## Everywhere\n")?;
    let everywhere = command
        .get_arguments()
        .filter(|argument| argument.is_global_set());
    everywhere
        .into_iter()
        .try_for_each(|argument| item(text, argument))
}

fn section(text: &mut String, command: &Command, path: &str) -> std::fmt::Result {
    let below: Vec<_> = command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
        .collect();
    // `holdpoint delegate` does something itself, and has others below it.
    if below.is_empty() || command.is_args_conflicts_with_subcommands_set() {
        leaf(text, command, path)?;
    }
    below
        .iter()
        .try_for_each(|below| section(text, below, &format!("{path} {}", below.get_name())))
}

fn leaf(text: &mut String, command: &Command, path: &str) -> std::fmt::Result {
    let about = command.get_long_about().or(command.get_about());
    writeln!(text, "\n### `{path}`\n")?;
    if let Some(about) = about {
        writeln!(text, "{about}\n")?;
    }
    let usage = command.clone().render_usage().to_string();
    writeln!(text, "```\n{}\n```\n", usage.trim_start_matches("Usage: "))?;
    let own = command
        .get_arguments()
        .filter(|argument| !argument.is_global_set());
    own.filter(|argument| argument.get_id() != "help")
        .try_for_each(|argument| item(text, argument))
}

fn item(text: &mut String, argument: &Arg) -> std::fmt::Result {
    let help = argument.get_long_help().or(argument.get_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let stop = if help.is_empty() || help.ends_with('.') {
        ""
    } else {
        "."
    };
    write!(text, "- `{argument}`: {help}{stop}")?;
    let defaults = argument.get_default_values();
    if let Some(default) = defaults
        .first()
        .filter(|_| argument.get_action().takes_values())
    {
        write!(text, " Default: `{}`.", default.to_string_lossy())?;
    }
    let values: Vec<_> = argument
        .get_possible_values()
        .iter()
        .filter(|_| argument.get_action().takes_values())
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if !values.is_empty() {
        write!(text, " One of {}.", values.join(", "))?;
    }
    if let Some(variable) = argument.get_env() {
        write!(text, " Also `{}`.", variable.to_string_lossy())?;
    }
    writeln!(text)
}
