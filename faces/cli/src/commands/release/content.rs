//! What a release carries, as it is said when creating it or adding to it.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::{artifacts, commits, scope};
use crate::error::Failure;
use crate::session::Session;

/// What a release carries.
#[derive(Debug, Args)]
pub(crate) struct Content {
    /// Commits, as `A..B`; `..B` or `B` for all history up to B. Their authors never approve it.
    #[arg(long, value_name = "RANGE")]
    commits: Vec<String>,
    /// The git repository that the commits are in.
    #[arg(long, value_name = "DIR", default_value = ".")]
    repository: PathBuf,
    /// A file, an OCI image, or a Maven, npm or other package; `COMPONENT=REFERENCE` if the release has
    /// several components.
    #[arg(long = "artifact", value_name = "[COMPONENT=]REFERENCE")]
    artifacts: Vec<String>,
    /// The repository or registry that references are in, unless they say so themselves.
    #[arg(long, value_name = "URL")]
    registry: Option<String>,
    /// What it carries, such as `feature:PAY-1042`; replaces what it carried before.
    #[arg(long = "scope", value_name = "KIND:ID")]
    scope: Vec<String>,
}

impl Content {
    /// The scope, as the creation of a release wants it.
    pub(super) fn scope(&self) -> Result<Vec<Value>, Failure> {
        self.scope.iter().map(|text| scope::item(text)).collect()
    }

    /// The requests that add it to a release of these components.
    pub(super) fn requests(
        &self,
        session: &Session,
        release: &str,
        components: &[String],
    ) -> Result<Vec<Value>, Failure> {
        let mut requests = Vec::new();
        for range in &self.commits {
            let arguments = commits::arguments(&self.repository, range, release)?;
            requests.push(json!({ "command": "release.add-commits", "arguments": arguments }));
        }
        if !self.artifacts.is_empty() {
            let place = artifacts::Place {
                components,
                registry: self.registry.as_deref(),
            };
            let found = self.artifacts.iter().map(|text| {
                session.detail(format!("reading {text}"));
                artifacts::read(session, &place, text)
            });
            let found = found.collect::<Result<Vec<_>, _>>()?;
            let arguments = json!({ "release": release, "artifacts": found });
            requests.push(json!({ "command": "release.add-artifacts", "arguments": arguments }));
        }
        Ok(requests)
    }
}
