//! Steps of runs that wait for people.

use holdpoint_domain::Time;
use holdpoint_domain::pipeline::{AttemptState, DecideStep, Run, RunId, Work};

use super::item::{InboxItem, InboxKind};
use super::place::Place;
use crate::ServiceError;

/// Of how many steps it is asked, those that have waited longest.
const ASKED: usize = 200;

/// A step that waits.
struct Waiting {
    run: RunId,
    pipeline: String,
    release: Option<String>,
    step: String,
    title: String,
    /// Who started the run, did not yet decide, and so on is for the rules to say; a task needs words where it says so.
    words: bool,
    since: Time,
    due: Option<Time>,
}

pub(super) fn items(place: &Place<'_>) -> Result<Vec<InboxItem>, ServiceError> {
    let found = place.reader.ask(|state| {
        let open = state.runs.iter().map(|(_, run)| run);
        let mut all: Vec<_> = open.flat_map(waiting).collect();
        all.sort_by_key(|one| one.since);
        all.truncate(ASKED);
        Ok(all)
    })?;
    let mut items = Vec::new();
    for one in found {
        // Whether it needs words is not what makes it theirs.
        if place.could(decide(&one, false))? {
            items.push(item(&one, place.now));
        }
    }
    Ok(items)
}

fn waiting(run: &Run) -> Vec<Waiting> {
    let running = run.attempts.iter();
    let running = running.filter(|(_, attempt)| attempt.state == AttemptState::Running);
    running
        .filter_map(|(place, attempt)| {
            let (words, seconds) = match run.work(*place)? {
                Work::Approval(approval) => (false, approval.expires_seconds),
                Work::Manual(manual) => (!manual.attachment.is_empty(), None),
                _ => return None,
            };
            let step = run.planned.step(*place)?;
            Some(Waiting {
                run: run.id.clone(),
                pipeline: run.pipeline.to_string(),
                release: run.release.as_ref().map(ToString::to_string),
                step: step.id.clone(),
                title: step.title().to_owned(),
                words,
                since: attempt.since,
                due: seconds.map(|seconds| attempt.since.after(i64::from(seconds) * 1_000)),
            })
        })
        .collect()
}

fn decide(one: &Waiting, approved: bool) -> DecideStep {
    DecideStep {
        run: one.run.clone(),
        step: one.step.clone(),
        approved,
        role: None,
        comment: None,
    }
}

fn item(one: &Waiting, now: Time) -> InboxItem {
    let key = one.run.key();
    let about = one.release.as_ref().unwrap_or(&one.pipeline);
    let item = InboxItem::new(InboxKind::StepWaits, &key, &one.step, one.since, now)
        .says(format!("step {} of {about} waits for you", one.step))
        .with("step", &one.title)
        .with("pipeline", &one.pipeline)
        .at(format!("/runs/{}", one.run));
    let item = match &one.release {
        Some(release) => item.with("release", release),
        None => item,
    };
    let item = match one.due {
        Some(due) => item.due(due),
        None => item,
    };
    match one.words {
        true => item,
        false => item.settled_by(decide(one, true)),
    }
}
