//! Reading a file from a repository while its checksums are computed.

use super::auth::Credentials;
use super::error::RegistryError;
use super::transport::{Method, Request, Response, Transport};
use crate::digest::copy;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use std::io::Read;

/// The checksums of a file.
pub(super) struct Checksums {
    pub(super) sha1: Vec<u8>,
    pub(super) sha256: Vec<u8>,
    pub(super) sha512: Vec<u8>,
    pub(super) size: u64,
    pub(super) media_type: Option<String>,
}

pub(super) fn get(
    transport: &dyn Transport,
    url: &str,
    headers: &[(String, String)],
    credentials: Option<&Credentials>,
) -> Result<Response, RegistryError> {
    let mut headers = headers.to_vec();
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

/// Downloads a file, keeps nothing of it but its checksums.
pub(super) fn checksums(
    transport: &dyn Transport,
    what: &str,
    url: &str,
    credentials: Option<&Credentials>,
) -> Result<Checksums, RegistryError> {
    let mut response = get(transport, url, &[], credentials)?;
    if response.status != 200 {
        return Err(RegistryError::status(what, url, response.status));
    }
    let (mut one, mut two, mut five) = (Sha1::new(), Sha256::new(), Sha512::new());
    let size = copy(&mut response.body, &mut |bytes| {
        one.update(bytes);
        two.update(bytes);
        five.update(bytes);
    })
    .map_err(|error| RegistryError::protocol(url, error))?;
    let length = response
        .header("Content-Length")
        .and_then(|length| length.parse::<u64>().ok());
    let encoded = response.header("Content-Encoding").is_some();
    if let Some(length) = length.filter(|length| *length != size && !encoded) {
        return Err(RegistryError::protocol(
            url,
            format!("{size} of {length} bytes came"),
        ));
    }
    Ok(Checksums {
        sha1: one.finalize().to_vec(),
        sha256: two.finalize().to_vec(),
        sha512: five.finalize().to_vec(),
        size,
        media_type: response.header("Content-Type").map(str::to_owned),
    })
}

/// A small text; nothing if there is none.
pub(super) fn text(
    transport: &dyn Transport,
    url: &str,
    credentials: Option<&Credentials>,
) -> Result<Option<String>, RegistryError> {
    let response = get(transport, url, &[], credentials)?;
    match response.status {
        200 => {
            let mut bytes = Vec::new();
            let mut reader = response.body.take(4096);
            reader
                .read_to_end(&mut bytes)
                .map_err(|error| RegistryError::protocol(url, error))?;
            Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
        }
        404 | 410 => Ok(None),
        status => Err(RegistryError::status(url, url, status)),
    }
}
