//! From text to components, right to left, as the standard's parsing rules say.

use super::percent::decode;
use super::{Purl, PurlError, PurlParts};
use std::collections::BTreeMap;
use std::str::FromStr;

impl FromStr for Purl {
    type Err = PurlError;

    fn from_str(text: &str) -> Result<Self, PurlError> {
        let (rest, _) = split_last(text, '#');
        let (_, qualifiers) = split_last(rest, '?');
        for pair in qualifiers.unwrap_or_default().split('&') {
            let key = pair.split('=').next().unwrap_or_default();
            // Capitals further in are put right: the official suite refuses `Arch`, takes `repositorY_url`.
            if key.starts_with(|c: char| c.is_ascii_uppercase()) {
                return Err(PurlError::QualifierUpperCase(key.to_owned()));
            }
        }
        Self::normalize(text)
    }
}

impl Purl {
    /// Reads a package URL as people and older tools write it, and puts it into its normal form:
    /// beyond what [`FromStr`] takes, the keys of qualifiers may begin with a capital letter.
    ///
    /// # Errors
    /// As [`Purl::build`].
    pub fn normalize(text: &str) -> Result<Self, PurlError> {
        let (rest, subpath) = split_last(text, '#');
        let (rest, qualifiers) = split_last(rest, '?');
        let (package_type, rest) = split_type(rest)?;
        let (path, version) = split_version(rest);
        let path = path.trim_end_matches('/');
        let (namespace, name) = match path.rsplit_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, path),
        };
        Self::build(PurlParts {
            package_type: package_type.to_owned(),
            namespace: namespace.map(segments).transpose()?,
            name: decode(name)?,
            version: version.map(decode).transpose()?,
            qualifiers: qualifiers
                .map(parse_qualifiers)
                .transpose()?
                .unwrap_or_default(),
            subpath: subpath.map(segments).transpose()?,
        })
    }
}

fn split_last(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.rsplit_once(separator) {
        Some((left, right)) => (left, Some(right)),
        None => (text, None),
    }
}

fn split_type(text: &str) -> Result<(&str, &str), PurlError> {
    let (scheme, rest) = text.split_once(':').ok_or(PurlError::Scheme)?;
    if !scheme.eq_ignore_ascii_case("pkg") {
        return Err(PurlError::Scheme);
    }
    let rest = rest.trim_start_matches('/');
    match rest.split_once('/') {
        Some((package_type, rest)) if !package_type.is_empty() => Ok((package_type, rest)),
        _ => Err(PurlError::TypeMissing),
    }
}

/// The version begins at the last `@`, unless that one begins a segment, as an npm scope does that
/// was not encoded.
fn split_version(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once('@') {
        Some((path, version)) if !is_scope(path, version) => (path, Some(version)),
        _ => (text, None),
    }
}

fn is_scope(before: &str, after: &str) -> bool {
    (before.is_empty() || before.ends_with('/')) && after.contains('/')
}

fn segments(text: &str) -> Result<String, PurlError> {
    let mut decoded = Vec::new();
    for segment in text.split('/').filter(|segment| !segment.is_empty()) {
        let segment = decode(segment)?;
        if segment.contains('/') {
            return Err(PurlError::SlashInSegment(segment));
        }
        decoded.push(segment);
    }
    Ok(decoded.join("/"))
}

fn parse_qualifiers(text: &str) -> Result<BTreeMap<String, String>, PurlError> {
    let mut qualifiers = BTreeMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair
            .split_once('=')
            .ok_or_else(|| PurlError::QualifierWithoutValue(pair.to_owned()))?;
        let key = key.to_ascii_lowercase();
        if qualifiers.insert(key.clone(), decode(value)?).is_some() {
            return Err(PurlError::QualifierTwice(key));
        }
    }
    Ok(qualifiers)
}
