//! What a run is started with.

use std::collections::BTreeMap;

/// A component that a run brings to its environments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Which.
    pub component: String,
    /// As a part of which release.
    pub release: String,
    /// The components of the run that are deployed before it, by their places in the list.
    pub after: Vec<usize>,
}

/// The event of a run that is a rehearsal.
pub const REHEARSAL: &str = "rehearsal";

/// What a run is started with.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Given {
    /// Inputs, as people write them.
    pub inputs: BTreeMap<String, String>,
    /// What started it: `manual`, `push`, `change`, `release`, `schedule`, `webhook`, `pipeline`, `cutover` or `rehearsal`.
    pub event: String,
    /// The branch of the commit, empty if there is none.
    pub branch: String,
    /// The tag of the commit, empty if there is none.
    pub tag: String,
    /// The commit, empty if there is none.
    pub commit: String,
    /// What it carries: each component after those that it depends on.
    #[serde(skip)]
    pub carried: Vec<Carried>,
    /// Whether inputs that are missing are made up, so that a pipeline can be looked at without being run.
    #[serde(skip)]
    pub made_up: bool,
}

impl Given {
    /// Whether other environments stand in for those of the pipeline.
    #[must_use]
    pub fn is_rehearsal(&self) -> bool {
        self.event == REHEARSAL
    }

    /// The releases that it carries, each once, if there are several.
    pub(super) fn releases(&self) -> Vec<&str> {
        let mut releases: Vec<_> = self.carried.iter().map(|one| &*one.release).collect();
        releases.sort_unstable();
        releases.dedup();
        if releases.len() < 2 {
            releases.clear();
        }
        releases
    }

    /// Started by hand, with made-up inputs where none are given: to look at a pipeline.
    #[must_use]
    pub fn example() -> Self {
        Self {
            event: "manual".to_owned(),
            made_up: true,
            ..Self::default()
        }
    }
}
