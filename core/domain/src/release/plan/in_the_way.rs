//! That something is in the way of a plan, and when it is clear.

use super::times::{named, next};
use crate::conflict::{Asking, Conflict, next_clear};
use crate::kernel::Refusal;
use crate::release::refusal::{plan_closed, plan_conflicts};
use crate::train::{self, Departure};
use crate::window::Stretch;

/// What is in the way of a plan.
pub(super) struct InTheWay<'a> {
    pub(super) asking: &'a Asking<'a>,
    /// From when until when is planned.
    pub(super) span: Stretch,
    pub(super) found: Vec<Conflict>,
    /// The departure whose scope is frozen, if it is.
    pub(super) frozen: Option<Departure>,
}

impl InTheWay<'_> {
    /// That it cannot be planned; `waived` if a waiver would cover it.
    pub(super) fn refusal(&self, waived: bool) -> Refusal {
        let asking = self.asking;
        let refusal = match (&self.frozen, asking.train) {
            (Some(departure), Some(train)) if self.found.is_empty() => {
                return self.late(train, departure);
            }
            _ => self.refused(),
        };
        let next = self.next();
        let help = match waived {
            true => format!("{next}; a waiver covers it, if you say why: `--despite --reason …`"),
            false => next,
        };
        let reasons = self.found.iter().map(|one| one.reason(asking));
        Refusal {
            help,
            reasons: reasons.collect(),
            ..refusal
        }
    }

    fn refused(&self) -> Refusal {
        let (name, place, span) = (&self.asking.release.name, self.asking.place, self.span);
        let closed = |one: &Conflict| matches!(one, Conflict::Closed(_));
        match self.found.iter().any(closed) {
            true => plan_closed(name, place, span.from, span.until),
            false => plan_conflicts(name, place, span.from, span.until),
        }
    }

    fn late(&self, name: &crate::window::WindowName, departure: &Departure) -> Refusal {
        let state = self.asking.state;
        let since = departure.frozen.unwrap_or(departure.span.from);
        let later = match train::found(state, name) {
            Ok(found) => named(next(self.asking, found, since)),
            Err(unknown) => return unknown,
        };
        train::train_frozen(name, departure.span.from, since, later)
    }

    /// When nothing is in the way.
    fn next(&self) -> String {
        let (asking, span) = (self.asking, self.span);
        let (name, place) = (&asking.release.name, asking.place);
        if let Some(train) = asking.train {
            return format!("`holdpoint release plan {name} {place} --train {train} --next`");
        }
        let length = span.until.millis() - span.from.millis();
        let next = next_clear(asking, span.from, length).map(|next| {
            let from = next.from;
            format!(
                "it is clear from {from} on: `holdpoint release plan {name} {place} --at {from}`"
            )
        });
        next.unwrap_or_else(|| "nothing of that length is clear in five years".to_owned())
    }
}
