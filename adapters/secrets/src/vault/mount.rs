//! Where engines are mounted, and whether they have versions.

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use crate::why::Trouble;
use crate::wire::Answer;

/// A mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mount {
    path: Vec<String>,
    pub(super) versioned: bool,
}

/// Mounts that were asked about. They change so rarely that they are kept as long as the program runs.
#[derive(Default)]
pub(super) struct Mounts(Mutex<Vec<Mount>>);

#[derive(Deserialize)]
struct Said {
    data: About,
}

#[derive(Deserialize)]
struct About {
    path: String,
    #[serde(rename = "type")]
    kind: String,
    options: Option<Options>,
}

#[derive(Deserialize)]
struct Options {
    version: Option<String>,
}

impl Mount {
    /// One of which nothing can be known.
    pub(super) fn unversioned(parts: &[&str]) -> Self {
        let path = parts.first().map(|part| (*part).to_owned());
        Self {
            path: path.into_iter().collect(),
            versioned: false,
        }
    }

    /// Where the data of a secret is.
    pub(super) fn data<'p>(&self, parts: &[&'p str]) -> Result<Vec<&'p str>, Trouble> {
        let split = parts.split_at_checked(self.path.len());
        let (mount, rest) = split
            .filter(|(_, rest)| !rest.is_empty())
            .ok_or(Trouble::Absent)?;
        Ok([mount, &["data"], rest].concat())
    }

    fn holds(&self, parts: &[&str]) -> bool {
        let here = parts.get(..self.path.len());
        here.is_some_and(|here| here.iter().zip(&self.path).all(|(a, b)| *a == b.as_str()))
    }
}

impl Mounts {
    pub(super) fn known(&self, parts: &[&str]) -> Option<Mount> {
        let mounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mounts.iter().find(|mount| mount.holds(parts)).cloned()
    }

    /// What a vault says of the mount of a path.
    pub(super) fn learn(&self, answer: &Answer) -> Result<Mount, Trouble> {
        let about = answer.json::<Said>()?.data;
        let version = about.options.and_then(|options| options.version);
        let path = about.path.split('/').filter(|part| !part.is_empty());
        let mount = Mount {
            path: path.map(str::to_owned).collect(),
            versioned: about.kind == "kv" && version.as_deref() == Some("2"),
        };
        let mut mounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mounts.push(mount.clone());
        Ok(mount)
    }
}
