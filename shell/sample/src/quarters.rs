//! Two quarters: a train a week for every unit.

use std::ops::AddAssign;

use holdpoint_domain::access::{Delegate, RecordAbsence};
use holdpoint_domain::declaration::Apply;
use holdpoint_domain::directory::{GroupId, ProvisionGroup};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Time, agenda};
use holdpoint_engine::Engine;
use holdpoint_ports::{Clock as _, ManualClock};

use crate::SampleError;
use crate::chance::Chance;
use crate::configuration::{changes, components_of, policies};
use crate::journey::{Fate, Plan, travel};
use crate::today;
use crate::world::World;

/// How many weeks the story lasts.
pub const WEEKS: u32 = 26;

const DAY: i64 = 24 * 3_600_000;
const WEEK: i64 = 7 * DAY;

/// What has happened in the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Releases.
    pub releases: u32,
    /// Those that went to production and stayed.
    pub out: u32,
    /// Those that were rolled back.
    pub back: u32,
    /// Those that were stopped.
    pub stopped: u32,
    /// Those that are under way when it ends, beside the others.
    pub under_way: u32,
}

impl AddAssign<Fate> for Summary {
    fn add_assign(&mut self, fate: Fate) {
        self.releases += 1;
        match fate {
            Fate::Out => self.out += 1,
            Fate::Back => self.back += 1,
            Fate::Stopped => self.stopped += 1,
        }
    }
}

/// Fills an empty ledger with the sample, so that it ends when the clock stands now. The clock must be the
/// engine's own; it is moved. The administrator must be in the vault.
///
/// # Errors
/// When the ledger is not empty, or something of the story is refused or cannot be kept.
pub fn fill(
    engine: &Engine,
    clock: &ManualClock,
    administrator: PersonId,
    progress: &mut dyn FnMut(u32),
) -> Result<Summary, SampleError> {
    let end = clock.now();
    let first = end - i64::from(WEEKS) * WEEK;
    clock.set(first - 3 * DAY);
    let mut world = World::new(engine, clock);
    world.settle(administrator)?;
    world.ask(
        "administrator",
        Apply {
            changes: changes()?,
            ..Apply::default()
        },
    )?;
    world.grant_roles()?;
    directory(&mut world)?;
    let policies = policies(&world)?;
    world.ask("administrator", policies)?;
    let mut summary = Summary::default();
    for week in 0..WEEKS {
        let monday = first + i64::from(week) * WEEK;
        for (day, unit) in (0..).zip(["payments", "retail", "operations"]) {
            // A train never starts before the last one has arrived.
            clock.set(clock.now().max(monday + day * DAY));
            housekeeping(&mut world)?;
            if week == 12 && day == 0 {
                holiday(&mut world)?;
            }
            summary += travel(&mut world, &plan(unit, week))?;
        }
        progress(week + 1);
    }
    clock.set(clock.now().max(end - today::BEFORE));
    housekeeping(&mut world)?;
    summary.under_way = today::begin(&mut world)?;
    clock.set(clock.now().max(end));
    housekeeping(&mut world)?;
    Ok(summary)
}

/// The directory says who is in which group, and so gives a role.
fn directory(world: &mut World<'_>) -> Result<(), SampleError> {
    let members = ["jonas", "tove"].map(|handle| world.person(handle));
    let group = ProvisionGroup {
        group: GroupId::from_bits(Chance::new(900).bits()),
        name: "Service Desk".to_owned(),
        external: Some("2f6a1c40-service-desk".to_owned()),
        members: members.into_iter().collect::<Result<_, _>>()?,
        seen: None,
    };
    world.ask("entra", group)?;
    Ok(())
}

/// What Holdpoint itself does when its time has come.
fn housekeeping(world: &mut World<'_>) -> Result<(), SampleError> {
    let due = agenda(&world.engine.published().state, world.now()).commands;
    due.into_iter()
        .try_for_each(|command| world.carry_out(command).map(drop))
}

/// Sofia goes on holiday for two weeks; Walter stands in for her.
fn holiday(world: &mut World<'_>) -> Result<(), SampleError> {
    let (sofia, walter) = (world.person("sofia")?, world.person("walter")?);
    let (begins, ends) = (world.now(), world.now().after(2 * WEEK));
    world.ask(
        "sofia",
        RecordAbsence {
            person: sofia.clone(),
            begins,
            ends,
            scope: None,
        },
    )?;
    let delegate = Delegate {
        from: sofia,
        to: walter,
        role: None,
        scope: None,
        begins: None,
        ends: Time::after(begins, 2 * WEEK),
        reason: None,
    };
    world.ask("sofia", delegate)?;
    Ok(())
}

fn plan(unit: &'static str, week: u32) -> Plan<'static> {
    let all = components_of(unit);
    // Every fourth train carries everything, the others a part that moves on from week to week.
    let part = |index: usize| week.is_multiple_of(4) || (index + week as usize).is_multiple_of(3);
    let chosen: Vec<_> = all
        .iter()
        .enumerate()
        .filter(|(index, _)| part(*index))
        .map(|(_, name)| *name)
        .collect();
    Plan {
        unit,
        name: format!("{unit}-train-{:02}", week + 1),
        version: format!("1.{}.0", week + 1),
        components: if chosen.is_empty() { all } else { chosen },
        change_manager: match week {
            4 | 5 => ("ruth", None),
            12 | 13 => ("walter", Some("sofia")),
            _ => ("sofia", None),
        },
    }
}
