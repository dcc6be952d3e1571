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
pub(super) fn exit(code: &str, message: &str) -> Exit {
    // The gate's refusal says its verdict in its message only.
    if code == "gate-does-not-go" && message.contains(" says hold ") {
        return Exit::Hold;
    }
    let last = code.rsplit('-').next().unwrap_or(code);
    if INPUT.contains(&last) {
        Exit::Usage
    } else {
        Exit::NoGo
    }
}

#[cfg(test)]
mod tests {
    use super::exit;
    use crate::exit::Exit;

    #[test]
    fn a_gate_that_holds_is_not_one_that_says_no() {
        let code = "gate-does-not-go";
        assert_eq!(
            exit(code, "the gate of `production` says hold to release `r`"),
            Exit::Hold
        );
        assert_eq!(
            exit(code, "the gate of `production` says no-go to release `r`"),
            Exit::NoGo
        );
    }

    /// The message that the exit code is read from is still the one that the gate gives.
    #[test]
    fn the_gate_still_says_so() {
        let page = holdpoint_domain::pages().find(|page| page.code == "gate-does-not-go");
        assert!(page.is_some_and(|page| page.message.contains(" says {")));
    }

    #[test]
    fn what_is_not_there_is_bad_input_and_what_is_forbidden_is_no() {
        assert_eq!(exit("release-unknown", ""), Exit::Usage);
        assert_eq!(exit("segregation-of-duties", ""), Exit::NoGo);
    }
}
