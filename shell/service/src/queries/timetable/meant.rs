//! What is meant to happen: plans of releases, and bookings.

use holdpoint_domain::State;
use holdpoint_domain::booking::{Booking, BookingId};
use holdpoint_domain::conflict::{Asking, Stabilising, reasons};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{Plan, Release};
use holdpoint_domain::window::Stretch;

use super::{Happening, ShowTimetable, What};

/// Of how many plans it is asked what is in their way.
const ASKED: usize = 300;

impl ShowTimetable {
    /// Plans of releases that have not gone where they are planned for.
    pub(super) fn plans(&self, state: &State, within: Stretch) -> Vec<Happening> {
        let unfinished = state.releases.iter().map(|(_, release)| release);
        let unfinished = unfinished.filter(|release| !release.finished());
        let each = unfinished.flat_map(|release| {
            let plans = release.plans.iter();
            plans.map(move |(place, plan)| (planned(release, place, plan), release, plan))
        });
        let here = |one: &Happening| {
            one.span.meets(&within)
                && self.here(&one.environments)
                && self.components(state, &one.components)
        };
        let mut found: Vec<_> = each.filter(|(one, ..)| here(one)).collect();
        found.sort_by_key(|(one, ..)| one.span);
        for (one, release, plan) in found.iter_mut().take(ASKED) {
            let place = one.environments.first();
            if let (What::Planned { conflicts, .. }, Some(place), None) =
                (&mut one.what, place, &plan.despite)
            {
                *conflicts = reasons(&Asking::planned(state, release, place), plan.span);
            }
        }
        found.into_iter().map(|(one, ..)| one).collect()
    }

    /// What stands still after releases.
    pub(super) fn freezes(&self, state: &State, within: Stretch) -> Vec<Happening> {
        let places = state.environments.keys();
        let all = places.flat_map(|place| {
            let found = state.stabilising_in(place, within.from);
            found.map(move |(_, one)| frozen(place, one))
        });
        let here = |one: &Happening| {
            one.span.meets(&within)
                && self.here(&one.environments)
                && self.components(state, &one.components)
        };
        all.filter(here).collect()
    }

    /// Bookings that have not ended. Environments are shared by all units, and so are bookings of all.
    pub(super) fn bookings(&self, state: &State, within: Stretch) -> Vec<Happening> {
        let here = |one: &Happening| one.span.meets(&within) && self.here(&one.environments);
        let all = state.bookings.iter().map(|(id, one)| booked(id, one));
        all.filter(here).collect()
    }
}

fn planned(release: &Release, place: &EnvironmentName, plan: &Plan) -> Happening {
    Happening {
        what: What::Planned {
            release: release.name.clone(),
            train: plan.train.clone(),
            conflicts: Vec::new(),
        },
        span: plan.span,
        environments: vec![place.clone()],
        components: release.components.iter().cloned().collect(),
        units: Vec::new(),
    }
}

fn frozen(place: &EnvironmentName, one: &Stabilising) -> Happening {
    let components = match one.everything {
        true => Vec::new(),
        false => one.components.iter().cloned().collect(),
    };
    Happening {
        what: What::Freeze {
            release: one.release.clone(),
            everything: one.everything,
        },
        span: one.span,
        environments: vec![place.clone()],
        components,
        units: Vec::new(),
    }
}

fn booked(id: &BookingId, booking: &Booking) -> Happening {
    Happening {
        what: What::Booking {
            booking: id.clone(),
            purpose: booking.purpose.to_string(),
            shared: booking.shared,
        },
        span: Stretch {
            from: booking.from,
            until: booking.until,
        },
        environments: vec![booking.environment.clone()],
        components: Vec::new(),
        units: Vec::new(),
    }
}
