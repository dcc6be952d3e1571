//! What a step or part spends its time on, by its name, where nothing says it.

use crate::Kind;

/// Words with what they mean. A name means the first row of which it has all words, one after another.
const WORDS: &[(&[&str], Kind)] = &[
    (&["approve"], Kind::Approval),
    (&["approval"], Kind::Approval),
    (&["manual"], Kind::Approval),
    (&["sign", "off"], Kind::Approval),
    (&["queue"], Kind::Queue),
    (&["queued"], Kind::Queue),
    (&["waiting"], Kind::Queue),
    (&["upload"], Kind::Transfer),
    (&["download"], Kind::Transfer),
    (&["checkout"], Kind::Transfer),
    (&["clone"], Kind::Transfer),
    (&["fetch"], Kind::Transfer),
    (&["cache"], Kind::Transfer),
    (&["artifact"], Kind::Transfer),
    (&["artifacts"], Kind::Transfer),
    (&["docker", "push"], Kind::Transfer),
    (&["push", "image"], Kind::Transfer),
    (&["pull", "image"], Kind::Provision),
    (&["set", "up"], Kind::Provision),
    (&["setup"], Kind::Provision),
    (&["provision"], Kind::Provision),
    (&["provisioning"], Kind::Provision),
    (&["initialize", "containers"], Kind::Provision),
    (&["create", "environment"], Kind::Provision),
    (&["prepare", "environment"], Kind::Provision),
    (&["terraform", "apply"], Kind::Provision),
    (&["allocate"], Kind::Provision),
    (&["agent"], Kind::Provision),
    (&["test"], Kind::Test),
    (&["tests"], Kind::Test),
    (&["testing"], Kind::Test),
    (&["spec"], Kind::Test),
    (&["specs"], Kind::Test),
    (&["e2e"], Kind::Test),
    (&["pytest"], Kind::Test),
    (&["nextest"], Kind::Test),
    (&["jest"], Kind::Test),
    (&["rspec"], Kind::Test),
    (&["cypress"], Kind::Test),
    (&["playwright"], Kind::Test),
];

/// The kind that a name speaks of; work, if none.
pub(super) fn kind(name: &str) -> Kind {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let meant = |row: &&(&[&str], Kind)| words.windows(row.0.len()).any(|window| window == row.0);
    WORDS.iter().find(meant).map_or(Kind::Work, |row| row.1)
}
