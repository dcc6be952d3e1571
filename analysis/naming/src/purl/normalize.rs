//! The checks and rewritings that every package URL and each type ask for.

use super::types::{Namespace, Rules, rules_of};
use super::{PurlError, PurlParts};

/// Applies the standard's rules, then the type's.
pub(super) fn normalize(mut parts: PurlParts) -> Result<PurlParts, PurlError> {
    parts.package_type = package_type(&parts.package_type)?;
    parts.namespace = parts
        .namespace
        .and_then(|text| join_segments(&text, |_| true));
    parts.subpath = parts
        .subpath
        .and_then(|text| join_segments(&text, |segment| !matches!(segment, "." | "..")));
    parts.version = parts.version.filter(|version| !version.is_empty());
    parts.name = parts.name.trim_matches('/').to_owned();
    if parts.name.is_empty() {
        return Err(PurlError::NameMissing(parts.package_type));
    }
    parts.qualifiers = qualifiers(parts.qualifiers)?;
    match rules_of(&parts.package_type) {
        Some(rules) => apply(rules, parts),
        None => Ok(parts),
    }
}

fn package_type(text: &str) -> Result<String, PurlError> {
    let valid = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    match (text.is_empty(), valid) {
        (true, _) => Err(PurlError::TypeMissing),
        (_, false) => Err(PurlError::TypeInvalid(text.to_owned())),
        (_, true) => Ok(text.to_ascii_lowercase()),
    }
}

fn join_segments(text: &str, keep: impl Fn(&str) -> bool) -> Option<String> {
    let segments: Vec<&str> = text
        .split('/')
        .filter(|segment| !segment.is_empty() && keep(segment))
        .collect();
    (!segments.is_empty()).then(|| segments.join("/"))
}

type Qualifiers = std::collections::BTreeMap<String, String>;

fn qualifiers(given: Qualifiers) -> Result<Qualifiers, PurlError> {
    let mut normal = Qualifiers::new();
    for (key, value) in given {
        let valid = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !valid {
            return Err(PurlError::QualifierKey(key));
        }
        let key = key.to_ascii_lowercase();
        if !value.is_empty() && normal.insert(key.clone(), value).is_some() {
            return Err(PurlError::QualifierTwice(key));
        }
    }
    Ok(normal)
}

fn apply(rules: &Rules, mut parts: PurlParts) -> Result<PurlParts, PurlError> {
    check_namespace(rules, &parts)?;
    for key in rules.qualifiers {
        if !parts.qualifiers.contains_key(*key) {
            return Err(PurlError::QualifierMissing {
                package_type: parts.package_type,
                key,
            });
        }
    }
    if rules.lower.namespace() {
        parts.namespace = parts.namespace.map(|text| text.to_lowercase());
    }
    if rules.lower.name() {
        parts.name = parts.name.to_lowercase();
    }
    if rules.lower.version() {
        parts.version = parts.version.map(|text| text.to_lowercase());
    }
    (rules.special)(parts)
}

fn check_namespace(rules: &Rules, parts: &PurlParts) -> Result<(), PurlError> {
    let package_type = || parts.package_type.clone();
    match (&rules.namespace, &parts.namespace) {
        (Namespace::Required(meaning), None) => Err(PurlError::NamespaceMissing {
            package_type: package_type(),
            meaning,
        }),
        (Namespace::Prohibited, Some(namespace)) => Err(PurlError::NamespaceProhibited {
            package_type: package_type(),
            namespace: namespace.clone(),
        }),
        _ => Ok(()),
    }
}
