//! Builds by their marker: first in the queue, then among the builds, so that what begins meanwhile is not missed.

use serde_json::Value;

use super::{Builds, KEY, begun, place, queued};
use crate::order::Order;
use crate::path::part;
use crate::progress::Started;
use crate::trouble::Trouble;
use crate::value::{list, text};

/// Builds of a question.
const PAGE: usize = 100;
/// Questions for older builds.
const PAGES: usize = 20;
/// What carries the marker.
const PARAMETERS: &str = "actions[parameters[name,value]]";

pub(super) fn find(builds: &Builds, order: &Order) -> Result<Option<Started>, Trouble> {
    let job = order.job.trim_matches('/');
    let marker = order.marker();
    if let Some(item) = in_queue(builds, &marker)? {
        return Ok(Some(queued(job, item, builds.0.base())));
    }
    let mut found = None;
    for page in 0..PAGES {
        let all = page_of(builds, job, page)?;
        // The oldest that carries it; newest come first.
        let here = all.iter().rev().find(|build| carries(build, &marker));
        found = here.and_then(|build| started(job, build)).or(found);
        let time = |build: &Value| build.get("timestamp").and_then(Value::as_i64);
        let older = { all.last() }
            .and_then(time)
            .is_some_and(|time| time < order.since());
        if older || all.len() < PAGE {
            return Ok(found);
        }
    }
    match found {
        Some(found) => Ok(Some(found)),
        None => Err(builds.0.unsure("there are too many builds since the order")),
    }
}

fn in_queue(builds: &Builds, marker: &str) -> Result<Option<u64>, Trouble> {
    let tree = part(&format!("items[id,{PARAMETERS}]"));
    let answer = builds.0.get(format!("/queue/api/json?tree={tree}"))?.json();
    let Some(items) = answer.get("items").and_then(Value::as_array) else {
        return Err(builds.0.unsure("the queue has no `items`"));
    };
    let ours = items.iter().filter(|item| carries(item, marker));
    Ok(ours.filter_map(|item| item.get("id")?.as_u64()).min())
}

fn page_of(builds: &Builds, job: &str, page: usize) -> Result<Vec<Value>, Trouble> {
    let range = format!("{{{},{}}}", page * PAGE, (page + 1) * PAGE);
    let tree = part(&format!(
        "allBuilds[number,url,timestamp,{PARAMETERS}]{range}"
    ));
    let mut answer = builds
        .0
        .get(format!("{}/api/json?tree={tree}", place(job)?))?
        .json();
    match answer.get_mut("allBuilds").map(Value::take) {
        Some(Value::Array(all)) => Ok(all),
        _ => Err(builds.0.unsure("the job has no `allBuilds`")),
    }
}

/// Whether an item or a build carries a marker.
fn carries(of: &Value, marker: &str) -> bool {
    let actions = list(of, "actions").iter();
    let mut parameters = actions.flat_map(|action| list(action, "parameters"));
    let ours = |one: &Value| text(one, "name") == Some(KEY) && text(one, "value") == Some(marker);
    parameters.any(ours)
}

fn started(job: &str, build: &Value) -> Option<Started> {
    let number = build.get("number")?.as_u64()?;
    Some(begun(job, number, text(build, "url")))
}
