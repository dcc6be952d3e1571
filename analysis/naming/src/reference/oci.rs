//! Images, by the grammar and the defaults that Docker and the OCI distribution specification use.

use super::ReferenceError;
use crate::purl::PurlParts;
use std::fmt;
use std::str::FromStr;

/// An image or another artifact in an OCI registry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OciReference {
    /// Host and port, `docker.io` where none was written.
    pub registry: String,
    /// The path in the registry; `library/` is put before official images.
    pub repository: String,
    /// The tag, where one was written.
    pub tag: Option<String>,
    /// The digest, where one was written.
    pub digest: Option<OciDigest>,
    /// Registry and path without the last segment.
    parent: String,
}

/// `sha256:` or `sha512:` with as many lower-case hexadecimal digits as the algorithm has.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OciDigest(String);

impl OciDigest {
    /// The digest with its algorithm.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The algorithm and the hexadecimal digits.
    pub fn parts(&self) -> (&str, &str) {
        self.0.split_once(':').unwrap_or(("", &self.0))
    }
}

impl FromStr for OciDigest {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let fine = match text.split_once(':') {
            Some(("sha256", hex)) => is_hex(hex, 64),
            Some(("sha512", hex)) => is_hex(hex, 128),
            _ => false,
        };
        let reason = "its digest is not `sha256:` with 64 or `sha512:` with 128 lower-case hexadecimal digits";
        if fine {
            Ok(Self(text.to_owned()))
        } else {
            refuse(text, reason)
        }
    }
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl OciReference {
    /// The last segment of the path.
    pub fn name(&self) -> &str {
        self.repository
            .rsplit('/')
            .next()
            .unwrap_or(&self.repository)
    }

    /// The tag, else the digest.
    pub fn version(&self) -> Option<&str> {
        self.tag
            .as_deref()
            .or(self.digest.as_ref().map(OciDigest::as_str))
    }

    /// What a registry is asked for: the digest, else the tag, else `latest`.
    pub fn selector(&self) -> &str {
        match (&self.digest, &self.tag) {
            (Some(digest), _) => digest.as_str(),
            (None, Some(tag)) => tag,
            (None, None) => "latest",
        }
    }

    /// Registry and path without the name: `ghcr.io/acme` for `ghcr.io/acme/ledger`.
    pub fn parent(&self) -> &str {
        &self.parent
    }

    /// The same image, pinned to a digest.
    #[must_use]
    pub fn with_digest(self, digest: OciDigest) -> Self {
        Self {
            digest: Some(digest),
            ..self
        }
    }

    pub(super) fn purl_parts(&self) -> PurlParts {
        let mut qualifiers = vec![(
            "repository_url".to_owned(),
            format!("{}/{}", self.registry, self.repository),
        )];
        qualifiers.extend(self.tag.clone().map(|tag| ("tag".to_owned(), tag)));
        PurlParts {
            package_type: "oci".to_owned(),
            name: self.name().to_owned(),
            version: self
                .digest
                .as_ref()
                .map(|digest| digest.as_str().to_owned()),
            qualifiers: qualifiers.into_iter().collect(),
            ..PurlParts::default()
        }
    }
}

impl fmt::Display for OciReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(out, ":{tag}")?;
        }
        match &self.digest {
            Some(digest) => write!(out, "@{}", digest.as_str()),
            None => Ok(()),
        }
    }
}

impl FromStr for OciReference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest.parse::<OciDigest>())),
            None => (text, None),
        };
        let digest = digest.transpose().or_else(|_| {
            refuse(
                text,
                "behind `@` stands no digest: `sha256:` and 64 lower-case hexadecimal digits",
            )
        })?;
        let (name, tag) = split_tag(rest);
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return refuse(text, "a tag is up to 128 letters, digits, `_`, `.` and `-`");
        }
        let (registry, path) = split_registry(name);
        if !is_registry(&registry) {
            return refuse(
                text,
                "the registry before the first `/` is no host name, with or without a port",
            );
        }
        check_path(text, &path)?;
        let whole = format!("{registry}/{path}");
        let parent = whole
            .rsplit_once('/')
            .map_or("", |(parent, _)| parent)
            .to_owned();
        Ok(Self {
            registry,
            repository: path,
            tag: tag.map(str::to_owned),
            digest,
            parent,
        })
    }
}

fn refuse<T>(text: &str, reason: &'static str) -> Result<T, ReferenceError> {
    Err(ReferenceError::Oci {
        text: text.to_owned(),
        reason,
    })
}

/// A colon behind the last slash begins a tag; one before it belongs to a port.
fn split_tag(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (text, None),
    }
}

/// Docker's rule: the first segment is a host if it has a dot, a colon or a capital letter, or is `localhost`.
fn split_registry(name: &str) -> (String, String) {
    let host = |first: &str| {
        first.contains(['.', ':'])
            || first == "localhost"
            || first.contains(|c: char| c.is_ascii_uppercase())
    };
    let (registry, path) = match name.split_once('/') {
        Some((first, rest)) if host(first) => (first, rest),
        _ => ("docker.io", name),
    };
    let registry = if registry == "index.docker.io" {
        "docker.io"
    } else {
        registry
    };
    if registry == "docker.io" && !path.contains('/') {
        return (registry.to_owned(), format!("library/{path}"));
    }
    (registry.to_owned(), path.to_owned())
}

fn is_registry(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(inside) => match inside.split_once(']') {
            Some((address, after)) => {
                let six = address.contains(':')
                    && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
                if !six {
                    return false;
                }
                (
                    "ipv6",
                    after.strip_prefix(':').or(after.is_empty().then_some("0")),
                )
            }
            None => return false,
        },
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, Some("0")),
        },
    };
    let port =
        port.is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    port && host.split('.').all(is_host_label)
}

fn is_host_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_tag(tag: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    (1..=128).contains(&tag.len())
        && tag.bytes().all(|b| word(b) || matches!(b, b'.' | b'-'))
        && tag.bytes().next().is_some_and(word)
}

fn check_path(text: &str, path: &str) -> Result<(), ReferenceError> {
    if path.bytes().any(|b| b.is_ascii_uppercase()) {
        return refuse(text, "an image's path is written in lower case");
    }
    if path.len() > 255 {
        return refuse(text, "an image's path has at most 255 characters");
    }
    if !path.split('/').all(is_path_segment) {
        return refuse(
            text,
            "a path segment is lower-case letters and digits, with `.`, `_`, `__` or `-` between them",
        );
    }
    Ok(())
}

fn is_path_segment(segment: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    segment.starts_with(letter)
        && segment.ends_with(letter)
        && segment.split(letter).all(|separator| {
            matches!(separator, "" | "." | "_" | "__") || separator.bytes().all(|b| b == b'-')
        })
}
