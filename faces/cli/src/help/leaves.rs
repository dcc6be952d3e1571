//! The commands that do something, and whether a line that somebody wrote down could be one of them.

use clap::Command;

/// The names of all commands that do something, without the program's own.
#[must_use]
pub fn leaves() -> Vec<String> {
    let mut command = crate::arguments::command();
    command.build();
    let mut found = Vec::new();
    below(&command, "", &mut found);
    found
}

fn below(command: &Command, path: &str, found: &mut Vec<String>) {
    let others = command
        .get_subcommands()
        .filter(|one| one.get_name() != "help");
    let mut any = false;
    for one in others {
        any = true;
        let name = format!("{path} {}", one.get_name());
        below(one, name.trim(), found);
    }
    if !any || command.is_args_conflicts_with_subcommands_set() {
        found.push(path.to_owned());
    }
}

/// Checks that the commands and options of a line such as `holdpoint release list --at TIME` exist. Names that
/// stand for others (`RELEASE`, `…`) are taken as they are.
///
/// # Errors
/// Says what does not exist.
pub fn check_line(line: &str) -> Result<(), String> {
    let mut command = crate::arguments::command();
    command.build();
    let mut words = line
        .split_whitespace()
        .skip_while(|word| *word != "holdpoint")
        .skip(1)
        .peekable();
    if words.peek() == Some(&"help") {
        words.next();
    }
    let mut at = &command;
    let mut path = String::from("holdpoint");
    // Options that come first are those of every command.
    let mut options = Vec::new();
    for word in words {
        let found = at.find_subcommand(word).filter(|_| at.has_subcommands());
        match found {
            Some(next) => {
                at = next;
                path = format!("{path} {word}");
            }
            None if word.starts_with("--") => options.push(word),
            // What stands for any command says nothing that could be checked.
            None if word.starts_with('{') && at.has_subcommands() => return Ok(()),
            // A value or a placeholder; but where only a command can stand, it has to be one.
            None if at.is_subcommand_required_set() && options.is_empty() && is_word(word) => {
                return Err(format!("`{path}` has no command `{word}`"));
            }
            None => {}
        }
    }
    let known = |option: &&str| {
        let name = option.trim_start_matches("--");
        let name = name.split(['=', ',', '.', ']']).next().unwrap_or(name);
        name.is_empty()
            || matches!(name, "help" | "version")
            || at.get_arguments().any(|one| {
                let aliases = one.get_all_aliases().unwrap_or_default();
                one.get_long() == Some(name) || aliases.contains(&name)
            })
    };
    match options.iter().find(|option| !known(option)) {
        Some(option) => Err(format!("`{path}` has no option `{option}`")),
        None => Ok(()),
    }
}

/// Whether it is written as commands are, not as a placeholder is.
fn is_word(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{check_line, leaves};

    /// What writes nothing but what it was asked to show, and what runs until it is stopped.
    const WITHOUT: &[&str] = &[
        "serve",
        "demo",
        "completions",
        "man",
        "explain",
        "log",
        "list",
        "show",
        "history",
        "check",
        "verify",
        "doctor",
        "replay",
        "organisation",
        "horizons",
        // What is one's own, and no fact of the ledger.
        "task",
        "view",
        "settings",
        // A code tells nothing but by being redeemed.
        "redeem",
    ];

    #[test]
    fn everything_that_writes_can_be_rehearsed() {
        let mut command = crate::arguments::command();
        command.build();
        for leaf in leaves() {
            let words: Vec<_> = leaf.split(' ').collect();
            let found = words
                .iter()
                .fold(&command, |at, word| at.find_subcommand(word).unwrap());
            let rehearsed = found
                .get_arguments()
                .any(|one| one.get_long() == Some("dry-run"));
            // Checks report on forges.
            let reporting = words.first() == Some(&"check");
            let exempt = words.iter().any(|word| WITHOUT.contains(word))
                && !["task settle", "contract check"].contains(&leaf.as_str())
                && !reporting
                || [
                    // Runs for ever, and writes on its own host only.
                    "agent",
                    "pipeline compare",
                    "gate explain",
                    "gate statuses",
                    "environment bookings",
                    "environment free",
                    "policy ask",
                    "person keys",
                    "access groups",
                    "audit signatures",
                    "evidence findings",
                    "calendar expand",
                    "calendar next-window",
                    "calendar fiscal",
                    "pipeline runs",
                    "pipeline logs",
                    "pipeline tests",
                    "pipeline trace",
                    "pipeline draw",
                    "pipeline split-tests",
                    "pipeline profile",
                ]
                .contains(&leaf.as_str());
            assert!(rehearsed || exempt, "`{leaf}` has no `--dry-run`");
            assert!(!(rehearsed && exempt), "`{leaf}` is no exception");
        }
    }

    #[test]
    fn what_does_not_exist_is_found() {
        for good in [
            "holdpoint",
            "holdpoint release list --at TIME",
            "HOLDPOINT_TOKEN=$X holdpoint --quiet person token anna",
            "holdpoint help gate",
            "holdpoint delegate end ID",
            "holdpoint COMMAND",
        ] {
            assert_eq!(check_line(good), Ok(()), "{good}");
        }
        for wrong in [
            "holdpoint check artifacts",
            "holdpoint approve --undo",
            "holdpoint release explode",
        ] {
            assert!(check_line(wrong).is_err(), "{wrong}");
        }
    }
}
