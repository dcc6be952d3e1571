//! Back to what it was: what the entry before says of it.

use holdpoint_domain::window::{Stretch, WindowName};
use holdpoint_domain::{Fact, Key};
use holdpoint_service::ServiceError;

use super::subject::Subject;
use crate::desk::Desk;

/// A move that whoever looks has made, and that still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::calendar) struct Undo {
    pub(super) subject: Subject,
    /// When it was before, and with which train.
    pub(super) before: Stretch,
    pub(super) train: Option<WindowName>,
}

/// What the entry at a position has moved, and from when; none if it was somebody else's, or did not move anything, or something
/// else has been said of it since.
pub(in crate::pages::calendar) fn of(
    desk: &Desk<'_>,
    position: u64,
) -> Result<Option<Undo>, ServiceError> {
    let view = desk.reader.view();
    if position >= view.size() {
        return Ok(None);
    }
    let entries = view.recorded(&[position])?;
    let own = entries
        .first()
        .filter(|entry| entry.meta.actor == desk.visit.actor);
    let Some((subject, made)) = own.and_then(|entry| meant(&entry.fact)) else {
        return Ok(None);
    };
    if subject.standing(desk).map(|standing| standing.span).ok() != Some(made) {
        return Ok(None);
    }
    let before = before(desk, &subject, position)?;
    Ok(before.map(|(before, train)| Undo {
        subject,
        before,
        train,
    }))
}

fn before(
    desk: &Desk<'_>,
    subject: &Subject,
    position: u64,
) -> Result<Option<(Stretch, Option<WindowName>)>, ServiceError> {
    let mut earlier = desk.reader.view().positions(&key(subject), false)?;
    earlier.retain(|one| *one < position);
    let entries = desk.reader.view().recorded(&earlier)?;
    let mut said = entries.iter().rev().filter_map(|entry| match &entry.fact {
        Fact::ReleaseUnplanned(event) => {
            let of = Subject::Plan(event.release.clone(), event.environment.clone());
            (of == *subject).then_some(None)
        }
        fact => meant(fact)
            .filter(|(of, _)| of == subject)
            .map(|(_, span)| Some((span, train(fact)))),
    });
    Ok(said.next().flatten())
}

fn key(subject: &Subject) -> Key {
    match subject {
        Subject::Plan(release, _) => release.key(),
        Subject::Booking(id) => id.key(),
    }
}

fn train(fact: &Fact) -> Option<WindowName> {
    match fact {
        Fact::ReleasePlanned(event) => event.train.clone(),
        _ => None,
    }
}

/// What an entry says is to be when.
fn meant(fact: &Fact) -> Option<(Subject, Stretch)> {
    let span = |from, until| Stretch { from, until };
    Some(match fact {
        Fact::ReleasePlanned(event) => (
            Subject::Plan(event.release.clone(), event.environment.clone()),
            span(event.from, event.until),
        ),
        Fact::BookingMoved(event) => (
            Subject::Booking(event.booking.clone()),
            span(event.from, event.until),
        ),
        Fact::BookingMade(event) => (
            Subject::Booking(event.booking.clone()),
            span(event.from, event.until),
        ),
        _ => return None,
    })
}
