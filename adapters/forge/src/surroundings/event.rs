//! What started a workflow of GitHub or Gitea: the file that both write.

use std::path::Path;

use serde::Deserialize;

use super::Variables;

/// What of it is needed.
#[derive(Deserialize, Default)]
pub(super) struct Event {
    pub(super) pull_request: Option<PullRequest>,
}

/// The request to merge that it is about.
#[derive(Deserialize)]
pub(super) struct PullRequest {
    pub(super) number: u64,
    pub(super) head: Head,
}

/// What is to be merged.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) sha: String,
}

impl Event {
    pub(super) fn read(variables: &dyn Variables) -> Self {
        let path = variables.get("GITHUB_EVENT_PATH");
        let text = path.and_then(|path| variables.read(Path::new(&path)));
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }
}
