//! The standing line `calendar`: nothing is in the way now.

use super::Wait;
use super::calendar::closed;
use super::judge::{Answer, Asked};
use crate::conflict::{Asking, Conflict, conflicts, next_open};
use crate::kernel::{Reason, Time};
use crate::window::Stretch;

pub(super) fn ask(asked: &Asked<'_>) -> Answer {
    let asking = Asking::planned(asked.state, asked.release, &asked.place.name);
    let now = asked.inputs.now;
    let found = conflicts(&asking, Stretch::at(now));
    let opens = match found.is_empty() {
        true => None,
        false => next_open(&asking, now).filter(|opens| *opens > now),
    };
    let open = { found.into_iter() }.map(|one| (reason(asked, &asking, &one), wait(one, opens)));
    Answer {
        open: open.collect(),
        ..Answer::met()
    }
}

fn reason(asked: &Asked<'_>, asking: &Asking<'_>, conflict: &Conflict) -> Reason {
    match conflict {
        Conflict::Closed(closing) => closed(asked, closing),
        other => other.reason(asking),
    }
}

fn wait(conflict: Conflict, opens: Option<Time>) -> Wait {
    match conflict {
        Conflict::Closed(closing) => Wait::Window {
            opens,
            windows: closing.windows,
        },
        Conflict::Booked { booking, span, .. } => Wait::Booking {
            booking,
            until: span.until,
        },
        Conflict::Release(clash) => Wait::Release {
            release: clash.release,
            opens,
        },
        Conflict::Away { team, span } => Wait::Team {
            team,
            until: span.until,
        },
    }
}
