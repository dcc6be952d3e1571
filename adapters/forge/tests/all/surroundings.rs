//! Where a job runs, by what its CI system says.

use std::collections::BTreeMap;
use std::path::Path;

use holdpoint_forge::{Forge, Surroundings, Variables};

struct Said(BTreeMap<String, String>);

impl Variables for Said {
    fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).cloned()
    }

    fn read(&self, path: &Path) -> Option<String> {
        self.0.get(path.to_str()?).cloned()
    }
}

fn here(variables: &str, wanted: Option<Forge>) -> Surroundings {
    let pairs = variables
        .lines()
        .filter_map(|line| line.trim().split_once('='));
    let said = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Surroundings::read(&Said(said.collect()), wanted)
}

const GITHUB: &str = "GITHUB_ACTIONS=true
GITHUB_API_URL=https://api.github.com
GITHUB_SERVER_URL=https://github.com
GITHUB_REPOSITORY=octo/shop
GITHUB_RUN_ID=42
GITHUB_WORKSPACE=/checkout/shop
GITHUB_REF=refs/pull/7/merge
GITHUB_SHA=merge0
GITHUB_EVENT_PATH=/event.json
/event.json={\"action\":\"synchronize\",\"pull_request\":{\"number\":7,\"head\":{\"sha\":\"head0\"}}}";

#[test]
fn a_job_of_github_is_about_the_commit_that_people_see() {
    let here = here(GITHUB, None);
    assert_eq!(here.forge, Some(Forge::GitHub));
    assert_eq!(here.api.as_deref(), Some("https://api.github.com"));
    assert_eq!(
        (here.request, here.commit.as_deref()),
        (Some(7), Some("head0"))
    );
    assert_eq!(
        here.page.as_deref(),
        Some("https://github.com/octo/shop/actions/runs/42")
    );
    assert_eq!(here.checkout.as_deref(), Some("/checkout/shop"));
    assert_eq!(
        here.tokens,
        ["HOLDPOINT_FORGE_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"]
    );
}

#[test]
fn without_its_event_the_name_of_the_branch_says_which_request_it_is() {
    let here = here(&GITHUB.replace("PATH=/event.json", "PATH=/gone.json"), None);
    assert_eq!(
        (here.request, here.commit.as_deref()),
        (Some(7), Some("merge0"))
    );
    let pushed = GITHUB.replace("refs/pull/7/merge", "refs/heads/main");
    let pushed = pushed.replace("\"pull_request\"", "\"other\"");
    let here = super::surroundings::here(&pushed, None);
    assert_eq!(
        (here.request, here.commit.as_deref()),
        (None, Some("merge0"))
    );
}

#[test]
fn a_runner_of_gitea_has_the_variables_of_github() {
    let gitea = GITHUB.replace("https://github.com", "https://git.example.org/git");
    let gitea = gitea.replace("GITHUB_API_URL=", "X=") + "\nGITEA_ACTIONS=true";
    let here = here(&gitea, None);
    assert_eq!(here.forge, Some(Forge::Gitea));
    assert_eq!(
        here.api.as_deref(),
        Some("https://git.example.org/git/api/v1")
    );
}

const GITLAB: &str = "GITLAB_CI=true
CI_API_V4_URL=https://gitlab.example.org/api/v4
CI_PROJECT_ID=99
CI_MERGE_REQUEST_PROJECT_ID=278964
CI_MERGE_REQUEST_IID=7
CI_COMMIT_SHA=head0
CI_PIPELINE_ID=1234
CI_JOB_URL=https://gitlab.example.org/jobs/1
CI_PROJECT_DIR=/builds/shop";

#[test]
fn a_pipeline_of_a_merge_request_speaks_where_people_talk() {
    let here = here(GITLAB, None);
    assert_eq!(here.forge, Some(Forge::GitLab));
    assert_eq!(
        (here.repository.as_deref(), here.source.as_deref()),
        (Some("278964"), Some("99"))
    );
    assert_eq!(
        (here.request, here.commit.as_deref()),
        (Some(7), Some("head0"))
    );
    assert_eq!(
        (here.pipeline, here.page.as_deref()),
        (Some(1234), Some("https://gitlab.example.org/jobs/1"))
    );
}

#[test]
fn a_pipeline_of_merged_results_is_about_the_commit_before_the_merge() {
    let here = here(
        &format!("{GITLAB}\nCI_MERGE_REQUEST_SOURCE_BRANCH_SHA=branch0"),
        None,
    );
    assert_eq!(
        (here.commit.as_deref(), here.pipeline),
        (Some("branch0"), None)
    );
    // A detached pipeline says that it has none.
    let here = super::surroundings::here(
        &format!("{GITLAB}\nCI_MERGE_REQUEST_SOURCE_BRANCH_SHA="),
        None,
    );
    assert_eq!(
        (here.commit.as_deref(), here.pipeline),
        (Some("head0"), Some(1234))
    );
}

#[test]
fn jenkins_knows_the_forge_by_the_address_of_the_request() {
    let jenkins = |url: &str| {
        here(
            &format!(
                "JENKINS_URL=https://ci\nGIT_COMMIT=c0\nBUILD_URL=https://ci/1\nCHANGE_URL={url}"
            ),
            None,
        )
    };
    for (url, forge, api, repository) in [
        (
            "https://github.com/octo/shop/pull/7",
            Forge::GitHub,
            "https://api.github.com",
            "octo/shop",
        ),
        (
            "https://ghe.example.org/octo/shop/pull/7",
            Forge::GitHub,
            "https://ghe.example.org/api/v3",
            "octo/shop",
        ),
        (
            "https://g.example.org/a/b/shop/-/merge_requests/7",
            Forge::GitLab,
            "https://g.example.org/api/v4",
            "a/b/shop",
        ),
        (
            "https://g.example.org/git/octo/shop/pulls/7",
            Forge::Gitea,
            "https://g.example.org/git/api/v1",
            "octo/shop",
        ),
    ] {
        let here = jenkins(url);
        assert_eq!(here.forge, Some(forge), "{url}");
        assert_eq!(
            (here.api.as_deref(), here.repository.as_deref()),
            (Some(api), Some(repository))
        );
        assert_eq!(
            (here.request, here.commit.as_deref()),
            (Some(7), Some("c0"))
        );
    }
    assert_eq!(jenkins("").forge, None);
    assert_eq!(jenkins("").page.as_deref(), Some("https://ci/1"));
}

#[test]
fn what_another_forge_says_does_not_count() {
    let here = here(GITHUB, Some(Forge::GitLab));
    assert_eq!(
        (here.forge, here.api, here.request),
        (Some(Forge::GitLab), None, None)
    );
    assert_eq!(here.commit.as_deref(), Some("head0"));
    let nowhere = super::surroundings::here("", None);
    assert_eq!(nowhere, Surroundings::default());
}
