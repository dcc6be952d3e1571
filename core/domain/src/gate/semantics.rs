//! Versions of what criteria mean.
//!
//! Whoever changes the meaning of a criterion adds a row: a function of its own for what has changed, and the one
//! before for the rest. Rows that stand are never changed, so that every kept verdict can be judged again by the
//! version that it was judged by.

use super::approvals::Which;
use super::judge::{Answer, Asked, Line};
use super::{
    Ask, approvals, calendar, conflicts, contracts, custom, evidence, places, planned, readiness,
    scheme, witnessed,
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
    /// What gates ask by themselves.
    pub(super) standing: Standing,
    /// What comes of a line.
    pub(super) ask: fn(&Asked<'_>, &Line) -> Result<Answer, Need>,
}

/// What gates ask by themselves, in a version of what criteria mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Nothing.
    Nothing,
    /// Windows, bookings and plans of the release itself.
    Windows,
    /// All conflicts.
    Conflicts,
}

/// The newest version; verdicts on which nothing of it bears are judged by the one before, which older programs know.
pub(super) const NEWEST: Semantics = THIRD;

/// Every version that can be judged by.
pub(super) const ALL: &[Semantics] = &[FIRST, SECOND, THIRD];

const FIRST: Semantics = Semantics {
    version: 1,
    format: FIRST_FORMAT,
    standing: Standing::Nothing,
    ask: first,
};

/// Gates ask the calendar, and whether it is the planned time, by themselves.
const SECOND: Semantics = Semantics {
    version: 2,
    format: 2,
    standing: Standing::Windows,
    ask: second,
};

/// The calendar also asks about other releases, and whether somebody is there.
const THIRD: Semantics = Semantics {
    version: 3,
    format: 2,
    standing: Standing::Conflicts,
    ask: third,
};

/// The first version that knows all that these lines ask.
pub(super) fn needed(lines: &[Line]) -> Semantics {
    let standing = lines.iter().any(|line| line.criterion.ask.standing());
    if standing { THIRD } else { FIRST }
}

fn third(asked: &Asked<'_>, line: &Line) -> Result<Answer, Need> {
    match &line.criterion.ask {
        Ask::Calendar {} => Ok(conflicts::ask(asked)),
        _ => second(asked, line),
    }
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
