//! A layout in a tar file. One pass measures all blobs and keeps the small ones, so that a gzipped file, which
//! cannot be read at any place, is read once as well.

use super::blobs::{Blobs, MAX_DOCUMENT};
use crate::archive::{MAX_ENTRIES, tar};
use crate::digest::{Digest, copy, name, open};
use crate::error::ArtifactError;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Blobs up to this size may be descriptions and are kept, up to this many bytes in all.
const KEEP: u64 = 1024 * 1024;
const KEEP_ALL: u64 = 64 * 1024 * 1024;

pub(super) struct Archive {
    path: PathBuf,
    index: Option<Vec<u8>>,
    has_layout: bool,
    has_manifest: bool,
    measured: HashMap<String, Digest>,
    kept: HashMap<String, Vec<u8>>,
    kept_bytes: u64,
}

impl Archive {
    pub(super) fn scan(path: &Path, gzipped: bool) -> Result<Self, ArtifactError> {
        let mut scan = Self {
            path: path.to_owned(),
            index: None,
            has_layout: false,
            has_manifest: false,
            measured: HashMap::new(),
            kept: HashMap::new(),
            kept_bytes: 0,
        };
        let broken = |error: std::io::Error| ArtifactError::broken(path, "image archive", error);
        let mut archive = ::tar::Archive::new(tar::open(open(path)?, gzipped));
        for entry in archive.entries().map_err(broken)?.take(MAX_ENTRIES) {
            let mut entry = entry.map_err(broken)?;
            if entry.header().entry_type().is_file() {
                let path = tar::path_of(&entry);
                scan.entry(&path, &mut entry).map_err(broken)?;
            }
        }
        Ok(scan)
    }

    fn entry(&mut self, path: &str, content: &mut dyn Read) -> std::io::Result<()> {
        match path {
            "index.json" => {
                let mut bytes = Vec::new();
                content.take(MAX_DOCUMENT).read_to_end(&mut bytes)?;
                self.index = Some(bytes);
            }
            "oci-layout" => self.has_layout = true,
            "manifest.json" => self.has_manifest = true,
            _ => {
                if let Some(hex) = path.strip_prefix("blobs/sha256/") {
                    self.blob(format!("sha256:{hex}"), content)?;
                }
            }
        }
        Ok(())
    }

    fn blob(&mut self, digest: String, content: &mut dyn Read) -> std::io::Result<()> {
        let mut hash = Sha256::new();
        let mut head = Vec::new();
        let size = copy(content, &mut |bytes| {
            hash.update(bytes);
            if head.len() as u64 <= KEEP {
                head.extend_from_slice(bytes);
            }
        })?;
        if size <= KEEP && self.kept_bytes + size <= KEEP_ALL {
            self.kept_bytes += size;
            self.kept.insert(digest.clone(), head);
        }
        self.measured.insert(
            digest,
            Digest {
                digest: name(&hash.finalize()),
                size,
            },
        );
        Ok(())
    }

    pub(super) fn is_layout(&self) -> bool {
        self.has_layout && self.index.is_some()
    }

    pub(super) fn is_old_docker_archive(&self) -> bool {
        self.has_manifest && self.index.is_none()
    }
}

impl Blobs for Archive {
    fn index(&mut self) -> Result<Vec<u8>, ArtifactError> {
        let missing = || ArtifactError::broken(&self.path, "image layout", "it has no index.json");
        self.index.clone().ok_or_else(missing)
    }

    fn document(&mut self, digest: &str) -> Result<Option<Vec<u8>>, ArtifactError> {
        match (self.kept.get(digest), self.measured.get(digest)) {
            (Some(bytes), _) => Ok(Some(bytes.clone())),
            (None, Some(measured)) => Err(ArtifactError::broken(
                &self.path,
                "image",
                format!(
                    "its description {digest} has {} bytes, {KEEP} are read",
                    measured.size
                ),
            )),
            (None, None) => Ok(None),
        }
    }

    fn measure(&mut self, digest: &str) -> Result<Option<Digest>, ArtifactError> {
        Ok(self.measured.get(digest).cloned())
    }
}
