//! Findings of the checks that a line rests on, and the waivers that excuse some of them: a check of which all that fails
//! it is excused has passed.

use std::collections::BTreeSet;

use super::judge::Asked;
use super::{Ask, Criterion, Inputs, Line, contracts, lines};
use crate::State;
use crate::contract::Meeting;
use crate::environment::Environment;
use crate::evidence::{Evidence, Outcome, key, matches};
use crate::kernel::{Need, Time};
use crate::release::Release;
use crate::waiver;

/// What a finding is recognised by, of everything that fails a check; nothing if the entry does not say all of it.
fn failing(piece: &Evidence) -> Vec<&str> {
    if !piece.failing.is_empty() {
        return piece.failing.iter().map(String::as_str).collect();
    }
    let of_check = piece
        .summary
        .get("kind")
        .is_some_and(|kind| kind == "check");
    let listed = piece.summary.get("failing").filter(|_| of_check);
    let listed = listed
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten();
    listed.filter_map(serde_json::Value::as_str).collect()
}

/// How many findings are excused, if that is all that speaks against it.
fn excused(
    state: &State,
    (release, place): (&Release, &Environment),
    piece: &Evidence,
    criterion: &Criterion,
    now: Time,
) -> usize {
    if piece.outcome != Outcome::Failed || !criterion.waivable {
        return 0;
    }
    let failing = failing(piece);
    let excused = || waiver::excused(state, &release.name, &place.name, &criterion.name, now);
    let all = !failing.is_empty() && {
        let excused = excused();
        failing.iter().all(|finding| excused.contains(finding))
    };
    if all { failing.len() } else { 0 }
}

/// Whether what a check of two contracts has found is excused in every line of the gate that asks about the two.
#[must_use]
pub fn excuses(
    state: &State,
    place: &Environment,
    release: &Release,
    meeting: &Meeting<'_>,
    piece: &Evidence,
    now: Time,
) -> bool {
    let parties = [meeting.provider.component, meeting.consumer.component];
    let asks = |line: &Line| {
        let only = line.source.strip_prefix("component/");
        let concerns = only.is_none_or(|name| parties.iter().any(|one| one.as_str() == name));
        matches!(line.criterion.ask, Ask::Contracts {}) && concerns
    };
    let mut asking = lines(state, place, release)
        .into_iter()
        .filter(asks)
        .peekable();
    let excused = |line: Line| excused(state, (release, place), piece, &line.criterion, now) > 0;
    asking.peek().is_some() && asking.all(excused)
}

impl Asked<'_> {
    /// What a piece of evidence says to a criterion.
    pub(super) fn outcome(&self, piece: &Evidence, criterion: &Criterion) -> Outcome {
        match self.excused(piece, criterion) {
            0 => piece.outcome,
            _ => Outcome::Passed,
        }
    }

    /// How many findings are excused, if that is all that speaks against it.
    pub(super) fn excused(&self, piece: &Evidence, criterion: &Criterion) -> usize {
        let at = (self.release, self.place);
        excused(self.state, at, piece, criterion, self.inputs.now)
    }
}

/// What fails the checks that a line of a gate rests on.
///
/// # Errors
/// When evidence is not in memory.
pub(crate) fn findings(
    state: &State,
    place: &Environment,
    release: &Release,
    line: &Line,
    inputs: &Inputs<'_>,
) -> Result<BTreeSet<String>, Need> {
    let manifest = release.manifest();
    let asked = Asked {
        state,
        place,
        release,
        manifest,
        inputs,
    };
    let pieces: Vec<&Evidence> = match &line.criterion.ask {
        Ask::Evidence { predicate, .. } => {
            let artifacts = release.artifacts.values().map(|artifact| artifact.digest);
            let about = artifacts.chain([manifest]);
            let dossiers = about.map(|digest| state.evidence.get(&key(&digest)));
            let dossiers = Need::gather(dossiers)?.into_iter().flatten();
            let pieces = dossiers.flat_map(|dossier| &dossier.pieces);
            pieces
                .filter(|piece| matches(predicate, &piece.predicate_type))
                .collect()
        }
        Ask::Contracts {} => contracts::checks(&asked)?,
        _ => Vec::new(),
    };
    let found = pieces.into_iter().flat_map(failing);
    Ok(found.map(ToOwned::to_owned).collect())
}
