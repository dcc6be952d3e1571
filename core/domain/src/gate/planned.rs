//! The standing line `planned` of environments to which releases go at the time that is planned for them.

use super::judge::{Answer, Asked};
use super::{Wait, refusal};

pub(super) fn ask(asked: &Asked<'_>) -> Answer {
    let (release, place) = (asked.release, &asked.place.name);
    let now = asked.inputs.now;
    let plan = release.plans.get(place).map(|plan| plan.span);
    let wait = Wait::Plan {
        environment: place.clone(),
        from: plan.map(|span| span.from).filter(|from| *from > now),
    };
    let reason = match plan {
        Some(span) if span.contains(now) => return Answer::met(),
        Some(span) if now < span.from => refusal::planned_later(&release.name, place, span.from),
        Some(span) => refusal::planned_before(&release.name, place, span.until),
        None => refusal::not_planned(&release.name, place),
    };
    Answer::wait(reason, wait)
}
