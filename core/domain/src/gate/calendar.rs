//! The standing line `calendar` as it was at first: nothing closes the environment now, and nobody has booked it for something
//! else.

use super::judge::{Answer, Asked};
use super::{Wait, refusal};
use crate::State;
use crate::kernel::Reason;
use crate::window::{self, Closing, Stretch, WindowKind, WindowName};

pub(super) fn ask(asked: &Asked<'_>) -> Answer {
    let (state, place) = (asked.state, &asked.place.name);
    let (parts, now) = (&asked.release.components, asked.inputs.now);
    let found = window::closed(state, place, parts, Stretch::at(now));
    let opens = window::next_open(state, place, parts, now);
    let open = found.into_iter().map(|closing| {
        let reason = self::closed(asked, &closing);
        let windows = closing.windows;
        (reason, Wait::Window { opens, windows })
    });
    Answer {
        open: open.chain(booked(asked)).collect(),
        ..Answer::met()
    }
}

/// Whoever has booked the environment for something else.
fn booked(asked: &Asked<'_>) -> Option<(Reason, Wait)> {
    let (place, now) = (&asked.place.name, asked.inputs.now);
    let release = &asked.release.name;
    let found = asked
        .state
        .booked_against(place, release, now, now.after(1));
    let (id, booking) = found?;
    let wait = Wait::Booking {
        booking: id.clone(),
        until: booking.until,
    };
    Some((
        refusal::booked(place, &booking.purpose, booking.until),
        wait,
    ))
}

/// That the environment is closed.
pub(super) fn closed(asked: &Asked<'_>, closing: &Closing) -> Reason {
    let place = &asked.place.name;
    let names = listed(&closing.windows);
    match closing.kind {
        WindowKind::Blackout => {
            let zone = zone(asked.state, &closing.windows);
            let until = window::told(closing.span.until, zone);
            refusal::blackout(place, names, until)
        }
        // A train closes nothing.
        WindowKind::Maintenance | WindowKind::Train => refusal::outside_windows(place, names),
    }
}

fn zone<'a>(state: &'a State, windows: &[WindowName]) -> &'a str {
    let found = windows.first().and_then(|name| state.windows.get(name));
    found.map_or("UTC", |standing| standing.window.timezone.as_str())
}

/// Names for a sentence: `a`, `b`.
fn listed(names: &[WindowName]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
