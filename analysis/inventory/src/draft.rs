//! A component before names and dependencies are settled.

use crate::{Ecosystem, Kind};

/// How a manifest names something that it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Want {
    /// By directory.
    Directory(String),
    /// By the name that its own manifest gives it, in the same ecosystem.
    Name(String),
}

/// What a manifest says.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) ecosystem: Ecosystem,
    pub(crate) name: String,
    /// Names that would do as an id, best first.
    pub(crate) ids: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) path: String,
    pub(crate) version: Option<String>,
    pub(crate) purl: Option<String>,
    pub(crate) private: bool,
    pub(crate) wants: Vec<Want>,
    pub(crate) manifest: String,
    pub(crate) reason: String,
}

impl Draft {
    pub(crate) fn new(ecosystem: Ecosystem, name: &str, manifest: &str) -> Self {
        Self {
            ecosystem,
            name: name.to_owned(),
            ids: vec![name.to_owned()],
            kind: Kind::Library,
            path: crate::tree::directory(manifest).to_owned(),
            version: None,
            purl: None,
            private: false,
            wants: Vec::new(),
            manifest: manifest.to_owned(),
            reason: String::new(),
        }
    }
}
