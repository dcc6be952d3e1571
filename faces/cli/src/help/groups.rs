//! The commands in groups.

use std::fmt::Write as _;

use clap::Command;

/// Each group with its commands, in the order in which they are shown.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "Run",
        &[
            "init",
            "apply",
            "serve",
            "demo",
            "backup",
            "restore",
            "doctor",
            "ledger",
            "blobs",
            "witness",
            "agent",
            "completions",
            "man",
        ],
    ),
    (
        "Analyse (no server)",
        &["check", "pipeline", "explain", "log"],
    ),
    (
        "Govern (server or --data)",
        &[
            "release",
            "approve",
            "reject",
            "withdraw",
            "delegate",
            "evidence",
            "contract",
            "gate",
            "readiness",
            "waiver",
            "comment",
            "task",
            "view",
            "settings",
            "cutover",
            "deploy",
            "rollback",
            "abort",
            "deployment",
            "environment",
            "calendar",
            "train",
            "component",
            "unit",
            "team",
            "template",
            "person",
            "import",
            "access",
            "policy",
            "archive",
            "audit",
            "organisation",
            "history",
        ],
    ),
];

/// The groups of the top level, with the names of their commands.
#[must_use]
pub fn grouped_commands() -> &'static [(&'static str, &'static [&'static str])] {
    GROUPS
}

/// Shows the commands of the top level in groups.
pub(crate) fn group(command: Command) -> Command {
    let listing = listing(&command);
    command
        .help_template("{about}\n\n{usage-heading} {usage}\n{after-help}\n\nEverywhere:\n{options}")
        .after_help(listing)
        .subcommand_help_heading("Commands")
}

fn listing(command: &Command) -> String {
    let mut text = String::new();
    for (title, names) in GROUPS {
        let _ = writeln!(text, "{title}:");
        for name in *names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {name:<12}  {about}");
        }
        text.push('\n');
    }
    text.push_str("`holdpoint help COMMAND` says more about one of them.");
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::GROUPS;

    #[test]
    fn a_line_of_the_listing_fits_into_a_terminal() {
        let command = crate::arguments::command();
        for line in super::listing(&command).lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    #[test]
    fn every_command_is_in_one_group() {
        let listed: Vec<_> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let command = crate::arguments::command();
        let known: BTreeSet<_> = command
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), known);
        assert_eq!(listed.len(), known.len(), "one is in two groups");
    }
}
