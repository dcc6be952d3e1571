//! How far an item or a build is.

use serde_json::Value;

use super::{Builds, begun, place, queued};
use crate::path::part;
use crate::progress::{Outcome, PARTS, Part, Progress, State};
use crate::trouble::Trouble;
use crate::value::{list, text};

/// What is asked of a build.
const BUILD: &str = "number,url,building,inProgress,result,timestamp,duration";

/// An item of the queue: it waits, has become a build, or was taken out. Some minutes after it has left the queue it is gone.
pub(super) fn item(builds: &Builds, job: &str, number: u64) -> Result<Option<Progress>, Trouble> {
    let Some(answer) = builds.0.maybe(format!("/queue/item/{number}/api/json"))? else {
        return Ok(None);
    };
    let item = answer.json();
    let executable = item.get("executable").filter(|value| !value.is_null());
    if let Some(build) = executable.and_then(|one| one.get("number")?.as_u64()) {
        return match self::build(builds, job, build)? {
            Some(progress) => Ok(Some(progress)),
            None => Ok(Some(waits(begun(job, build, None)))),
        };
    }
    let mut progress = waits(queued(job, number, builds.0.base()));
    if item.get("cancelled").and_then(Value::as_bool) == Some(true) {
        progress.state = State::Ended(Outcome::Cancelled);
    }
    Ok(Some(progress))
}

fn waits(job: crate::Started) -> Progress {
    Progress {
        job,
        state: State::Queued,
        parts: Vec::new(),
    }
}

pub(super) fn build(builds: &Builds, job: &str, number: u64) -> Result<Option<Progress>, Trouble> {
    let path = format!("{}/{number}", place(job)?);
    let Some(answer) = builds
        .0
        .maybe(format!("{path}/api/json?tree={}", part(BUILD)))?
    else {
        return Ok(None);
    };
    let build = answer.json();
    let Some(state) = state(&build) else {
        return Err(builds.0.unsure("the build does not say whether it runs"));
    };
    Ok(Some(Progress {
        job: begun(job, number, text(&build, "url")),
        state,
        parts: stages(builds, &path)?,
    }))
}

fn state(build: &Value) -> Option<State> {
    let runs = |key: &str| build.get(key).and_then(Value::as_bool);
    if runs("building")? || runs("inProgress") == Some(true) {
        return Some(State::Running);
    }
    Some(State::Ended(match text(build, "result") {
        Some("SUCCESS") => Outcome::Succeeded,
        Some("ABORTED") => Outcome::Cancelled,
        Some("NOT_BUILT") => Outcome::Skipped,
        // It is between having run and having a result.
        None => return Some(State::Running),
        Some(_) => Outcome::Failed,
    }))
}

/// The stages of a pipeline, if the plugin "Pipeline: REST API" is there and it is one.
fn stages(builds: &Builds, path: &str) -> Result<Vec<Part>, Trouble> {
    let Some(answer) = builds.0.maybe(format!("{path}/wfapi/describe"))? else {
        return Ok(Vec::new());
    };
    let answer = answer.json();
    let stages = list(&answer, "stages");
    Ok(stages.iter().take(PARTS).map(stage).collect())
}

fn stage(stage: &Value) -> Part {
    let number = |key: &str| stage.get(key).and_then(Value::as_i64);
    let text = |key: &str| text(stage, key);
    let state = match text("status") {
        Some("SUCCESS") => State::Ended(Outcome::Succeeded),
        Some("ABORTED") => State::Ended(Outcome::Cancelled),
        Some("NOT_EXECUTED") => State::Ended(Outcome::Skipped),
        Some("FAILED" | "UNSTABLE") => State::Ended(Outcome::Failed),
        Some("IN_PROGRESS" | "PAUSED_PENDING_INPUT") => State::Running,
        _ => State::Queued,
    };
    let started = number("startTimeMillis").filter(|time| *time > 0);
    let ended = started
        .zip(number("durationMillis"))
        .map(|(from, length)| from.saturating_add(length));
    Part {
        name: text("name").unwrap_or("?").to_owned(),
        state,
        started,
        ended: ended.filter(|_| matches!(state, State::Ended(_))),
        url: None,
    }
}
