//! `release.list`.

use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{Past, Release, ReleaseName, Stage};
use holdpoint_domain::{Kind, Need, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::paging::Paging;
use crate::{Names, Reader, ServiceError};

/// Releases, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListReleases {
    /// Which part.
    #[serde(flatten)]
    pub paging: Paging,
}

/// Releases, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Releases {
    /// The releases.
    pub releases: Vec<ReleaseLine>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// A release in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReleaseLine {
    /// Its name.
    pub release: ReleaseName,
    /// What people call it.
    pub title: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// When and where it went out before, if it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<Past>,
    /// When it was created, or imported.
    pub created: Time,
    /// The components that go out.
    pub components: Vec<ComponentName>,
    /// Where it has run.
    pub reached: Vec<EnvironmentName>,
}

impl Query for ListReleases {
    const NAME: &'static str = "release.list";
    type View = Releases;

    fn answer(&self, reader: &Reader<'_>) -> Result<Releases, ServiceError> {
        let (names, count) = (reader.names(), self.paging.count());
        let listed = reader
            .view()
            .list(Kind::Release, self.paging.after, true, count)?;
        let next = (listed.len() == count)
            .then(|| listed.last().map(|one| one.first))
            .flatten();
        let found = reader.ask(|state| {
            let found = listed.iter().map(|one| state.releases.get(&one.key));
            let found = Need::gather(found)?.into_iter().flatten();
            Ok(found.cloned().collect::<Vec<_>>())
        })?;
        let releases = found.iter().map(|release| line(release, names)).collect();
        Ok(Releases { releases, next })
    }
}

fn line(release: &Release, names: Names<'_>) -> ReleaseLine {
    ReleaseLine {
        release: release.name.clone(),
        title: names.text(release.title.as_ref()),
        stage: release.stage,
        past: release.past.clone(),
        created: release.created,
        components: release.components.iter().cloned().collect(),
        reached: release.reached.keys().cloned().collect(),
    }
}
