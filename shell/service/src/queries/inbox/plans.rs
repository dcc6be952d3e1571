//! Plans that have something in their way by now.

use holdpoint_domain::conflict::{Asking, reasons};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{Plan, Release, ReleaseName, UnplanRelease};
use holdpoint_domain::{State, Time};

use super::item::{InboxItem, InboxKind};
use super::place::Place;
use crate::ServiceError;

/// Of how many plans it is asked, those that come first.
const ASKED: usize = 200;

/// A plan, and what is in its way.
struct Clashing {
    release: ReleaseName,
    environment: EnvironmentName,
    from: Time,
    since: Time,
    why: String,
}

pub(super) fn items(place: &Place<'_>) -> Result<Vec<InboxItem>, ServiceError> {
    let found = place.reader.ask(|state| Ok(clashing(state, place.now)))?;
    let mut items = Vec::new();
    for one in found {
        let unplan = UnplanRelease {
            release: one.release.clone(),
            environment: one.environment.clone(),
        };
        if place.could(unplan)? {
            items.push(item(&one, place.now));
        }
    }
    Ok(items)
}

/// Plans that no waiver covers, whose time has not come, and that have something in their way.
fn clashing(state: &State, now: Time) -> Vec<Clashing> {
    let uncovered = |plan: &Plan| plan.despite.is_none() && plan.span.from > now;
    let all = state.plans(now);
    let mut all: Vec<_> = all.filter(|(_, _, plan)| uncovered(plan)).collect();
    all.sort_by_key(|(release, place, plan)| (plan.span, &release.name, *place));
    let asked = all.into_iter().take(ASKED);
    asked
        .filter_map(|(release, place, plan)| of(state, release, place, plan))
        .collect()
}

fn of(state: &State, release: &Release, place: &EnvironmentName, plan: &Plan) -> Option<Clashing> {
    let found = reasons(&Asking::planned(state, release, place), plan.span);
    let first = found.first()?;
    Some(Clashing {
        release: release.name.clone(),
        environment: place.clone(),
        from: plan.span.from,
        since: release.turned,
        why: first.message.clone(),
    })
}

fn item(one: &Clashing, now: Time) -> InboxItem {
    let (release, environment) = (&one.release, &one.environment);
    let rest = format!("{environment}:{}", one.from);
    let key = release.key();
    InboxItem::new(InboxKind::PlanInTheWay, &key, &rest, one.since, now)
        .says(format!(
            "something is in the way of {release}, which is planned for {environment}: {}",
            one.why
        ))
        .with("release", release)
        .with("environment", environment)
        .with("why", &one.why)
        .due(one.from)
}
