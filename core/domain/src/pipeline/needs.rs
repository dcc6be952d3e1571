//! What a step has beside its work: secrets by reference, artifacts and caches by digest.

use std::collections::BTreeMap;

use holdpoint_pipelines::Outcome;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::run::Run;
use crate::kernel::Digest;

/// What a step has beside its work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Where the secrets are kept that it sees, by variable.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub secrets: BTreeMap<String, SecretPlace>,
    /// Where in its folder the artifacts are that it makes, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub makes: BTreeMap<String, String>,
    /// What it is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Taken>,
    /// What is kept for the next run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caches: Vec<Cache>,
    /// How many bytes of its log are kept; as many as the agent keeps of every one if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<u64>,
}

impl Needs {
    /// Whether it has nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a secret is kept. Its value is in no ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "from", rename_all = "kebab-case", deny_unknown_fields)]
pub enum SecretPlace {
    /// In a file on the host of whoever carries out the step.
    File {
        /// Its path.
        path: String,
    },
    /// In a variable of that process.
    Environment {
        /// Its name.
        variable: String,
    },
    /// In a store that speaks Vault's HTTP.
    Vault {
        /// The mount and the path in it.
        path: String,
        /// Which field.
        field: String,
        /// Which version; the newest if nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<String>,
    },
    /// In the secret store of a cloud.
    Store {
        /// Whose: `aws`, `google` or `azure`.
        provider: String,
        /// Its name there.
        name: String,
        /// Which version; the newest if nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<String>,
    },
}

/// An artifact that a step is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// Where in its folder the step finds it.
    pub path: String,
    /// The ids of the steps that make it: one, or the combinations of one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Which one, if no step of the run makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

/// Folders and files that are kept from one run to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cache {
    /// Its name.
    pub name: String,
    /// What is kept.
    pub paths: Vec<String>,
    /// Files whose contents are its key.
    pub key: Vec<String>,
}

/// What an artifact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ArtifactKind {
    /// A file.
    #[default]
    File,
    /// A file that can be executed.
    Program,
    /// A folder, as a tar archive.
    Folder,
}

impl ArtifactKind {
    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Program => "program",
            Self::Folder => "folder",
        }
    }
}

/// An artifact that a step has made, kept as a blob.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepArtifact {
    /// SHA-256 of its bytes; of a folder, of its archive.
    pub digest: Digest,
    /// How many bytes that are.
    pub bytes: u64,
    /// What it is.
    #[serde(default)]
    pub kind: ArtifactKind,
}

/// Artifacts by name.
pub type StepArtifacts = BTreeMap<String, StepArtifact>;

/// An artifact that is to be brought to a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// Its name.
    pub name: String,
    /// Where in the folder of the step.
    pub path: String,
    /// Which; none if the step that should have made it has not.
    pub digest: Option<Digest>,
    /// What it is.
    pub kind: ArtifactKind,
}

impl Run {
    /// What is to be brought to the step of a place, with the digests that its makers recorded.
    pub(crate) fn brought(&self, place: u32) -> Vec<Brought> {
        let step = self.planned.step(place);
        let takes = step.into_iter().flat_map(|step| &step.needs.takes);
        takes.flat_map(|taken| self.made(taken)).collect()
    }

    fn made(&self, taken: &Taken) -> Vec<Brought> {
        let brought = |path: String, found: Option<&StepArtifact>| Brought {
            name: taken.name.clone(),
            path,
            digest: found.map(|found| found.digest),
            kind: found.map(|found| found.kind).unwrap_or_default(),
        };
        if let Some(digest) = taken.digest {
            let there = brought(taken.path.clone(), None);
            return vec![Brought {
                digest: Some(digest),
                ..there
            }];
        }
        match taken.from.as_slice() {
            [one] => vec![brought(taken.path.clone(), self.artifact(one, &taken.name))],
            // Each combination has a folder of its own.
            many => {
                let each = many.iter().map(|step| {
                    let combination = step.split_once('[').map_or("", |(_, rest)| rest);
                    let combination = combination.trim_end_matches(']');
                    let path = format!("{}/{combination}", taken.path);
                    brought(path, self.artifact(step, &taken.name))
                });
                each.collect()
            }
        }
    }

    fn artifact(&self, step: &str, name: &str) -> Option<&StepArtifact> {
        let end = self.ended.get(&self.planned.find(step)?)?;
        let good = end.outcome == Outcome::Succeeded;
        end.result.artifacts.get(name).filter(|_| good)
    }
}
