//! Jenkins, with its multibranch pipelines: which forge it is has to be said, or is known by the address of the request.

use super::{Surroundings, Variables, request_of};
use crate::address::Forge;

pub(super) fn read(variables: &dyn Variables) -> Option<Surroundings> {
    let get = |name: &str| variables.get(name);
    get("JENKINS_URL")?;
    let url = get("CHANGE_URL");
    let named = url.as_deref().and_then(request);
    let (forge, api, repository, number) = match named {
        Some((forge, api, repository, number)) => {
            (Some(forge), Some(api), Some(repository), Some(number))
        }
        None => (None, None, None, None),
    };
    Some(Surroundings {
        forge,
        api,
        repository,
        request: number,
        commit: get("GIT_COMMIT"),
        page: get("RUN_DISPLAY_URL").or_else(|| get("BUILD_URL")),
        checkout: get("WORKSPACE"),
        ..Surroundings::default()
    })
}

/// The forge of a request, its API, its repository and its number.
fn request(url: &str) -> Option<(Forge, String, String, u64)> {
    if let Some((server, repository, number)) = request_of(url, "/-/merge_requests/") {
        return Some((
            Forge::GitLab,
            format!("{server}/api/v4"),
            repository,
            number,
        ));
    }
    if let Some((server, path, number)) = request_of(url, "/pulls/") {
        let (server, repository) = last_two(&server, &path)?;
        let api = format!("{server}/api/v1");
        return Some((Forge::Gitea, api, repository, number));
    }
    let (server, path, number) = request_of(url, "/pull/")?;
    let (server, repository) = last_two(&server, &path)?;
    let api = match server.as_str() {
        "https://github.com" => "https://api.github.com".to_owned(),
        server => format!("{server}/api/v3"),
    };
    Some((Forge::GitHub, api, repository, number))
}

/// The server, which may live below a path, and `OWNER/NAME`.
fn last_two(server: &str, path: &str) -> Option<(String, String)> {
    let (before, name) = path.rsplit_once('/')?;
    Some(match before.rsplit_once('/') {
        Some((below, owner)) => (format!("{server}/{below}"), format!("{owner}/{name}")),
        None => (server.to_owned(), format!("{before}/{name}")),
    })
}
