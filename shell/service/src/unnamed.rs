//! Who had a say by entries that do not name them: those of older programs for go, no-go, and waivers that were taken back.
//!
//! Whoever is erased is asked for, and what stays of them rests on it, so that none of these may be missed. All entries are looked
//! through once, and from then on only those that are new.

use std::sync::{Mutex, PoisonError};

use holdpoint_domain::Fact;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::ReleaseName;
use holdpoint_engine::{Recorded, View};

use crate::ServiceError;

/// The kinds of entries that did not name who decided.
const KINDS: &[&str] = &["release.decided.", "waiver.revoked."];

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Unnamed(Mutex<Found>);

#[derive(Debug, Default)]
struct Found {
    /// How many entries were looked through.
    seen: u64,
    /// At which position, by whom, about what.
    decisions: Vec<(u64, PersonId, ReleaseName)>,
}

impl Unnamed {
    /// The releases that somebody had a say in by such entries, as of a view.
    pub(crate) fn decided_by(
        &self,
        view: &View,
        person: &PersonId,
    ) -> Result<Vec<ReleaseName>, ServiceError> {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if found.seen < view.size() {
            let entries = view.of_kinds(KINDS, found.seen)?;
            found.decisions.extend(entries.iter().filter_map(decision));
            found.seen = view.size();
        }
        let own = |(position, who, _): &&(u64, PersonId, ReleaseName)| {
            who == person && *position < view.size()
        };
        let decisions = found.decisions.iter().filter(own);
        Ok(decisions.map(|(_, _, release)| release.clone()).collect())
    }
}

/// What an entry decides without naming by whom.
fn decision(entry: &Recorded) -> Option<(u64, PersonId, ReleaseName)> {
    let release = match &entry.fact {
        Fact::ReleaseDecided(event) if event.person.is_none() => &event.release,
        Fact::WaiverRevoked(event) if event.person.is_none() => &event.release,
        _ => return None,
    };
    let person = entry.meta.actor.person()?;
    Some((entry.meta.position, person.clone(), release.clone()))
}
