//! What is in the way of a move, and when nothing is: the command itself is asked, and nothing is done.

use holdpoint_domain::window::Stretch;
use holdpoint_domain::{Reason, Refusal, Time};
use holdpoint_service::ServiceError;

use super::subject::Subject;
use super::told;
use crate::desk::Desk;

/// How often the next clear time may itself be refused before none is offered.
const HOPS: usize = 4;

/// What would come of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) span: Stretch,
    /// What is in the way, as sentences; nothing if it is clear.
    pub(super) reasons: Vec<String>,
    /// The next time of that length that is clear.
    pub(super) next: Option<Stretch>,
}

impl Verdict {
    pub(super) fn clear(&self) -> bool {
        self.reasons.is_empty()
    }
}

pub(super) fn verdict(
    desk: &Desk<'_>,
    subject: &Subject,
    span: Stretch,
) -> Result<Verdict, ServiceError> {
    let refused = rehearsed(desk, subject, span)?;
    Ok(Verdict {
        span,
        reasons: refused.as_ref().map_or_else(Vec::new, |it| said(desk, it)),
        next: match refused {
            None => None,
            Some(refusal) => next(desk, subject, span, refusal)?,
        },
    })
}

/// Why it would not be done; none if it would.
fn rehearsed(
    desk: &Desk<'_>,
    subject: &Subject,
    span: Stretch,
) -> Result<Option<Refusal>, ServiceError> {
    match desk.visit.rehearse_here(subject.request(span, None)) {
        Ok(()) => Ok(None),
        Err(ServiceError::Refused(refusal)) => Ok(Some(refusal)),
        Err(other) => Err(other),
    }
}

/// What stands in the way; the refusal itself where it gives no reasons.
fn said(desk: &Desk<'_>, refusal: &Refusal) -> Vec<String> {
    let own = || Reason {
        code: refusal.code.clone(),
        message: refusal.message.clone(),
        help: String::new(),
    };
    match refusal.reasons.as_slice() {
        [] => vec![told::said(desk, &own())],
        reasons => reasons.iter().map(|one| told::said(desk, one)).collect(),
    }
}

/// The next clear time that a refusal names, if it is one: it is asked again, as others may be in the way then.
fn next(
    desk: &Desk<'_>,
    subject: &Subject,
    span: Stretch,
    refusal: Refusal,
) -> Result<Option<Stretch>, ServiceError> {
    let length = span.until.millis() - span.from.millis();
    let (mut after, mut refusal) = (span.from, refusal);
    for _ in 0..HOPS {
        let Some(from) = told::moments(&refusal.help).find(|time| *time > after) else {
            return Ok(None);
        };
        let there = Stretch {
            from,
            until: from.after(length),
        };
        match rehearsed(desk, subject, there)? {
            None => return Ok(Some(there)),
            Some(again) => (after, refusal) = (from, again),
        }
    }
    Ok(None)
}

/// As the page has a span of time: the day once if it is one.
pub(super) fn between(desk: &Desk<'_>, span: Stretch) -> String {
    let field = |time: Time| desk.reading.field(time);
    let (first, last) = (field(span.from), field(span.until));
    let from = told::at(desk, span.from);
    match (first.split_once('T'), last.split_once('T')) {
        (Some((first, _)), Some((last, clock))) if first == last => format!("{from} – {clock}"),
        _ => format!("{from} – {}", told::at(desk, span.until)),
    }
}
