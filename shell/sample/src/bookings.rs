//! Who has booked what for the days to come.

use holdpoint_domain::Time;
use holdpoint_domain::booking::{BookEnvironment, Purpose};

use crate::SampleError;
use crate::world::World;

/// A rehearsal, a training that others may join, and a night in which data are brought up to date.
pub(crate) fn book(world: &mut World<'_>) -> Result<(), SampleError> {
    let release = "payments-train-27".parse()?;
    let rehearsal = Span(3, 8, 4);
    ask(
        world,
        "miriam",
        "staging",
        rehearsal,
        Purpose::Release(release),
        "Rehearsal of the night",
    )?;
    let training = Span(4, 8, 3);
    ask(
        world,
        "tomas",
        "test",
        training,
        Purpose::Use,
        "Training of the service desk",
    )?;
    let refresh = Span(5, 21, 7);
    ask(
        world,
        "priya",
        "staging",
        refresh,
        Purpose::Refresh,
        "Accounts of last month",
    )
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
