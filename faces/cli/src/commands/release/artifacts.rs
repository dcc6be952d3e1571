//! Artifacts as people name them: files, images, packages.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use holdpoint_naming::ArtifactReference;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::client::Client;
use crate::error::Failure;
use crate::session::Session;

/// What is known before an artifact is looked at.
pub(super) struct Place<'a> {
    /// The components of the release.
    pub(super) components: &'a [String],
    /// Where references are looked up, unless they say so themselves.
    pub(super) registry: Option<&'a str>,
}

/// An artifact as `release.add-artifacts` wants it.
pub(super) fn read(
    session: &Session,
    _client: &dyn Client,
    place: &Place<'_>,
    text: &str,
) -> Result<Value, Failure> {
    let (component, reference) = component(place.components, text)?;
    let path = Path::new(reference);
    let mut artifact = match path.is_file() {
        true => file(session, path)?,
        false => named(place, reference)?,
    };
    artifact.insert("component".to_owned(), json!(component));
    Ok(Value::Object(artifact))
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

fn file(session: &Session, path: &Path) -> Result<Map<String, Value>, Failure> {
    let wrong = |error: std::io::Error| Failure::file("read", path, &error);
    let mut file = File::open(path).map_err(wrong)?;
    let size = file.metadata().map_err(wrong)?.len();
    let progress = session.progress("hashing", Some(size));
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut done = 0;
    loop {
        let count = file.read(&mut buffer).map_err(wrong)?;
        if count == 0 {
            break;
        }
        hash.update(buffer.get(..count).unwrap_or_default());
        done += count as u64;
        progress.at(done);
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let mut artifact = Map::new();
    artifact.insert("name".to_owned(), json!(name.unwrap_or_default()));
    artifact.insert(
        "digest".to_owned(),
        json!(format!("sha256:{}", hex::encode(hash.finalize()))),
    );
    artifact.insert("size".to_owned(), json!(done));
    artifact.insert("kind".to_owned(), json!("file"));
    Ok(artifact)
}

/// A reference that carries its digest itself.
fn named(place: &Place<'_>, text: &str) -> Result<Map<String, Value>, Failure> {
    let reference: ArtifactReference = text.parse().map_err(|error| {
        let message = format!("`{text}` is neither a file nor an artifact's name");
        Failure::input("artifact-unknown", message).because(&error)
    })?;
    let digest = reference.digest().ok_or_else(|| {
        Failure::input("artifact-digest", format!("`{text}` has no digest"))
            .help("write `REFERENCE@sha256:…`")
    })?;
    let purl = reference
        .purl()
        .map_err(|error| Failure::input("artifact-unknown", error))?;
    let kind = reference.ecosystem().map(|one| one.as_str());
    let repository = reference.repository().or(place.registry);
    let mut artifact = Map::new();
    artifact.insert("name".to_owned(), json!(reference.name()));
    artifact.insert("version".to_owned(), json!(reference.version()));
    artifact.insert("purl".to_owned(), json!(purl.to_string()));
    artifact.insert("digest".to_owned(), json!(digest));
    artifact.insert("kind".to_owned(), json!(kind.unwrap_or("generic")));
    artifact.insert(
        "repository".to_owned(),
        json!(repository.unwrap_or_default()),
    );
    Ok(artifact)
}
