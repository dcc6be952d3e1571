//! What a run is started with.

use std::collections::BTreeMap;

/// What a run is started with.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Given {
    /// Inputs, as people write them.
    pub inputs: BTreeMap<String, String>,
    /// What started it: `manual`, `push`, `change`, `release`, `schedule`, `webhook` or `pipeline`.
    pub event: String,
    /// The branch of the commit, empty if there is none.
    pub branch: String,
    /// The tag of the commit, empty if there is none.
    pub tag: String,
    /// The commit, empty if there is none.
    pub commit: String,
    /// Whether inputs that are missing are made up, so that a pipeline can be looked at without being run.
    #[serde(skip)]
    pub made_up: bool,
}

impl Given {
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
