//! Reading one artifact, whatever it is.

use crate::archive::{tar, zip::Zip};
use crate::artifact::{ArtifactKind, Identity, ReadArtifact};
use crate::digest::{digest_reader, open};
use crate::error::ArtifactError;
use crate::{cargo, generic, jar, npm, oci, python};
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

/// Reads a file, or an image in an OCI layout or a `docker save` file.
///
/// # Errors
/// When it cannot be read, is a directory without an image, is damaged, or holds several images.
pub fn read_artifact(path: &Path) -> Result<ReadArtifact, ArtifactError> {
    read_artifact_as(path, None)
}

/// As [`read_artifact`]; of several images in a layout, the one with this name, tag or digest is read.
///
/// # Errors
/// As [`read_artifact`]; also when there is no such image.
pub fn read_artifact_as(path: &Path, image: Option<&str>) -> Result<ReadArtifact, ArtifactError> {
    if path.is_dir() {
        if path.join("oci-layout").is_file() {
            return oci::read_directory(path, image);
        }
        return Err(ArtifactError::Directory {
            path: path.to_owned(),
        });
    }
    let mut file = open(path)?;
    let begin = beginning(&mut file).map_err(|error| ArtifactError::io(path, error))?;
    if begin.is_empty() {
        return Err(ArtifactError::Empty {
            path: path.to_owned(),
        });
    }
    let shape = Shape::of(&begin);
    if let Some(image) = read_image(path, shape, image)? {
        return Ok(image);
    }
    let file_name = file_name(path);
    let (kind, identity) = identify(path, &file_name, shape)?;
    let identity = identity.or(generic::by_name(&file_name));
    let digest = digest_reader(&mut file).map_err(|error| ArtifactError::io(path, error))?;
    Ok(ReadArtifact {
        purl: kind.purl(&identity, &generic::extension(&file_name)),
        name: identity.name.unwrap_or_else(|| file_name.clone()),
        namespace: identity.namespace,
        version: identity.version,
        kind,
        digest: digest.digest,
        size: digest.size,
        media_type: media_type(kind, shape).to_owned(),
        file_name,
    })
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Zip,
    Gzip,
    Tar,
    Other,
}

impl Shape {
    fn of(begin: &[u8]) -> Self {
        match begin {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            [0x1f, 0x8b, ..] => Self::Gzip,
            _ if begin.get(257..262) == Some(b"ustar") => Self::Tar,
            _ => Self::Other,
        }
    }
}

fn beginning(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut begin = Vec::new();
    file.take(512).read_to_end(&mut begin)?;
    file.rewind()?;
    Ok(begin)
}

fn media_type(kind: ArtifactKind, shape: Shape) -> &'static str {
    match (kind, shape) {
        (ArtifactKind::Generic, Shape::Zip) => "application/zip",
        (ArtifactKind::Generic, Shape::Gzip) => "application/gzip",
        (ArtifactKind::Generic, Shape::Tar) => "application/x-tar",
        (kind, _) => kind.media_type(),
    }
}

/// An image, if the file is an archive that holds one.
fn read_image(
    path: &Path,
    shape: Shape,
    image: Option<&str>,
) -> Result<Option<ReadArtifact>, ArtifactError> {
    let gzipped = match shape {
        Shape::Tar => false,
        Shape::Gzip => true,
        Shape::Zip | Shape::Other => return Ok(None),
    };
    let is_image = |name: &str| matches!(name, "oci-layout" | "index.json" | "manifest.json");
    match tar::find(open(path)?, gzipped, is_image) {
        Ok(Some(_)) => oci::read_archive(path, gzipped, image),
        // Gzipped without a tar inside, or damaged: whoever reads its kind says so.
        Ok(None) | Err(_) => Ok(None),
    }
}

