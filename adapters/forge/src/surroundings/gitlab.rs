//! GitLab CI/CD.

use super::{Surroundings, Variables};
use crate::address::Forge;

pub(super) fn read(variables: &dyn Variables) -> Option<Surroundings> {
    variables.get("GITLAB_CI").filter(|said| said == "true")?;
    let get = |name: &str| variables.get(name);
    let own = get("CI_PROJECT_ID");
    // A request from a fork: its pipeline runs in the fork, and people talk in the other project.
    let target = get("CI_MERGE_REQUEST_PROJECT_ID").or_else(|| own.clone());
    // In a pipeline of merged results the commit is one that only GitLab knows.
    let branch = get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
    let merged = branch.is_some();
    Some(Surroundings {
        forge: Some(Forge::GitLab),
        api: get("CI_API_V4_URL"),
        repository: target,
        source: own,
        request: get("CI_MERGE_REQUEST_IID").and_then(|number| number.parse().ok()),
        commit: branch.or_else(|| get("CI_COMMIT_SHA")),
        // A pipeline has statuses of its own commit only.
        pipeline: get("CI_PIPELINE_ID")
            .filter(|_| !merged)
            .and_then(|id| id.parse().ok()),
        page: get("CI_JOB_URL"),
        checkout: get("CI_PROJECT_DIR"),
        ..Surroundings::default()
    })
}
