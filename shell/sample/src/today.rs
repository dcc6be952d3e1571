//! What is under way when somebody looks: releases that wait for people, for evidence, for a decision.

use holdpoint_domain::Time;
use holdpoint_domain::approval::Say;
use holdpoint_domain::declaration::Apply;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::{DeactivatePerson, ErasePerson};
use holdpoint_domain::release::{PlanRelease, ReleaseName};
use holdpoint_domain::retention::{HoldScope, PlaceHold};
use holdpoint_domain::window::WindowName;
use serde_json::{Value, json};

use crate::SampleError;
use crate::consent::{agree_but_for_change, ask_for_waiver, confirm, decide};
use crate::journey::{HOUR, Plan, deploy, draft, prepare, record};
use crate::material::Says;
use crate::people::release_manager;
use crate::world::World;
use crate::{agents, bookings};
use crate::{contracts, custody, nights, runs};

/// How long before the end it begins, in milliseconds. What happens takes less.
pub(crate) const BEFORE: i64 = 30 * 3_600_000;

/// In milliseconds: plans begin at the full hour, or half past.
const HALF_AN_HOUR: i64 = 30 * 60_000;

/// Lets it all begin; says how many releases are under way.
pub(crate) fn begin(world: &mut World<'_>) -> Result<u32, SampleError> {
    contracts::introduce(world)?;
    failing(world)?;
    waiting_for_change(world)?;
    waiting_for_a_waiver(world)?;
    ready(world)?;
    contracts::held(world)?;
    custody::held(world)?;
    drafted(world)?;
    runs::run(world)?;
    nights::plan(world)?;
    left(world)?;
    forgotten(world)?;
    bookings::book(world)?;
    closings(world)?;
    agents::invite(world)?;
    Ok(7)
}

pub(crate) fn plan(
    unit: &'static str,
    name: &str,
    version: &str,
    components: &[&'static str],
) -> Plan<'static> {
    Plan {
        unit,
        name: name.to_owned(),
        version: version.to_owned(),
        components: components.to_vec(),
        change_manager: ("sofia", None),
    }
}

/// Its tests fail: staging will not have it.
fn failing(world: &mut World<'_>) -> Result<(), SampleError> {
    let plan = plan(
        "operations",
        "operations-train-27",
        "1.27.0",
        &["identity", "notification"],
    );
    let release = ReleaseName::new(&plan.name)?;
    let artifacts = prepare(world, &plan, &release)?;
    world.pass(20, HOUR);
    record(
        world,
        &plan,
        &release,
        &artifacts,
        &[Says::TestsFailed, Says::Contains],
    )?;
    deploy(world, "priya", &release, "test", false)?;
    Ok(())
}

/// Everybody has agreed but change management.
fn waiting_for_change(world: &mut World<'_>) -> Result<(), SampleError> {
    let plan = plan(
        "payments",
        "payments-train-27",
        "1.27.0",
        &["payments-api", "payments-ledger", "card-gateway"],
    );
    let release = ReleaseName::new(&plan.name)?;
    proven(world, &plan, &release, &[Says::TestsPassed, Says::Contains])?;
    agree_but_for_change(world, &plan, &release)
}

/// Its bill of materials is missing, and whoever leads it has asked for an exception.
fn waiting_for_a_waiver(world: &mut World<'_>) -> Result<(), SampleError> {
    let plan = plan(
        "retail",
        "retail-train-27",
        "1.27.0",
        &["web-shop", "basket"],
    );
    let release = ReleaseName::new(&plan.name)?;
    proven(world, &plan, &release, &[Says::TestsPassed])?;
    ask_for_waiver(world, &plan, &release)?;
    confirm(world, &release)
}

/// Everything is said: somebody only has to bring it out.
fn ready(world: &mut World<'_>) -> Result<(), SampleError> {
    let plan = plan(
        "payments",
        "payments-hotfix-26.1",
        "1.26.1",
        &["fraud-screen"],
    );
    let release = ReleaseName::new(&plan.name)?;
    proven(world, &plan, &release, &[Says::TestsPassed, Says::Contains])?;
    agree_but_for_change(world, &plan, &release)?;
    world.pass(20, HOUR);
    decide(world, &plan, &release, Say::Approve)
}

/// Somebody is still putting it together.
fn drafted(world: &mut World<'_>) -> Result<(), SampleError> {
    let plan = plan("retail", "retail-search-2.0", "2.0.0", &["search"]);
    let release = ReleaseName::new(&plan.name)?;
    draft(world, &plan, &release)?;
    Ok(())
}

