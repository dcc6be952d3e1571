//! GitHub Actions, and the Actions of Gitea and Forgejo, which have the same variables.

use super::event::Event;
use super::{Surroundings, Variables};
use crate::address::Forge;

pub(super) fn read(variables: &dyn Variables) -> Option<Surroundings> {
    variables
        .get("GITHUB_ACTIONS")
        .filter(|said| said == "true")?;
    let get = |name: &str| variables.get(name);
    let foreign = ["GITEA_ACTIONS", "FORGEJO_ACTIONS"];
    let forge = match foreign.into_iter().any(|name| get(name).is_some()) {
        true => Forge::Gitea,
        false => Forge::GitHub,
    };
    let server = get("GITHUB_SERVER_URL");
    let event = Event::read(variables).pull_request;
    let number = event.as_ref().map(|pull| pull.number);
    let page = server.as_ref().and_then(|server| {
        let (repository, run) = (get("GITHUB_REPOSITORY")?, get("GITHUB_RUN_ID")?);
        Some(format!("{server}/{repository}/actions/runs/{run}"))
    });
    Some(Surroundings {
        forge: Some(forge),
        api: get("GITHUB_API_URL").or_else(|| of_server(forge, server.as_deref()?)),
        repository: get("GITHUB_REPOSITORY"),
        request: number.or_else(|| of_ref(&get("GITHUB_REF")?)),
        // What is checked out for a request is a commit that merges it, which nobody looks at.
        commit: event
            .map(|pull| pull.head.sha)
            .or_else(|| get("GITHUB_SHA")),
        page,
        checkout: get("GITHUB_WORKSPACE"),
        ..Surroundings::default()
    })
}

fn of_server(forge: Forge, server: &str) -> Option<String> {
    (forge == Forge::Gitea).then(|| format!("{server}/api/v1"))
}

/// `refs/pull/5/merge`
fn of_ref(name: &str) -> Option<u64> {
    name.strip_prefix("refs/pull/")?
        .split('/')
        .next()?
        .parse()
        .ok()
}
