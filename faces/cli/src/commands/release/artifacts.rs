//! Artifacts as people name them: files, images, packages.

use std::path::Path;

use holdpoint_artifacts::registry::{Resolved, resolve_maven, resolve_npm, resolve_oci};
use holdpoint_artifacts::{ArtifactError, ArtifactKind, ReadArtifact, read_artifact};
use holdpoint_naming::reference::OciReference;
use holdpoint_naming::{ArtifactReference, Purl};
use serde_json::{Value, json};

use super::registry::{Network, credentials};
use crate::error::Failure;
use crate::exit::Exit;
use crate::session::Session;

/// What is known before an artifact is looked at.
pub(super) struct Place<'a> {
    /// The components of the release.
    pub(super) components: &'a [String],
    /// Where references are looked up, unless they say so themselves.
    pub(super) registry: Option<&'a str>,
}

/// Where Maven coordinates and npm packages are looked up if nothing is said.
const MAVEN: &str = "https://repo1.maven.org/maven2";
const NPM: &str = "https://registry.npmjs.org";

/// An artifact as `release.add-artifacts` wants it.
pub(super) fn read(session: &Session, place: &Place<'_>, text: &str) -> Result<Value, Failure> {
    let (component, reference) = component(place.components, text)?;
    let path = Path::new(reference);
    let progress = session.progress("reading", None);
    let mut artifact = match path.exists() || is_path(reference) {
        true => of_file(&read_artifact(path).map_err(|error| unreadable(&error))?),
        false => named(place, reference)?,
    };
    drop(progress);
    if let Some(fields) = artifact.as_object_mut() {
        fields.insert("component".to_owned(), json!(component));
    }
    Ok(artifact)
}

/// Endings of files that nobody would give to an image.
const FILES: &[&str] = &[
    ".tgz", ".tar", ".gz", ".zip", ".jar", ".war", ".ear", ".whl", ".crate", ".deb", ".rpm",
];

/// Whether a file was meant, though there may be none.
fn is_path(text: &str) -> bool {
    text.starts_with(['.', '/']) || FILES.iter().any(|ending| text.ends_with(ending))
}

/// `COMPONENT=REFERENCE`, or a reference alone where there is one component only.
fn component<'a>(components: &'a [String], text: &'a str) -> Result<(&'a str, &'a str), Failure> {
    if let Some((component, reference)) = text.split_once('=')
        && components.iter().any(|known| known == component)
    {
        return Ok((component, reference));
    }
    match components {
        [only] => Ok((only, text)),
        _ => {
            let message = format!("`{text}` does not say which component it is of");
            let known = components.join(", ");
            Err(Failure::input("artifact-component", message).help(format!(
                "write `COMPONENT=REFERENCE`; the release has {known}"
            )))
        }
    }
}

fn of_file(read: &ReadArtifact) -> Value {
    json!({
        "name": read.file_name,
        "version": read.version,
        "purl": read.purl.as_ref().map(Purl::to_string),
        "digest": read.digest,
        "size": read.size,
        "kind": kind(read.kind),
        "repository": ""
    })
}

fn kind(kind: ArtifactKind) -> &'static str {
    match kind {
        ArtifactKind::Jar => "maven",
        ArtifactKind::Npm => "npm",
        ArtifactKind::Wheel | ArtifactKind::Sdist => "python",
        ArtifactKind::Crate => "cargo",
        ArtifactKind::Image => "oci",
        _ => "file",
    }
}

/// A reference: looked up in its registry, or taken with the digest that it carries.
fn named(place: &Place<'_>, text: &str) -> Result<Value, Failure> {
    let reference: ArtifactReference = text.parse().map_err(|error| {
        let message = format!("`{text}` is neither a file nor an artifact's name");
        Failure::input("artifact-unknown", message).because(&error)
    })?;
    let kind = reference.ecosystem().map_or("generic", |one| one.as_str());
    if let Some(resolved) = looked_up(place, &reference)? {
        return Ok(of_registry(&resolved, kind));
    }
    let digest = reference.digest().ok_or_else(|| {
        Failure::input("artifact-digest", format!("`{text}` has no digest"))
            .help("write `REFERENCE@sha256:…`, or name the file itself")
    })?;
    let purl = reference
        .purl()
        .map_err(|error| Failure::input("artifact-unknown", error))?;
    Ok(json!({
        "name": reference.name(),
        "version": reference.version(),
        "purl": purl.to_string(),
        "digest": digest,
        "kind": kind,
        "repository": reference.repository().or(place.registry).unwrap_or_default()
    }))
}

fn looked_up(
    place: &Place<'_>,
    reference: &ArtifactReference,
) -> Result<Option<Resolved>, Failure> {
    let credentials = credentials();
    let credentials = credentials.as_ref();
    let found = match reference {
        ArtifactReference::Oci(image) if image.digest.is_none() => resolve_oci(
            &Network::new()?,
            &elsewhere(image, place.registry)?,
            credentials,
        ),
        ArtifactReference::Maven(maven) => resolve_maven(
            &Network::new()?,
            place.registry.unwrap_or(MAVEN),
            maven,
            credentials,
        ),
        ArtifactReference::Npm(npm) => resolve_npm(
            &Network::new()?,
            place.registry.unwrap_or(NPM),
            npm,
            credentials,
        ),
        _ => return Ok(None),
    };
    found
        .map(Some)
        .map_err(|error| Failure::new(Exit::Failed, "registry", error))
}

/// The image in the registry that was named, if it does not name one itself.
fn elsewhere(image: &OciReference, registry: Option<&str>) -> Result<OciReference, Failure> {
    match registry {
        Some(registry) if !image.to_string().starts_with(registry) => {
            let text = format!("{}/{image}", registry.trim_end_matches('/'));
            text.parse()
                .map_err(|error| Failure::input("artifact-unknown", error))
        }
        _ => Ok(image.clone()),
    }
}

fn of_registry(found: &Resolved, kind: &str) -> Value {
    json!({
        "name": found.name,
        "version": found.version,
        "purl": found.purl.to_string(),
        "digest": found.digest,
        "size": found.size,
        "kind": kind,
        "repository": origin(&found.url)
    })
}

/// Scheme and host of an address: the path is in the package URL.
fn origin(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return String::new();
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}")
}

fn unreadable(error: &ArtifactError) -> Failure {
    let exit = match error {
        ArtifactError::Io { .. } => Exit::Failed,
        _ => Exit::Usage,
    };
    Failure::new(exit, "artifact-unreadable", error)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{component, is_path, origin};

    #[test]
    fn the_component_is_named_unless_there_is_one_only() {
        let one = ["api".to_owned()];
        let two = ["api".to_owned(), "web".to_owned()];
        assert_eq!(component(&one, "a.jar").unwrap(), ("api", "a.jar"));
        assert_eq!(component(&two, "web=a=b.tgz").unwrap(), ("web", "a=b.tgz"));
        let failure = component(&two, "a.jar").unwrap_err();
        assert_eq!(
            failure.message,
            "`a.jar` does not say which component it is of"
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_no_image() {
        assert!(is_path("./till") && is_path("till-1.2.tgz"));
        assert!(!is_path("till:1.2") && !is_path("org.example:till:1.0"));
    }

    #[test]
    fn an_address_keeps_its_host_only() {
        assert_eq!(
            origin("https://user:pass@host:8443/v2/x?y"),
            "https://host:8443"
        );
    }
}
