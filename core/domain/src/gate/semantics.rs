//! Versions of what criteria mean.
//!
//! Whoever changes the meaning of a criterion adds a row: a function of its own for what has changed, and the one
//! before for the rest. Rows that stand are never changed, so that every kept verdict can be judged again by the
//! version that it was judged by.

use super::approvals::Which;
use super::judge::{Answer, Asked, Line};
use super::{
    Ask, approvals, calendar, contracts, custom, evidence, places, planned, readiness, scheme,
    witnessed,
};
use crate::format::FIRST_FORMAT;
use crate::kernel::Need;

/// The newest version of what criteria mean: new verdicts are judged by it.
pub const SEMANTICS: u32 = NEWEST.version;

/// A version of what criteria mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Semantics {
    /// Its number, which verdicts carry.
    pub(super) version: u32,
    /// The first format of the ledger whose programs know it.
    pub(super) format: u32,
    /// Whether it asks what gates ask by themselves.
    pub(super) standing: bool,
    /// What comes of a line.
    pub(super) ask: fn(&Asked<'_>, &Line) -> Result<Answer, Need>,
}

/// The newest version; verdicts on which nothing of it bears are judged by the one before, which older programs know.
pub(super) const NEWEST: Semantics = SECOND;

/// Every version that can be judged by.
pub(super) const ALL: &[Semantics] = &[FIRST, SECOND];

const FIRST: Semantics = Semantics {
    version: 1,
    format: FIRST_FORMAT,
    standing: false,
    ask: first,
};

/// Gates ask the calendar, and whether it is the planned time, by themselves.
const SECOND: Semantics = Semantics {
    version: 2,
    format: 2,
    standing: true,
    ask: second,
};

/// The first version that knows all that these lines ask.
pub(super) fn needed(lines: &[Line]) -> Semantics {
    let standing = lines.iter().any(|line| line.criterion.ask.standing());
    if standing { SECOND } else { FIRST }
}

fn second(asked: &Asked<'_>, line: &Line) -> Result<Answer, Need> {
    match &line.criterion.ask {
        Ask::Calendar {} => Ok(calendar::ask(asked)),
        Ask::Planned {} => Ok(planned::ask(asked)),
        _ => first(asked, line),
    }
}

fn first(asked: &Asked<'_>, line: &Line) -> Result<Answer, Need> {
    Ok(match &line.criterion.ask {
        Ask::Approvals {
            role,
            quorum,
            signed,
            active,
        } => {
            let which = Which {
                signed: *signed,
                active: *active,
            };
            approvals::ask(asked, *role, *quorum, which)
        }
        Ask::Evidence { predicate, require } => evidence::ask(asked, line, predicate, require)?,
        Ask::ArtifactScheme {} => scheme::ask(asked),
        Ask::Readiness { item } => readiness::ask(asked, item),
        Ask::Ran { environment } => places::ask(asked, environment),
        Ask::Witnessed {} => witnessed::ask(asked)?,
        Ask::Contracts {} => contracts::ask(asked, line)?,
        Ask::Rego { policy, title } => custom::ask(asked, policy, title)?,
        // Nobody asked it then.
        Ask::Calendar {} | Ask::Planned {} => Answer::met(),
    })
}

/// The format of the ledger that a verdict by this version needs.
pub(super) fn format(version: u32) -> u32 {
    let known = ALL.iter().find(|known| known.version == version);
    known.map_or(crate::format::KNOWN_FORMAT, |known| known.format)
}
