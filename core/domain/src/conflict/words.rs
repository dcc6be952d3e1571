//! Conflicts in words.

use super::{Asking, Clash, Conflict, Tie, Why};
use crate::gate::refusal as reasons;
use crate::kernel::Reason;
use crate::window::{Closing, WindowKind};

/// How many components of a chain are named.
const NAMED: usize = 6;

/// Components that depend on one another, for a sentence: `` `web` → `api` ``.
fn chain(tie: &Tie, asking: &Asking<'_>) -> String {
    let Tie::Components(all) = tie else {
        return format!("`{}`", asking.place);
    };
    let name = |name: &crate::catalogue::ComponentName| format!("`{name}`");
    let (Some(last), true) = (all.last(), all.len() > NAMED) else {
        return all.iter().map(name).collect::<Vec<_>>().join(" → ");
    };
    let first: Vec<_> = all.iter().take(NAMED - 2).map(name).collect();
    format!("{} → … → {}", first.join(" → "), name(last))
}

impl Conflict {
    /// In words.
    pub(crate) fn reason(&self, asking: &Asking<'_>) -> Reason {
        let place = asking.place;
        match self {
            Self::Closed(closing) => closed(asking, closing),
            Self::Booked { purpose, span, .. } => reasons::booked(place, purpose, span.until),
            Self::Release(clash) => clash.reason(asking),
            Self::Away { team, span } => reasons::team_away(team, span.until),
        }
    }
}

impl Clash {
    fn reason(&self, asking: &Asking<'_>) -> Reason {
        let (other, place, span) = (&self.release, asking.place, self.span);
        let chain = chain(&self.tie, asking);
        match self.why {
            Why::Planned => reasons::planned_other(other, place, span.from, span.until, chain),
            Why::UnderWay => reasons::under_way(other, place, chain),
            Why::Stabilising => reasons::frozen(place, span.until, other, chain),
            Why::StabilisingThen => reasons::frozen_then(place, other, span.until, chain),
            Why::Ahead => reasons::would_freeze(place, other, span.from, chain),
        }
    }
}

fn closed(asking: &Asking<'_>, closing: &Closing) -> Reason {
    let names = closing.windows.iter().map(|name| format!("`{name}`"));
    let (names, span) = (names.collect::<Vec<_>>().join(", "), closing.span);
    let place = asking.place;
    let (code, message) = match closing.kind {
        WindowKind::Maintenance => (
            "calendar-outside",
            format!(
                "from {} until {} lies outside of {names}",
                span.from, span.until
            ),
        ),
        WindowKind::Blackout | WindowKind::Train => (
            "calendar-blackout",
            format!(
                "{names} closes `{place}` from {} until {}",
                span.from, span.until
            ),
        ),
    };
    Reason {
        code: code.to_owned(),
        message,
        help: String::new(),
    }
}
