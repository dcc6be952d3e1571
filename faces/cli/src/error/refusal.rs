//! Which exit code a refusal has.

use holdpoint_domain::gate::Outcome;

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
pub(super) fn exit(code: &str, verdict: Option<Outcome>) -> Exit {
    if verdict == Some(Outcome::Hold) {
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
    use holdpoint_domain::gate::Outcome;

    use super::exit;
    use crate::exit::Exit;

    #[test]
    fn a_gate_that_holds_is_not_one_that_says_no() {
        let code = "gate-does-not-go";
        assert_eq!(exit(code, Some(Outcome::Hold)), Exit::Hold);
        assert_eq!(exit(code, Some(Outcome::NoGo)), Exit::NoGo);
        assert_eq!(exit(code, None), Exit::NoGo);
    }

    #[test]
    fn what_is_not_there_is_bad_input_and_what_is_forbidden_is_no() {
        assert_eq!(exit("release-unknown", None), Exit::Usage);
        assert_eq!(exit("segregation-of-duties", None), Exit::NoGo);
    }
}
