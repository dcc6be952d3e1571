//! Whether gates say something else than forges show.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::status::{TellStatus, candidates};
use holdpoint_domain::{Actor, Command, Context, Decision, decide};
use holdpoint_engine::{Request, View};

use super::{StatusRound, Statuses};
use crate::{At, Service, ServiceError};

/// How long gates are not asked again when nothing has happened, in milliseconds: evidence gets old by itself.
const AGAIN: i64 = 60_000;

/// Asks about all that may be otherwise, on a view of its own, so that nobody who decides waits for it.
pub(super) fn at_gates(
    statuses: &mut Statuses,
    service: &Service,
    round: &mut StatusRound,
) -> Result<(), ServiceError> {
    let view = service.engine().view(At::Now)?;
    let now = service.now_ms();
    let fresh = |(size, at): (u64, i64)| size == view.size() && now < at.saturating_add(AGAIN);
    if statuses.asked.is_some_and(fresh) {
        return Ok(());
    }
    for (release, environment) in view.ask(|state| Ok(candidates(state)))? {
        let place = format!("{release} in {environment}");
        let asked = ask(service, &view, release, environment);
        // One gate that cannot be asked keeps nobody from the others.
        if let Err(error) = asked {
            round.problems.push(format!("{place}: {error}"));
        }
    }
    statuses.asked = Some((view.size(), now));
    Ok(())
}

fn ask(
    service: &Service,
    view: &View,
    release: ReleaseName,
    environment: EnvironmentName,
) -> Result<(), ServiceError> {
    let command: Command = TellStatus {
        release,
        environment,
    }
    .into();
    let (now, position) = (view.now(), view.size());
    let news = view.ask_rules(|state, rules| {
        let context = Context {
            actor: &Actor::System,
            now,
            position,
            seed: 0,
            rules,
        };
        match decide(state, &command, &context) {
            Decision::Needs(need) => Err(need),
            Decision::Accepted(facts) => Ok(!facts.is_empty()),
            Decision::Refused(..) => Ok(false),
        }
    })?;
    if news {
        let request = Request::new(Actor::System, command.clone());
        service.engine().submit(request)?.done()?;
    }
    Ok(())
}