/// Oskar, who has brought some of it back, works elsewhere now.
fn left(world: &mut World<'_>) -> Result<(), SampleError> {
    let reason = world.seal("administrator", "Oskar works elsewhere now.")?;
    let deactivate = DeactivatePerson {
        person: world.person("oskar")?,
        reason: Some(reason),
    };
    world.ask("administrator", deactivate)?;
    Ok(())
}

/// Ruth, who decided on some of it, has asked to be forgotten, and the supervisory authority asks about one of these trains.
fn forgotten(world: &mut World<'_>) -> Result<(), SampleError> {
    let asks = "The supervisory authority asks how this train was decided on (matter 26-118).";
    let hold = PlaceHold {
        scope: HoldScope::Release(ReleaseName::new("retail-train-05")?),
        reason: world.seal("sofia", asks)?,
        until: None,
    };
    world.ask("sofia", hold)?;
    let reason = world.seal("administrator", "She asked for it in writing.")?;
    let person = world.person("ruth")?;
    let erase = ErasePerson {
        decided: world.decided_by(&person)?,
        reason: Some(reason),
        person,
    };
    world.ask("administrator", erase)?;
    Ok(())
}

/// When the nightly billing stands still, and when the next train of payments is to go.
///
/// They are declared last, and about what nothing under way carries: so the sample can be brought out on any day.
fn closings(world: &mut World<'_>) -> Result<(), SampleError> {
    let about = |name: &str, title: &str, kind: &str, when: Value| {
        json!({"window": {"name": name, "title": title, "kind": kind, "timezone": "Europe/Vienna",
            "environments": ["production"], "components": ["billing-batch"], "when": [when]}})
    };
    let year_end = json!({"again": {"rule": "FREQ=YEARLY", "start": "2025-12-18T18:00:00", "lasts": "19d12h"}});
    let books = json!({"close": {"of": "month", "before": 1, "after": 2, "calendar": "austria"}});
    let nights =
        json!({"again": {"rule": "FREQ=DAILY", "start": "2025-01-01T22:00:00", "lasts": "6h"}});
    let all = [
        about("year-end", "Turn of the year", "blackout", year_end),
        about("books", "Books are closed", "blackout", books),
        about("nights", "Nightly maintenance", "maintenance", nights),
    ];
    let changes = all.into_iter().map(serde_json::from_value);
    let apply = Apply {
        changes: changes.collect::<Result<_, _>>()?,
        ..Apply::default()
    };
    world.ask("administrator", apply)?;
    let from = world.now().after(96 * HALF_AN_HOUR);
    let plan = PlanRelease {
        release: ReleaseName::new("payments-train-27")?,
        environment: EnvironmentName::new("production")?,
        from: Some(Time::from_millis(
            from.millis() / HALF_AN_HOUR * HALF_AN_HOUR,
        )),
        until: None,
        seconds: Some(2 * 3_600),
        train: None,
        despite: None,
    };
    world.ask(release_manager("payments"), plan)?;
    train(world)
}

/// On the second Saturday of each month a train goes to production, and the next one carries what is drafted.
fn train(world: &mut World<'_>) -> Result<(), SampleError> {
    let monthly = json!({"window": {"name": "monthly", "title": "Monthly train", "kind": "train",
        "timezone": "Europe/Vienna", "environments": ["production"],
        "when": [{"again": {"rule": "FREQ=MONTHLY;BYDAY=2SA", "start": "2025-01-11T20:00:00", "lasts": "8h"}}],
        "scope_freeze": {"working_days": 5, "calendar": "austria"}}});
    let apply = Apply {
        changes: vec![serde_json::from_value(monthly)?],
        ..Apply::default()
    };
    world.ask("administrator", apply)?;
    let aboard = PlanRelease {
        release: ReleaseName::new("retail-search-2.0")?,
        environment: EnvironmentName::new("production")?,
        from: None,
        until: None,
        seconds: None,
        train: Some(WindowName::new("monthly")?),
        despite: None,
    };
    world.ask(release_manager("retail"), aboard)?;
    Ok(())
}

/// It has run in test and staging, and there is evidence.
pub(crate) fn proven(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
    says: &[Says],
) -> Result<(), SampleError> {
    let artifacts = prepare(world, plan, release)?;
    world.pass(20, HOUR);
    record(world, plan, release, &artifacts, says)?;
    contracts::prove(world, plan.unit, release, &artifacts)?;
    for place in ["test", "staging"] {
        world.pass(10, HOUR);
        deploy(world, "priya", release, place, false)?;
    }
    world.pass(20, HOUR);
    Ok(())
}
