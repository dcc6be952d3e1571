//! Choosing an image in a layout, verifying all of its blobs, and what it calls itself.

use super::blobs::Blobs;
use super::manifest::{Configuration, Descriptor, Document};
use crate::artifact::{ArtifactKind, ReadArtifact};
use crate::digest::is_sha256;
use crate::error::ArtifactError;
use crate::generic;
use holdpoint_naming::reference::OciReference;
use holdpoint_naming::{Purl, PurlParts};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// An image of images of images; deeper ones nobody builds.
const MAX_DEPTH: usize = 4;
/// No image has more parts.
const MAX_BLOBS: usize = 50_000;

pub(super) fn read(
    path: &Path,
    blobs: &mut dyn Blobs,
    wanted: Option<&str>,
) -> Result<ReadArtifact, ArtifactError> {
    let index = blobs.index()?;
    let index: Document = parse(path, &index, "index.json")?;
    let image = choose(path, &index.manifests, wanted)?;
    let mut check = Check {
        path,
        blobs,
        seen: HashSet::new(),
        size: 0,
        labels: BTreeMap::new(),
    };
    let media_type = check.image(&image, 0)?;
    let Check { size, labels, .. } = check;
    Ok(described(path, &image, media_type, size, &labels))
}

fn parse<T: serde::de::DeserializeOwned>(
    path: &Path,
    bytes: &[u8],
    what: &str,
) -> Result<T, ArtifactError> {
    serde_json::from_slice(bytes)
        .map_err(|error| ArtifactError::broken(path, "image", format!("its {what}: {error}")))
}

fn choose(
    path: &Path,
    images: &[Descriptor],
    wanted: Option<&str>,
) -> Result<Descriptor, ArtifactError> {
    let choices = || {
        let name = |image: &Descriptor| image.name().unwrap_or(&image.digest).to_owned();
        images.iter().take(20).map(name).collect::<Vec<_>>()
    };
    if let Some(wanted) = wanted {
        let found = images
            .iter()
            .find(|image| image.answers_to(wanted))
            .cloned();
        return found.ok_or_else(|| ArtifactError::NoSuchImage {
            path: path.to_owned(),
            wanted: wanted.to_owned(),
            choices: choices(),
        });
    }
    // `docker save` lists one image once for each of its tags.
    let different: HashSet<&str> = images.iter().map(|image| image.digest.as_str()).collect();
    match (different.len(), images.first()) {
        (1, Some(image)) => Ok(image.clone()),
        (_, Some(_)) => Err(ArtifactError::Several {
            path: path.to_owned(),
            choices: choices(),
        }),
        (_, None) => Err(ArtifactError::broken(
            path,
            "image layout",
            "its index.json lists no image",
        )),
    }
}

struct Check<'a> {
    path: &'a Path,
    blobs: &'a mut dyn Blobs,
    seen: HashSet<String>,
    size: u64,
    labels: BTreeMap<String, String>,
}

