//! Where a job of a CI system runs: for which commit, of which repository, for which request to merge.

mod event;
mod gitlab;
mod jenkins;
mod runner;

use std::path::Path;

use crate::address::Forge;

/// What the environment says.
pub trait Variables {
    /// The value of a variable; none if it is empty.
    fn get(&self, name: &str) -> Option<String>;

    /// The text of a file that a variable names.
    fn read(&self, path: &Path) -> Option<String>;
}

/// What a CI system says of the job that runs. What it does not say has to be said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// Which forge the repository is on.
    pub forge: Option<Forge>,
    /// Where its API begins.
    pub api: Option<String>,
    /// The repository of the request to merge, or of the commit.
    pub repository: Option<String>,
    /// The repository of the commit, if that is another one.
    pub source: Option<String>,
    /// The request to merge.
    pub request: Option<u64>,
    /// The commit that people see, which need not be the one that is checked out.
    pub commit: Option<String>,
    /// The pipeline that the commit is tested in, with GitLab.
    pub pipeline: Option<u64>,
    /// The page of the job.
    pub page: Option<String>,
    /// Where the repository is checked out.
    pub checkout: Option<String>,
    /// Names of variables that may have a token, the best first.
    pub tokens: Vec<&'static str>,
}

impl Surroundings {
    /// Reads what is there. If a forge is named, whatever is said by another one's CI system does not count.
    #[must_use]
    pub fn read(variables: &dyn Variables, wanted: Option<Forge>) -> Self {
        let found = runner::read(variables)
            .or_else(|| gitlab::read(variables))
            .or_else(|| jenkins::read(variables))
            .unwrap_or_default();
        let mut here = match (wanted, found.forge) {
            (Some(wanted), Some(forge)) if wanted != forge => Self {
                commit: found.commit,
                page: found.page,
                checkout: found.checkout,
                ..Self::default()
            },
            _ => found,
        };
        here.forge = wanted.or(here.forge);
        here.tokens = here.forge.map_or_else(Vec::new, tokens);
        here
    }
}

fn tokens(forge: Forge) -> Vec<&'static str> {
    let own: &[&str] = match forge {
        Forge::GitHub => &["GITHUB_TOKEN", "GH_TOKEN"],
        Forge::GitLab => &["GITLAB_TOKEN"],
        Forge::Gitea => &["GITEA_TOKEN", "FORGEJO_TOKEN", "GITHUB_TOKEN"],
    };
    std::iter::once("HOLDPOINT_FORGE_TOKEN")
        .chain(own.iter().copied())
        .collect()
}

/// `https://HOST/OWNER/NAME/pull/5` and the like: host with its scheme, repository, number.
fn request_of(url: &str, between: &str) -> Option<(String, String, u64)> {
    let (before, number) = url.rsplit_once(between)?;
    let number = number.split(['/', '?', '#']).next()?.parse().ok()?;
    let (scheme, rest) = before.split_once("://")?;
    let (host, repository) = rest.split_once('/')?;
    let repository = repository.trim_matches('/').to_owned();
    Some((format!("{scheme}://{host}"), repository, number))
}
