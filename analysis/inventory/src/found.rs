//! A component as it was found.

use serde::{Deserialize, Serialize};

use crate::Owner;

/// Which tool builds a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ecosystem {
    /// Rust.
    Cargo,
    /// JavaScript: npm, pnpm, yarn.
    Npm,
    /// Go.
    Go,
    /// Java and the like, by Maven.
    Maven,
    /// Java and the like, by Gradle.
    Gradle,
    /// Python.
    Python,
    /// Nothing but a Dockerfile.
    Docker,
}

impl Ecosystem {
    /// The type of its package URLs.
    #[must_use]
    pub fn purl_type(self) -> &'static str {
        match self {
            Self::Cargo => "cargo",
            Self::Npm => "npm",
            Self::Go => "golang",
            Self::Maven | Self::Gradle => "maven",
            Self::Python => "pypi",
            Self::Docker => "oci",
        }
    }

    /// As it is written in texts and names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cargo => "cargo",
            Self::Npm => "npm",
            Self::Go => "go",
            Self::Maven => "maven",
            Self::Gradle => "gradle",
            Self::Python => "python",
            Self::Docker => "docker",
        }
    }
}

/// What a component seems to be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It is deployed: it has a Dockerfile of its own.
    Service,
    /// It can be run.
    Application,
    /// Others are built on it.
    Library,
    /// Examples, tests, benchmarks and tools: it is not released.
    Support,
}

/// A component that a manifest describes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// A short name, unique in the repository: `[a-z0-9][a-z0-9._-]{0,79}`.
    pub id: String,
    /// The name that its manifest gives it, such as `@shop/till` or `org.example:till`.
    pub name: String,
    /// What it seems to be for.
    pub kind: Kind,
    /// Which tool builds it.
    pub ecosystem: Ecosystem,
    /// Its directory; empty for the root.
    pub path: String,
    /// Its version, if the manifest tells one.
    pub version: Option<String>,
    /// Its package URL without version, if its packages have a name.
    pub purl: Option<String>,
    /// Whether its manifest says that it is not published.
    pub private: bool,
    /// Ids of the components of this repository that it is built on, sorted.
    pub dependencies: Vec<String>,
    /// Who owns most of its files.
    pub owners: Vec<Owner>,
    /// The file that describes it.
    pub manifest: String,
    /// Why it is taken for a component, and for one of its kind.
    pub reason: String,
}