fn identify(
    path: &Path,
    file_name: &str,
    shape: Shape,
) -> Result<(ArtifactKind, Identity), ArtifactError> {
    match (generic::extension(file_name).as_str(), shape) {
        ("jar" | "war" | "ear" | "whl" | "zip" | "aar", Shape::Zip) => in_zip(path, file_name),
        ("jar" | "war" | "ear", _) => Err(ArtifactError::broken(
            path,
            "Java archive",
            "it is no zip archive",
        )),
        ("whl", _) => Err(ArtifactError::broken(
            path,
            "Python wheel",
            "it is no zip archive",
        )),
        ("crate", Shape::Gzip) => in_tar(
            path,
            ArtifactKind::Crate,
            "Rust crate",
            cargo::is_manifest,
            cargo::identity,
        ),
        ("crate", _) => Err(ArtifactError::broken(
            path,
            "Rust crate",
            "it is not gzipped",
        )),
        ("tgz" | "tar.gz", Shape::Gzip) => in_tgz(path),
        ("tgz" | "tar.gz", _) => Err(ArtifactError::broken(path, "archive", "it is not gzipped")),
        _ => Ok((ArtifactKind::Generic, Identity::default())),
    }
}

fn in_zip(path: &Path, file_name: &str) -> Result<(ArtifactKind, Identity), ArtifactError> {
    let broken = |reason: String| ArtifactError::broken(path, "zip archive", reason);
    let mut zip = Zip::open(open(path)?).map_err(broken)?;
    let wheel = zip
        .names()
        .find(|name| python::is_wheel_metadata(name))
        .map(Cow::into_owned);
    if let Some(metadata) = wheel {
        let text = zip.text(&metadata).map_err(broken)?;
        return Ok((
            ArtifactKind::Wheel,
            python::identity(&text).map_err(broken)?,
        ));
    }
    let java = zip
        .names()
        .any(|name| name == "META-INF/MANIFEST.MF" || name.starts_with("META-INF/maven/"));
    match generic::extension(file_name).as_str() {
        "whl" => Err(ArtifactError::broken(
            path,
            "Python wheel",
            "it has no `*.dist-info/METADATA`",
        )),
        "jar" | "war" | "ear" => Ok((
            ArtifactKind::Jar,
            jar::identity(&mut zip, file_name).map_err(broken)?,
        )),
        _ if java => Ok((
            ArtifactKind::Jar,
            jar::identity(&mut zip, file_name).map_err(broken)?,
        )),
        _ => Ok((ArtifactKind::Generic, Identity::default())),
    }
}

fn in_tar(
    path: &Path,
    kind: ArtifactKind,
    what: &'static str,
    want: fn(&str) -> bool,
    identity: fn(&str) -> Result<Identity, String>,
) -> Result<(ArtifactKind, Identity), ArtifactError> {
    let broken = |reason: String| ArtifactError::broken(path, what, reason);
    match tar::find(open(path)?, true, want).map_err(broken)? {
        Some((_, text)) => Ok((kind, identity(&text).map_err(broken)?)),
        None => Err(ArtifactError::broken(
            path,
            what,
            "its description is missing",
        )),
    }
}

/// npm packages and source distributions have the same endings as any other archive.
fn in_tgz(path: &Path) -> Result<(ArtifactKind, Identity), ArtifactError> {
    let broken = |reason: String| ArtifactError::broken(path, "gzipped archive", reason);
    let want = |name: &str| npm::is_manifest(name) || python::is_sdist_metadata(name);
    match tar::find(open(path)?, true, want) {
        Ok(Some((name, text))) if python::is_sdist_metadata(&name) => Ok((
            ArtifactKind::Sdist,
            python::identity(&text).map_err(broken)?,
        )),
        Ok(Some((_, text))) => match npm::identity(&text) {
            Ok(identity) => Ok((ArtifactKind::Npm, identity)),
            // A frontend's sources have a package.json too, and need no name.
            Err(_) => Ok((ArtifactKind::Generic, Identity::default())),
        },
        Ok(None) => Ok((ArtifactKind::Generic, Identity::default())),
        Err(reason) => Err(broken(reason)),
    }
}
