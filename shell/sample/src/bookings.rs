//! Who has booked what for the days to come.

use holdpoint_domain::Time;
use holdpoint_domain::booking::{BookEnvironment, Purpose};

use crate::SampleError;
use crate::world::World;

/// A rehearsal, a training that others may join, and a night in which data are brought up to date.
pub(crate) fn book(world: &mut World<'_>) -> Result<(), SampleError> {
    let release = Purpose::Release("payments-train-27".parse()?);
    let rehearsal = "Rehearsal of the night";
    ask(
        world,
        "miriam",
        "staging",
        Span(3, 8, 4),
        release,
        rehearsal,
    )?;
    let training = "Training of the service desk";
    ask(
        world,
        "tomas",
        "test",
        Span(4, 8, 3),
        Purpose::Use,
        training,
    )?;
    let (refresh, data) = (Purpose::Refresh, "Accounts of last month");
    ask(world, "priya", "staging", Span(5, 21, 7), refresh, data)
}

/// So many days after today, from which hour of UTC on, for how many hours. What is under way began a day before somebody looks.
#[derive(Clone, Copy)]
struct Span(i64, i64, i64);

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn ask(
    world: &mut World<'_>,
    who: &str,
    environment: &str,
    Span(days, hour, hours): Span,
    purpose: Purpose,
    title: &str,
) -> Result<(), SampleError> {
    let today = world.now().millis().div_euclid(DAY) * DAY;
    let from = Time::from_millis(today + days * DAY + hour * HOUR);
    let shared = purpose == Purpose::Use;
    let title = world.seal(who, title)?;
    world.ask(
        who,
        BookEnvironment {
            environment: environment.parse()?,
            from,
            until: from.after(hours * HOUR),
            purpose,
            shared,
            title: Some(title),
        },
    )?;
    Ok(())
}
