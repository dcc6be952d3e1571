//! What is meant to happen: plans of releases, and bookings.

use holdpoint_domain::State;
use holdpoint_domain::booking::{Booking, BookingId};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{Plan, Release};
use holdpoint_domain::window::Stretch;

use super::{Happening, ShowTimetable, What};

impl ShowTimetable {
    /// Plans of releases that have not gone where they are planned for.
    pub(super) fn plans(&self, state: &State, within: Stretch) -> Vec<Happening> {
        let unfinished = state.releases.iter().map(|(_, release)| release);
        let unfinished = unfinished.filter(|release| !release.finished());
        let each = unfinished.flat_map(|release| {
            let plans = release.plans.iter();
            plans.map(move |(place, plan)| planned(release, place, plan))
        });
        let here = |one: &Happening| {
            one.span.meets(&within)
                && self.here(&one.environments)
                && self.components(state, &one.components)
        };
        each.filter(here).collect()
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
        },
        span: plan.span,
        environments: vec![place.clone()],
        components: release.components.iter().cloned().collect(),
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
