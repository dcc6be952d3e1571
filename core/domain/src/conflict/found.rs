//! What is in the way.

use super::{Asking, Tie};
use crate::booking::{BookingId, Purpose};
use crate::kernel::Reason;
use crate::organisation::TeamName;
use crate::release::ReleaseName;
use crate::window::{self, Closing, Stretch};

/// Something that is in the way of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// The environment is closed.
    Closed(Closing),
    /// The environment is booked for something else.
    Booked {
        /// By which booking.
        booking: BookingId,
        /// For what.
        purpose: Purpose,
        /// From when until when.
        span: Stretch,
    },
    /// Another release.
    Release(Clash),
    /// Nobody of a team that owns a component is there.
    Away {
        /// Which.
        team: TeamName,
        /// From when until when.
        span: Stretch,
    },
}

/// Another release that is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Which.
    pub release: ReleaseName,
    /// How.
    pub why: Why,
    /// When it is there, or when things stand still after it.
    pub span: Stretch,
    /// What it has to do with this one.
    pub tie: Tie,
}

/// How another release is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is planned for the same time.
    Planned,
    /// It is being deployed.
    UnderWay,
    /// Things stand still after it.
    Stabilising,
    /// Things will stand still after it, if it goes as planned.
    StabilisingThen,
    /// Things would stand still after this one when the other one is planned.
    Ahead,
}

/// All that is in the way in a span: what is closed, who has booked, other releases, who is away.
#[must_use]
pub fn conflicts(asking: &Asking<'_>, span: Stretch) -> Vec<Conflict> {
    let parts = &asking.release.components;
    let closed = window::closed(asking.state, asking.place, parts, span);
    let mut found: Vec<_> = closed.into_iter().map(Conflict::Closed).collect();
    found.extend(booked(asking, span));
    found.extend(clashes(asking, span).into_iter().map(Conflict::Release));
    found.extend(away(asking, span));
    found
}

/// All that is in the way in a span, in words.
#[must_use]
pub fn reasons(asking: &Asking<'_>, span: Stretch) -> Vec<Reason> {
    let found = conflicts(asking, span).into_iter();
    found.map(|one| one.reason(asking)).collect()
}

fn booked(asking: &Asking<'_>, span: Stretch) -> Option<Conflict> {
    let (place, release) = (asking.place, &asking.release.name);
    let found = { asking.state }.booked_against(place, release, span.from, span.until);
    found.map(|(id, booking)| Conflict::Booked {
        booking: id.clone(),
        purpose: booking.purpose.clone(),
        span: Stretch {
            from: booking.from,
            until: booking.until,
        },
    })
}

/// Other releases that are in the way, those that begin first in front.
fn clashes(asking: &Asking<'_>, span: Stretch) -> Vec<Clash> {
    let mut others = asking.others(span.from);
    others.retain(|other| other.closed.meets(&span));
    let ties = asking.ties(&others).into_iter();
    let clashes = ties.filter_map(|(number, tie)| {
        let other = others.get(number)?;
        Some(Clash {
            release: other.release.clone(),
            why: other.why(span),
            span: other.span,
            tie,
        })
    });
    let mut clashes: Vec<_> = clashes.collect();
    clashes.sort_by(|a, b| (a.span, &a.release, a.why).cmp(&(b.span, &b.release, b.why)));
    clashes
}

fn away(asking: &Asking<'_>, span: Stretch) -> impl Iterator<Item = Conflict> {
    let all = asking.away(span.from).into_iter();
    all.filter_map(move |(team, away)| {
        let first = away.first_within(&span.span())?;
        Some(Conflict::Away {
            team: team.clone(),
            span: (*first).into(),
        })
    })
}
