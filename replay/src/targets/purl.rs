//! A package URL that is accepted has one spelling; references and versions are answered whatever they are.

use super::text;
use holdpoint_naming::{ArtifactReference, Purl, VersionKind};

pub(crate) fn run(bytes: &[u8]) {
    let text = text(bytes);
    purls(text);
    references(text);
    versions(text);
}

fn purls(text: &str) {
    for purl in [text.parse::<Purl>(), Purl::normalize(text)]
        .into_iter()
        .flatten()
    {
        let again: Purl = purl
            .to_string()
            .parse()
            .expect("a canonical package URL reads back");
        assert_eq!(again, purl);
        assert_eq!(again.to_string(), purl.to_string());
        assert_eq!(Purl::build(purl.parts().clone()).as_ref(), Ok(&purl));
    }
}

fn references(text: &str) {
    if let Ok(reference) = text.parse::<ArtifactReference>() {
        let json = serde_json::to_string(&reference).expect("a reference is text");
        let again: ArtifactReference = serde_json::from_str(&json).expect("a reference reads back");
        assert_eq!(again, reference);
        drop(reference.purl());
    }
}

fn versions(text: &str) {
    let (left, right) = text.split_once('\n').unwrap_or((text, "1.0"));
    for kind in [
        VersionKind::Semver,
        VersionKind::Calver,
        VersionKind::Maven,
        VersionKind::Npm,
        VersionKind::Pep440,
    ] {
        let order = kind.compare(left, right);
        assert_eq!(
            kind.compare(right, left),
            order.map(std::cmp::Ordering::reverse),
            "{kind:?}"
        );
        assert!(
            kind.check(left).is_err()
                || kind.compare(left, left) == Some(std::cmp::Ordering::Equal)
        );
    }
}
