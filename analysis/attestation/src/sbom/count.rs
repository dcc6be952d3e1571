//! Counting components and their licences.

use super::{LicenceCount, SbomEncoding, SbomFormat, SbomRoot, SbomSummary};
use crate::text::{MAX_LIST, bounded};
use std::collections::BTreeMap;

/// What is counted while components are read.
#[derive(Debug, Default)]
pub(super) struct Counter {
    components: u64,
    without_version: u64,
    without_purl: u64,
    without_licence: u64,
    licences: BTreeMap<String, u64>,
    pub(super) vulnerabilities: u64,
}

impl Counter {
    pub(super) fn component(
        &mut self,
        version: Option<&str>,
        purl: Option<&str>,
        licences: &[&str],
    ) {
        let missing =
            |text: Option<&str>| u64::from(text.is_none_or(|text| text.trim().is_empty()));
        self.components += 1;
        self.without_version += missing(version);
        self.without_purl += missing(purl);
        let mut known: Vec<String> = licences
            .iter()
            .copied()
            .filter(|l| is_licence(l))
            .map(bounded)
            .collect();
        known.sort();
        known.dedup();
        self.without_licence += u64::from(known.is_empty());
        for licence in known {
            *self.licences.entry(licence).or_default() += 1;
        }
    }

    pub(super) fn finish(
        self,
        format: SbomFormat,
        spec_version: &str,
        encoding: SbomEncoding,
        root: Option<SbomRoot>,
        created: Option<&str>,
    ) -> SbomSummary {
        let distinct_licences = self.licences.len() as u64;
        let mut licences: Vec<LicenceCount> = self
            .licences
            .into_iter()
            .map(|(licence, components)| LicenceCount {
                licence,
                components,
            })
            .collect();
        // Stable: the same count keeps the order of the alphabet.
        licences.sort_by_key(|licence| std::cmp::Reverse(licence.components));
        licences.truncate(MAX_LIST);
        SbomSummary {
            format,
            spec_version: spec_version.to_owned(),
            encoding,
            root,
            components: self.components,
            without_version: self.without_version,
            without_purl: self.without_purl,
            without_licence: self.without_licence,
            licences,
            distinct_licences,
            vulnerabilities: self.vulnerabilities,
            created: crate::text::moment(created),
        }
    }
}

fn is_licence(text: &str) -> bool {
    !matches!(text.trim(), "" | "NOASSERTION" | "NONE")
}

/// A root with bounded texts.
pub(super) fn root(
    group: Option<&str>,
    name: &str,
    version: Option<&str>,
    purl: Option<&str>,
    sha256: Option<&str>,
) -> SbomRoot {
    let full = match group.filter(|group| !group.is_empty()) {
        Some(group) => format!("{group}/{name}"),
        None => name.to_owned(),
    };
    let text = |text: Option<&str>| text.map(bounded).filter(|text| !text.is_empty());
    let sha256 = sha256.map(str::to_ascii_lowercase);
    let hex = |text: &String| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    SbomRoot {
        name: bounded(&full),
        version: text(version),
        purl: text(purl),
        sha256: sha256.filter(hex),
    }
}
