//! Verdicts that fit into one entry of the ledger.

use super::{Finding, Verdict, refusal};
use crate::kernel::Reason;

/// Bytes of a kept verdict, well below the 65,535 that an entry may have.
const ROOM: usize = 60_000;

/// How many reasons and waits a line has at most, tried in turn.
const STEPS: [usize; 4] = [10, 4, 1, 0];

/// Bytes of a reason's message: a rule, or a name in it, may be as long as it likes.
const LONGEST: usize = 400;

impl Verdict {
    /// As it is kept: with fewer reasons and waits a line where all of them would not fit into an entry.
    pub fn bounded(self) -> Self {
        let mut verdict = self;
        for most in STEPS {
            if size(&verdict) <= ROOM {
                break;
            }
            for line in &mut verdict.criteria {
                shorten(line, most);
            }
        }
        verdict
    }
}

fn size(verdict: &Verdict) -> usize {
    serde_json::to_string(verdict).map_or(usize::MAX, |text| text.len())
}

fn shorten(line: &mut Finding, most: usize) {
    cut(&mut line.reasons, most);
    line.waits.truncate(most);
}

/// Keeps the first reasons, and says how many there were more.
pub(super) fn cut(reasons: &mut Vec<Reason>, most: usize) {
    if reasons.len() > most {
        let kept = most.saturating_sub(1);
        let more = reasons.len() - kept;
        reasons.truncate(kept);
        if most > 0 {
            reasons.push(refusal::and_more(more));
        }
    }
}

/// A message of at most 400 bytes.
pub(super) fn clip(mut reason: Reason) -> Reason {
    if reason.message.len() > LONGEST {
        let end = reason.message.floor_char_boundary(LONGEST - 3);
        reason.message.truncate(end);
        reason.message.push('…');
    }
    reason
}
