//! What can be wrong with waivers.

use crate::{Level, Rule};

/// All of it.
pub(crate) static RULES: &[Rule] = &[EXPIRED, UNUSED, MALFORMED];

pub(super) const EXPIRED: Rule = Rule {
    id: "check-waiver-expired",
    level: Level::Error,
    message: "the waiver of `{rule}` for {subject} expired on {expires}; {owner} was to mend it",
    why: "A waiver says until when somebody answers for a finding. After that day the finding counts again, and the waiver itself fails, so that nobody takes it for one that holds.",
    help: "mend what was found; or have the waiver approved again, with a new day and reason",
    example: "rule: api-path-removed\nsubject: GET /pets\nexpires: 2020-01-31",
    aliases: &[],
};

pub(super) const UNUSED: Rule = Rule {
    id: "check-waiver-unused",
    level: Level::Warning,
    message: "the waiver of `{rule}` for {subject} matches no finding",
    why: "A waiver that is kept without need may one day excuse something else that nobody has looked at.",
    help: "remove it; or correct its rule or subject if a finding was meant",
    example: "rule: api-path-removed\nsubject: GET /pets\n# and GET /pets is still there",
    aliases: &[],
};

pub(super) const MALFORMED: Rule = Rule {
    id: "check-waiver-malformed",
    level: Level::Error,
    message: "{what}",
    why: "A waiver that is misread could excuse what nobody has accepted.",
    help: "write `rule`, one of `subject`, `file`, `pointer` and `fingerprint`, and `owner`, `approver`, `reason` and `expires`",
    example: "waivers:\n  - rule: api-path-removed\n    reason: none",
    aliases: &[],
};
