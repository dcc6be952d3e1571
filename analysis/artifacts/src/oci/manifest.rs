//! Indexes and manifests, as far as they are needed.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The media types of manifests and indexes, OCI's and Docker's.
pub(crate) const MEDIA_TYPES: [&str; 4] = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
];

/// A pointer to a blob.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    #[serde(default)]
    pub(super) media_type: String,
    pub(super) digest: String,
    pub(super) size: u64,
    #[serde(default)]
    pub(super) annotations: BTreeMap<String, String>,
}

/// An index (`manifests`) or a manifest (`config`, `layers`).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub(super) media_type: Option<String>,
    #[serde(default)]
    pub(super) manifests: Vec<Descriptor>,
    pub(super) config: Option<Descriptor>,
    #[serde(default)]
    pub(super) layers: Vec<Descriptor>,
    #[serde(default)]
    pub(super) annotations: BTreeMap<String, String>,
}

/// An image's configuration: the labels that a Dockerfile gives.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Configuration {
    #[serde(default)]
    pub(super) config: Option<Labels>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Labels {
    #[serde(default, rename = "Labels")]
    pub(super) labels: Option<BTreeMap<String, String>>,
}

impl Descriptor {
    /// The image's name, where whoever wrote the layout noted it: containerd's in full, else the tag.
    pub(super) fn name(&self) -> Option<&str> {
        let keys = [
            "io.containerd.image.name",
            "org.opencontainers.image.ref.name",
        ];
        keys.iter()
            .find_map(|key| self.annotations.get(*key))
            .map(String::as_str)
    }

    pub(super) fn answers_to(&self, wanted: &str) -> bool {
        let tag = |name: &str| {
            name.rsplit(['/'])
                .next()?
                .split_once(':')
                .map(|(_, tag)| tag.to_owned())
        };
        self.digest == wanted
            || self.annotations.values().any(|name| name == wanted)
            || self.name().and_then(tag).as_deref() == Some(wanted)
    }
}
