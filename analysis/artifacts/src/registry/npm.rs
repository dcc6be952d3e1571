//! npm registries: a version's manifest and the integrity that it tells.

use super::Resolved;
use super::auth::{Credentials, encode};
use super::error::RegistryError;
use super::stream::{Checksums, checksums, get};
use super::transport::Transport;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_naming::ArtifactReference;
use holdpoint_naming::reference::NpmReference;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;

/// Packages with thousands of versions have manifests of tens of megabytes.
const MAX_PACKUMENT: u64 = 128 * 1024 * 1024;

#[derive(Deserialize)]
struct Packument {
    #[serde(default)]
    versions: BTreeMap<String, Version>,
}

#[derive(Deserialize)]
struct Version {
    dist: Dist,
}

#[derive(Deserialize)]
struct Dist {
    tarball: String,
    integrity: Option<String>,
    shasum: Option<String>,
}

/// Downloads a package of an npm registry and verifies it against its integrity.
///
/// `registry` is the registry's URL, such as `https://registry.npmjs.org`. Credentials are sent for the tarball
/// only where it lies on the same host.
///
/// # Errors
/// When the registry does not answer, does not have it, or the integrity is another or missing.
pub fn resolve_npm(
    transport: &dyn Transport,
    registry: &str,
    reference: &NpmReference,
    credentials: Option<&Credentials>,
) -> Result<Resolved, RegistryError> {
    let what = reference.to_string();
    let registry = registry.trim_end_matches('/');
    let url = format!(
        "{registry}/{}",
        encode(&reference.full_name()).replace("%40", "@")
    );
    let dist = dist(transport, &url, &what, reference, credentials)?;
    let same_host = host(&dist.tarball).is_some() && host(&dist.tarball) == host(registry);
    if !same_host && !dist.tarball.starts_with("https://") {
        let reason = format!(
            "the tarball `{}` lies on another host, without TLS",
            dist.tarball
        );
        return Err(RegistryError::protocol(&url, reason));
    }
    let found = checksums(
        transport,
        &what,
        &dist.tarball,
        credentials.filter(|_| same_host),
    )?;
    let verified_by = verify(&dist, &found)?;
    let purl = ArtifactReference::Npm(reference.clone()).purl();
    Ok(Resolved {
        name: reference.name.clone(),
        version: Some(reference.version.clone()),
        digest: crate::digest::name(&found.sha256),
        size: found.size,
        purl: purl.map_err(|error| RegistryError::protocol(&url, error))?,
        media_type: "application/gzip".to_owned(),
        url: dist.tarball,
        verified_by: verified_by.to_owned(),
    })
}

fn dist(
    transport: &dyn Transport,
    url: &str,
    what: &str,
    reference: &NpmReference,
    credentials: Option<&Credentials>,
) -> Result<Dist, RegistryError> {
    // The short form, which registries know by this media type, has all that is needed.
    let accept = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";
    let response = get(
        transport,
        url,
        &[("Accept".to_owned(), accept.to_owned())],
        credentials,
    )?;
    if response.status != 200 {
        return Err(RegistryError::status(what, url, response.status));
    }
    let reader = std::io::BufReader::new(response.body.take(MAX_PACKUMENT));
    let mut packument: Packument =
        serde_json::from_reader(reader).map_err(|error| RegistryError::protocol(url, error))?;
    let version = packument.versions.remove(&reference.version);
    version
        .map(|version| version.dist)
        .ok_or_else(|| RegistryError::status(what, url, 404))
}

fn host(url: &str) -> Option<&str> {
    url.split_once("://")?
        .1
        .split('/')
        .next()
        .filter(|host| !host.contains('@'))
}

fn verify(dist: &Dist, found: &Checksums) -> Result<&'static str, RegistryError> {
    let mismatch = |algorithm, expected: &str, found: String| {
        Err(RegistryError::Checksum {
            url: dist.tarball.clone(),
            algorithm,
            expected: expected.to_owned(),
            found,
        })
    };
    // A subresource integrity may list several; the strongest counts.
    let integrity = dist.integrity.as_deref().unwrap_or_default();
    let listed = |prefix: &str| {
        integrity
            .split_whitespace()
            .find_map(|part| part.strip_prefix(prefix))
    };
    let algorithms = [
        ("sha512", &found.sha512),
        ("sha256", &found.sha256),
        ("sha1", &found.sha1),
    ];
    for (algorithm, hash) in algorithms {
        if let Some(expected) = listed(&format!("{algorithm}-")) {
            // What stands behind `?` are options.
            let expected = expected.split('?').next().unwrap_or_default();
            let found = STANDARD.encode(hash);
            return if found == expected {
                Ok(algorithm)
            } else {
                mismatch(algorithm, expected, found)
            };
        }
    }
    match dist.shasum.as_deref().map(str::to_ascii_lowercase) {
        Some(expected) if expected == hex::encode(&found.sha1) => Ok("sha1"),
        Some(expected) => mismatch("sha1", &expected, hex::encode(&found.sha1)),
        None => Err(RegistryError::NoChecksum {
            url: dist.tarball.clone(),
        }),
    }
}
