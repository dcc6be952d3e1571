//! Which exit code a refusal has.

use crate::exit::Exit;

/// Words at the end of the code of a refusal that is about the input itself.
const INPUT: &[&str] = &[
    "unknown",
    "wrong",
    "malformed",
    "invalid",
    "circular",
    "past",
    "empty",
    "founded",
    "order",
];

/// Refused because the gate holds: 4; because of the input: 3; because a rule says no: 2.
pub(super) fn exit(code: &str) -> Exit {
    if code == "gate-hold" || code.ends_with("-hold") {
        return Exit::Hold;
    }
    let last = code.rsplit('-').next().unwrap_or(code);
    if INPUT.contains(&last) {
        Exit::Usage
    } else {
        Exit::NoGo
    }
}
