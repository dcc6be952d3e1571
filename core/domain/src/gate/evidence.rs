//! The criterion `evidence`: about every artifact, or about the release as a whole.

use super::judge::{Answer, Asked};
use super::{Criterion, Line, Requirement, Wait, refusal};
use crate::evidence::{Dossier, Evidence, Outcome, key, matches};
use crate::kernel::{Digest, Need};

pub(super) fn ask(
    asked: &Asked<'_>,
    line: &Line,
    predicate: &str,
    require: &Requirement,
) -> Result<Answer, Need> {
    let against = |piece: &Evidence, subject: &str| {
        against(asked, &line.criterion, piece, subject, (predicate, require))
    };
    let excused = |piece: &Evidence, subject: &str| match asked.excused(piece, &line.criterion) {
        0 => None,
        count => Some(refusal::findings_waived(count, predicate, subject)),
    };
    // Evidence about the manifest speaks for everything in it, for better and for worse.
    if let Some(whole) = newest(asked, &asked.manifest, predicate)? {
        match against(whole, "the release") {
            None => {
                return Ok(Answer {
                    notes: excused(whole, "the release").into_iter().collect(),
                    ..Answer::met()
                });
            }
            Some(Against::Says(reason)) => return Ok(Answer::refuse(reason)),
            Some(Against::Old(_)) => {}
        }
    }
    let meant = asked.release.artifacts.values().filter(|artifact| {
        line.source
            .strip_prefix("component/")
            .is_none_or(|name| name == artifact.component.as_str())
    });
    let found = meant.map(|artifact| Ok((artifact, newest(asked, &artifact.digest, predicate)?)));
    let mut answer = Answer::met();
    for (artifact, piece) in Need::gather(found)? {
        let wait = || Wait::Evidence {
            predicate: predicate.to_owned(),
            subject: artifact.name.clone(),
            digest: artifact.digest,
        };
        match piece {
            None => {
                let reason = refusal::evidence_missing(predicate, &artifact.name);
                answer.open.push((reason, wait()));
            }
            Some(piece) => match against(piece, &artifact.name) {
                None => answer.notes.extend(excused(piece, &artifact.name)),
                Some(Against::Says(reason)) => answer.against.push(reason),
                Some(Against::Old(reason)) => answer.open.push((reason, wait())),
            },
        }
    }
    Ok(answer)
}

enum Against {
    Says(crate::kernel::Reason),
    Old(crate::kernel::Reason),
}

/// The newest piece about a digest, by when it was produced; the later entry if both were at once.
fn newest<'a>(
    asked: &'a Asked<'_>,
    digest: &Digest,
    predicate: &str,
) -> Result<Option<&'a Evidence>, Need> {
    let dossier = asked.state.evidence.get(&key(digest))?;
    let pieces = dossier.into_iter().flat_map(|Dossier { pieces }| pieces);
    Ok(pieces
        .filter(|piece| matches(predicate, &piece.predicate_type))
        .max_by_key(|piece| (piece.produced, piece.position)))
}

fn against(
    asked: &Asked<'_>,
    criterion: &Criterion,
    piece: &Evidence,
    subject: &str,
    (predicate, require): (&str, &Requirement),
) -> Option<Against> {
    let passed = asked.outcome(piece, criterion) != Outcome::Failed;
    match require {
        Requirement::Present => None,
        Requirement::Passed | Requirement::Fresh { .. } if !passed => {
            Some(Against::Says(refusal::evidence_failed(predicate, subject)))
        }
        Requirement::Passed => None,
        Requirement::Fresh { max_age_hours } => {
            let limit = i64::from(*max_age_hours) * 3_600_000;
            let age = asked
                .inputs
                .now
                .millis()
                .saturating_sub(piece.produced.millis());
            (age > limit)
                .then(|| Against::Old(refusal::evidence_stale(predicate, subject, *max_age_hours)))
        }
    }
}
