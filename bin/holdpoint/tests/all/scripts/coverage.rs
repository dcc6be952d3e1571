//! Every command is in a script, and every script is played.

use std::collections::BTreeSet;

use super::{SCRIPTS, folder, player};

/// The commands that a line runs, as far as their names go.
fn commands<'l>(line: &str, leaves: &'l [String]) -> Vec<&'l str> {
    let parts = line.split("holdpoint ").skip(1);
    parts
        .filter_map(|part| {
            let words: Vec<_> = part.split_whitespace().collect();
            let named = |leaf: &&String| {
                let name: Vec<_> = leaf.split(' ').collect();
                words.starts_with(&name)
            };
            // `delegate end` is not `delegate`.
            leaves
                .iter()
                .filter(named)
                .max_by_key(|leaf| leaf.len())
                .map(String::as_str)
        })
        .collect()
}

#[test]
fn every_command_is_in_a_script() {
    let leaves = holdpoint_cli::leaves();
    assert!(leaves.len() > 70, "{leaves:?}");
    let mut seen = BTreeSet::new();
    for name in SCRIPTS {
        let script = std::fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap();
        for line in script.lines() {
            if let Some((_, command)) = player::command(line) {
                seen.extend(commands(command, &leaves));
            }
        }
    }
    let unseen: Vec<_> = leaves
        .iter()
        .filter(|leaf| !seen.contains(leaf.as_str()))
        .collect();
    assert!(unseen.is_empty(), "no script runs {unseen:?}");
}

#[test]
fn every_script_is_played() {
    let listed: BTreeSet<_> = SCRIPTS.iter().map(|name| format!("{name}.txt")).collect();
    let kept: BTreeSet<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(listed, kept);
}

#[test]
fn a_name_inside_another_is_told_apart() {
    let leaves = ["delegate", "delegate end", "log verify"].map(str::to_owned);
    let run = |line| commands(line, &leaves);
    assert_eq!(run("holdpoint delegate end del_1"), ["delegate end"]);
    assert_eq!(run("holdpoint delegate anna"), ["delegate"]);
    assert_eq!(
        run("holdpoint delegate x && holdpoint log verify"),
        ["delegate", "log verify"]
    );
    assert!(run("echo holdpointless log verify").is_empty());
}
