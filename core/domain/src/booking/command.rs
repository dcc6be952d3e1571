//! What can be asked of bookings.

use serde::{Deserialize, Serialize};

use super::free::Slot;
use super::refusal::{
    booking_backwards, booking_of_another, booking_overlaps, booking_past, booking_person_only,
    booking_refresh_shared, booking_too_long, booking_unknown, with_next,
};
use super::{Booking, BookingId, Ended, Made, Moved, Purpose};
use crate::access::{Permission, Required, Target, check};
use crate::environment::{EnvironmentName, environment_unknown};
use crate::kernel::{Actor, Context, Decide, Halt, Refusal, Sealed, Time};
use crate::{Fact, State, release};

/// How many days a booking takes at most.
const LONGEST_DAYS: i64 = 92;

const DAY_MS: i64 = 24 * 3_600_000;

/// Books an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookEnvironment {
    /// Which.
    pub environment: EnvironmentName,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// What for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Whether others may use it at the same time.
    #[serde(default)]
    pub shared: bool,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sealed>,
}

fn on(environment: &EnvironmentName) -> Required {
    Required::on(Permission::Book, vec![Target::Use(environment.clone())])
}

/// Whether a span can be booked at all.
fn span(from: Time, until: Time, now: Time) -> Result<(), Refusal> {
    match until {
        _ if until <= from => Err(booking_backwards(from, until)),
        _ if until <= now => Err(booking_past(until)),
        _ if until > from.after(LONGEST_DAYS * DAY_MS) => Err(booking_too_long(LONGEST_DAYS)),
        _ => Ok(()),
    }
}

/// Whether nobody who does not share has booked the slot.
fn free(state: &State, slot: &Slot<'_>) -> Result<(), Refusal> {
    let until = slot.after.after(slot.length);
    let all = state.bookings_of(slot.environment).into_iter();
    let mut others = all.filter(|(id, _)| Some(*id) != slot.moving);
    let in_the_way =
        |booking: &Booking| booking.meets(slot.after, until) && !(slot.shared && booking.shared);
    let Some((id, other)) = others.find(|(_, booking)| in_the_way(booking)) else {
        return Ok(());
    };
    let (from, until) = (other.from, other.until);
    let refusal = booking_overlaps(slot.environment, from, until, &other.purpose, id);
    Err(with_next(state, slot, refusal))
}

impl Decide for BookEnvironment {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(on(&self.environment))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(booking_person_only)?;
        if !state.environments.contains_key(&self.environment) {
            return Err(environment_unknown(&self.environment).into());
        }
        span(self.from, self.until, context.now)?;
        if self.shared && self.purpose == Purpose::Refresh {
            return Err(booking_refresh_shared().into());
        }
        if let Some(name) = self.purpose.release() {
            release::unfinished(state, name)?;
        }
        let slot = Slot {
            environment: &self.environment,
            after: self.from,
            length: self.until.millis() - self.from.millis(),
            shared: self.shared,
            moving: None,
        };
        free(state, &slot)?;
        let made = Made {
            booking: BookingId::from_bits(context.fresh(0)),
            environment: self.environment.clone(),
            from: self.from,
            until: self.until,
            purpose: self.purpose.clone(),
            shared: self.shared,
            title: self.title.clone(),
            person: person.clone(),
        };
        Ok(vec![made.into()])
    }
}

fn found<'a>(state: &'a State, id: &BookingId) -> Result<&'a Booking, Refusal> {
    state.bookings.get(id).ok_or_else(|| booking_unknown(id))
}

/// Whoever booked may change it, and so may those who decide on releases there.
fn may_change(
    state: &State,
    id: &BookingId,
    booking: &Booking,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let own = context.actor.person() == Some(&booking.person);
    if own || *context.actor == Actor::System {
        return Ok(());
    }
    let decides = Required::anywhere(Permission::Decide);
    check(state, context.actor, &decides, context.now).map_err(|_| booking_of_another(id))
}

/// Moves a booking to another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveBooking {
    /// Which.
    pub booking: BookingId,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

impl Decide for MoveBooking {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        Ok(on(&found(state, &self.booking)?.environment))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let booking = found(state, &self.booking)?;
        may_change(state, &self.booking, booking, context)?;
        span(self.from, self.until, context.now)?;
        let slot = Slot {
            environment: &booking.environment,
            after: self.from,
            length: self.until.millis() - self.from.millis(),
            shared: booking.shared,
            moving: Some(&self.booking),
        };
        free(state, &slot)?;
        if (booking.from, booking.until) == (self.from, self.until) {
            return Ok(Vec::new());
        }
        let moved = Moved {
            booking: self.booking.clone(),
            from: self.from,
            until: self.until,
        };
        Ok(vec![moved.into()])
    }
}

/// Gives a booking back; Holdpoint itself does so when its end has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndBooking {
    /// Which.
    pub booking: BookingId,
}

impl Decide for EndBooking {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        Ok(on(&found(state, &self.booking)?.environment))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let booking = found(state, &self.booking)?;
        may_change(state, &self.booking, booking, context)?;
        let booking = self.booking.clone();
        Ok(vec![Ended { booking }.into()])
    }
}
