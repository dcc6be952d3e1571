//! Maven repositories: a file and the checksum beside it.

use super::Resolved;
use super::auth::{Credentials, encode};
use super::error::RegistryError;
use super::stream::{Checksums, checksums, text};
use super::transport::Transport;
use holdpoint_naming::ArtifactReference;
use holdpoint_naming::reference::MavenReference;

/// Downloads a file of a Maven repository and verifies it against the best checksum beside it.
///
/// `repository` is the repository's URL, such as `https://repo.maven.apache.org/maven2`.
///
/// # Errors
/// When the repository does not answer, does not have it, or the checksum is another or missing.
pub fn resolve_maven(
    transport: &dyn Transport,
    repository: &str,
    reference: &MavenReference,
    credentials: Option<&Credentials>,
) -> Result<Resolved, RegistryError> {
    let what = reference.to_string();
    let version = reference.version.to_ascii_uppercase();
    if version.ends_with("-SNAPSHOT") || matches!(version.as_str(), "LATEST" | "RELEASE") {
        return Err(RegistryError::Moving(what));
    }
    let url = format!(
        "{}/{}/{}/{}",
        repository.trim_end_matches('/'),
        reference.folder(),
        encode(&reference.version),
        encode(&reference.file_name())
    );
    let found = checksums(transport, &what, &url, credentials)?;
    let verified_by = verify(transport, &url, &found, credentials)?;
    let purl = ArtifactReference::Maven(reference.clone()).purl();
    Ok(Resolved {
        name: reference.artifact.clone(),
        version: Some(reference.version.clone()),
        digest: crate::digest::name(&found.sha256),
        size: found.size,
        purl: purl.map_err(|error| RegistryError::protocol(&url, error))?,
        media_type: found
            .media_type
            .unwrap_or_else(|| "application/java-archive".to_owned()),
        url,
        verified_by: verified_by.to_owned(),
    })
}

fn verify(
    transport: &dyn Transport,
    url: &str,
    found: &Checksums,
    credentials: Option<&Credentials>,
) -> Result<&'static str, RegistryError> {
    let algorithms = [
        ("sha512", &found.sha512),
        ("sha256", &found.sha256),
        ("sha1", &found.sha1),
    ];
    for (algorithm, hash) in algorithms {
        let beside = format!("{url}.{algorithm}");
        let Some(text) = text(transport, &beside, credentials)? else {
            continue;
        };
        // Some tools write the file's name behind the digits, as `sha256sum` does.
        let expected = text
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_hex =
            expected.len() == hash.len() * 2 && expected.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_hex {
            return Err(RegistryError::protocol(
                &beside,
                format!("it is no {algorithm} checksum"),
            ));
        }
        let found = hex::encode(hash);
        if found != expected {
            return Err(RegistryError::Checksum {
                url: url.to_owned(),
                algorithm,
                expected,
                found,
            });
        }
        return Ok(algorithm);
    }
    Err(RegistryError::NoChecksum {
        url: url.to_owned(),
    })
}