impl Check<'_> {
    /// Verifies a manifest or an index and all below it, and answers its media type.
    fn image(&mut self, descriptor: &Descriptor, depth: usize) -> Result<String, ArtifactError> {
        if depth > MAX_DEPTH || self.seen.len() > MAX_BLOBS {
            return Err(self.broken("it nests too deep or has too many parts".to_owned()));
        }
        let bytes = self.document(descriptor)?;
        let document: Document = parse(self.path, &bytes, "manifest")?;
        for (name, value) in &document.annotations {
            self.labels
                .entry(name.clone())
                .or_insert_with(|| value.clone());
        }
        for child in &document.manifests {
            if !self.seen.contains(&child.digest) {
                self.image(child, depth + 1)?;
            }
        }
        if let Some(config) = &document.config {
            self.configuration(config)?;
        }
        for layer in &document.layers {
            self.blob(layer)?;
        }
        let declared = document
            .media_type
            .unwrap_or_else(|| descriptor.media_type.clone());
        match (declared.is_empty(), document.manifests.is_empty()) {
            (false, _) => Ok(declared),
            (true, true) => Ok(ArtifactKind::Image.media_type().to_owned()),
            (true, false) => Ok(super::MEDIA_TYPES
                .first()
                .copied()
                .unwrap_or_default()
                .to_owned()),
        }
    }

    fn configuration(&mut self, descriptor: &Descriptor) -> Result<(), ArtifactError> {
        if !descriptor.media_type.ends_with("+json") {
            return self.blob(descriptor);
        }
        let bytes = self.document(descriptor)?;
        // Artifacts that are no images have configurations of their own kind.
        let config: Configuration = serde_json::from_slice(&bytes).unwrap_or_default();
        for (name, value) in config
            .config
            .and_then(|config| config.labels)
            .unwrap_or_default()
        {
            self.labels.entry(name).or_insert(value);
        }
        Ok(())
    }

    fn document(&mut self, descriptor: &Descriptor) -> Result<Vec<u8>, ArtifactError> {
        self.check_name(descriptor)?;
        let bytes = self
            .blobs
            .document(&descriptor.digest)?
            .ok_or_else(|| self.missing(descriptor))?;
        let found = crate::digest::name(&Sha256::digest(&bytes));
        self.check_content(descriptor, &found, bytes.len() as u64)?;
        Ok(bytes)
    }

    fn blob(&mut self, descriptor: &Descriptor) -> Result<(), ArtifactError> {
        self.check_name(descriptor)?;
        if self.seen.contains(&descriptor.digest) {
            return Ok(());
        }
        let measured = self
            .blobs
            .measure(&descriptor.digest)?
            .ok_or_else(|| self.missing(descriptor))?;
        self.check_content(descriptor, &measured.digest, measured.size)
    }

    fn check_name(&self, descriptor: &Descriptor) -> Result<(), ArtifactError> {
        if is_sha256(&descriptor.digest) {
            return Ok(());
        }
        let digest: String = descriptor.digest.chars().take(80).collect();
        Err(self.broken(format!("`{digest}` is no SHA-256 digest")))
    }

    fn check_content(
        &mut self,
        descriptor: &Descriptor,
        found: &str,
        size: u64,
    ) -> Result<(), ArtifactError> {
        if found != descriptor.digest {
            return Err(ArtifactError::DigestMismatch {
                path: self.path.to_owned(),
                expected: descriptor.digest.clone(),
                found: found.to_owned(),
            });
        }
        if size != descriptor.size {
            let (digest, told) = (&descriptor.digest, descriptor.size);
            return Err(self.broken(format!(
                "the blob {digest} has {size} bytes, {told} are told"
            )));
        }
        if self.seen.insert(descriptor.digest.clone()) {
            self.size = self.size.saturating_add(size);
        }
        Ok(())
    }

    fn missing(&self, descriptor: &Descriptor) -> ArtifactError {
        ArtifactError::BlobMissing {
            path: self.path.to_owned(),
            digest: descriptor.digest.clone(),
        }
    }

    fn broken(&self, reason: String) -> ArtifactError {
        ArtifactError::broken(self.path, "image", reason)
    }
}

/// Names come from the layout's annotations, else the image's labels, else the file's name.
fn described(
    path: &Path,
    image: &Descriptor,
    media_type: String,
    size: u64,
    labels: &BTreeMap<String, String>,
) -> ReadArtifact {
    let file_name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let reference = image.name().filter(|name| name.contains(['/', ':']));
    let reference = reference.and_then(|name| name.parse::<OciReference>().ok());
    let label = |name: &str| {
        labels
            .get(&format!("org.opencontainers.image.{name}"))
            .cloned()
    };
    let from_file = generic::by_name(&file_name);
    let tag = match &reference {
        Some(reference) => reference.tag.clone(),
        None => image.name().map(str::to_owned),
    };
    let name = match &reference {
        Some(reference) => reference.name().to_owned(),
        None => label("title")
            .or(from_file.name)
            .unwrap_or_else(|| file_name.clone()),
    };
    ReadArtifact {
        purl: purl(&name, &image.digest, reference.as_ref(), tag.as_deref()),
        namespace: reference
            .as_ref()
            .map(|reference| reference.parent().to_owned()),
        version: label("version")
            .filter(|version| !version.is_empty())
            .or(tag)
            .or(from_file.version),
        name,
        kind: ArtifactKind::Image,
        digest: image.digest.clone(),
        size,
        media_type,
        file_name,
    }
}

fn purl(
    name: &str,
    digest: &str,
    reference: Option<&OciReference>,
    tag: Option<&str>,
) -> Option<Purl> {
    let place = reference.map(|r| ("repository_url", format!("{}/{}", r.registry, r.repository)));
    let tag = tag.map(|tag| ("tag", tag.to_owned()));
    let qualifiers = place
        .into_iter()
        .chain(tag)
        .map(|(key, value)| (key.to_owned(), value));
    Purl::build(PurlParts {
        package_type: "oci".to_owned(),
        name: name.to_owned(),
        version: Some(digest.to_owned()),
        qualifiers: qualifiers.collect(),
        ..PurlParts::default()
    })
    .ok()
}
