//! The one comment, which is kept up to date and goes when nothing is left to be said.

use std::collections::BTreeSet;

use holdpoint_findings::{Fingerprint, comment};
use holdpoint_ports::{ForgeComment, ForgeError, MergeRequest};

use super::marker::{Marker, same};
use super::{Review, Told};

/// Bytes of a marker, and a line break.
const ROOM_FOR_MARKER: usize = 256;

pub(super) fn keep(
    review: &Review<'_>,
    request: &dyn MergeRequest,
    marker: &Marker,
    at_lines: &BTreeSet<Fingerprint>,
) -> Result<Told, ForgeError> {
    let comments = request.comments()?;
    let mut ours = comments.iter().filter(|one| marker.is_summary(&one.body));
    let standing = ours.next();
    // Two jobs that ran at once may both have found none.
    for double in ours.filter(|_| !review.dry) {
        request.withdraw(double)?;
    }
    let report = review.report;
    let silent = report.findings().is_empty() && report.hold.is_none();
    let body = (!silent).then(|| {
        let room = request.longest().saturating_sub(ROOM_FOR_MARKER);
        marker.summary(&comment(report, at_lines, room))
    });
    tell(review, request, standing, body.as_deref())
}

fn tell(
    review: &Review<'_>,
    request: &dyn MergeRequest,
    standing: Option<&ForgeComment>,
    body: Option<&str>,
) -> Result<Told, ForgeError> {
    let (told, done) = match (standing, body) {
        (None, None) => (Told::Nothing, Ok(())),
        (Some(standing), Some(body)) if same(&standing.body, body) => (Told::Kept, Ok(())),
        (_, _) if review.dry => (would(standing, body), Ok(())),
        (None, Some(body)) => (Told::Made, request.comment(body)),
        (Some(standing), None) => (Told::Withdrawn, request.withdraw(standing)),
        (Some(standing), Some(body)) => match request.rewrite(standing, body) {
            // It was another's, or is gone meanwhile.
            Err(ForgeError::Absent(_) | ForgeError::Forbidden(_)) => {
                (Told::Made, request.comment(body))
            }
            done => (Told::Rewritten, done),
        },
    };
    done.map(|()| told)
}

fn would(standing: Option<&ForgeComment>, body: Option<&str>) -> Told {
    match (standing, body) {
        (None, _) => Told::Made,
        (Some(_), None) => Told::Withdrawn,
        (Some(_), Some(_)) => Told::Rewritten,
    }
}
