//! OCI registries: the digest behind a tag (distribution specification 1.1, Docker registry API 2).

use super::Resolved;
use super::auth::{Challenge, Credentials, token};
use super::error::RegistryError;
use super::transport::{Method, Request, Response, Transport};
use crate::oci::MEDIA_TYPES;
use holdpoint_naming::ArtifactReference;
use holdpoint_naming::reference::{OciDigest, OciReference};
use serde::Deserialize;
use sha2::{Digest as _, Sha256, Sha512};
use std::io::Read;

/// The specification asks for at least 4 MiB.
const MAX_MANIFEST: u64 = 8 * 1024 * 1024;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    media_type: Option<String>,
}

/// Finds the manifest that an image reference names.
///
/// The digest is computed from the manifest itself; it must be the one that the reference pins and the one that
/// the registry tells.
///
/// # Errors
/// When the registry does not answer, does not have it, does not let us, or answers something else.
pub fn resolve_oci(
    transport: &dyn Transport,
    image: &OciReference,
    credentials: Option<&Credentials>,
) -> Result<Resolved, RegistryError> {
    let url = format!(
        "{}/v2/{}/manifests/{}",
        base(&image.registry),
        image.repository,
        image.selector()
    );
    let response = fetch(transport, &url, image, credentials)?;
    let told = response.header("Docker-Content-Digest").map(str::to_owned);
    let content_type = response.header("Content-Type").map(str::to_owned);
    let mut body = Vec::new();
    let mut reader = response.body.take(MAX_MANIFEST + 1);
    reader
        .read_to_end(&mut body)
        .map_err(|error| RegistryError::protocol(&url, error))?;
    if body.len() as u64 > MAX_MANIFEST {
        return Err(RegistryError::protocol(
            &url,
            format!("the manifest has more than {MAX_MANIFEST} bytes"),
        ));
    }
    let verified_by = verify(&url, &body, image.digest.as_ref(), told.as_deref())?;
    let manifest: Manifest =
        serde_json::from_slice(&body).map_err(|error| RegistryError::protocol(&url, error))?;
    let digest = crate::digest::name(&Sha256::digest(&body));
    let pinned = digest
        .parse()
        .map(|digest: OciDigest| image.clone().with_digest(digest));
    let purl = pinned.and_then(|image| ArtifactReference::Oci(image).purl());
    Ok(Resolved {
        name: image.name().to_owned(),
        version: image.tag.clone(),
        purl: purl.map_err(|error| RegistryError::protocol(&url, error))?,
        digest,
        size: body.len() as u64,
        media_type: manifest.media_type.or(content_type).unwrap_or_default(),
        url,
        verified_by,
    })
}

/// Registries on this machine are asked without TLS, as Docker does.
fn base(registry: &str) -> String {
    match registry {
        "docker.io" => "https://registry-1.docker.io".to_owned(),
        _ if is_local(registry) => format!("http://{registry}"),
        _ => format!("https://{registry}"),
    }
}

fn is_local(registry: &str) -> bool {
    let host = registry.rsplit_once(':').map_or(registry, |(host, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) {
            host
        } else {
            registry
        }
    });
    host == "localhost" || host == "127.0.0.1" || host == "[::1]"
}

fn fetch(
    transport: &dyn Transport,
    url: &str,
    image: &OciReference,
    credentials: Option<&Credentials>,
) -> Result<Response, RegistryError> {
    let what = image.to_string();
    let response = get(transport, url, None)?;
    if response.status != 401 {
        return success(response, &what, url);
    }
    let challenge = response
        .header("WWW-Authenticate")
        .map(str::to_owned)
        .unwrap_or_default();
    let answer = match (Challenge::parse(&challenge), credentials) {
        (Some(challenge), _) => token(
            transport,
            &challenge,
            &image.repository,
            credentials,
            is_local(&image.registry),
        )?,
        (None, Some(credentials)) => credentials.clone(),
        (None, None) => return Err(RegistryError::status(&what, url, 401)),
    };
    success(get(transport, url, Some(&answer))?, &what, url)
}

fn get(
    transport: &dyn Transport,
    url: &str,
    credentials: Option<&Credentials>,
) -> Result<Response, RegistryError> {
    let mut headers: Vec<(String, String)> = vec![("Accept".to_owned(), MEDIA_TYPES.join(", "))];
    headers.extend(credentials.map(Credentials::header));
    let request = Request {
        method: Method::Get,
        url: url.to_owned(),
        headers,
    };
    transport
        .send(&request)
        .map_err(|source| RegistryError::Unreachable {
            url: url.to_owned(),
            source,
        })
}

fn success(response: Response, what: &str, url: &str) -> Result<Response, RegistryError> {
    if response.status == 200 {
        Ok(response)
    } else {
        Err(RegistryError::status(what, url, response.status))
    }
}

/// Holds the content against the digest that was asked for and the one that the registry tells.
fn verify(
    url: &str,
    body: &[u8],
    pinned: Option<&OciDigest>,
    told: Option<&str>,
) -> Result<String, RegistryError> {
    for expected in pinned.map(OciDigest::as_str).into_iter().chain(told) {
        let found = match expected.split_once(':') {
            Some(("sha256", _)) => crate::digest::name(&Sha256::digest(body)),
            Some(("sha512", _)) => format!("sha512:{}", hex::encode(Sha512::digest(body))),
            _ => {
                return Err(RegistryError::protocol(
                    url,
                    format!("`{expected}` is no digest that is known"),
                ));
            }
        };
        if found != expected {
            let expected = expected.to_owned();
            return Err(RegistryError::Checksum {
                url: url.to_owned(),
                algorithm: "digest",
                expected,
                found,
            });
        }
    }
    Ok(match (pinned, told) {
        (Some(_), _) => "the digest in the reference".to_owned(),
        (None, Some(_)) => "Docker-Content-Digest".to_owned(),
        (None, None) => "the manifest itself".to_owned(),
    })
}
