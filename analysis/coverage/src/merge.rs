//! Reports of shards, as one.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Report;

/// Reports of shards, as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// What any of them covers, hits added up.
    pub report: Report,
    /// Files on whose lines they disagree, by path.
    pub differing: Vec<Differing>,
}

/// A file of which reports say that it has different lines: they were made from different versions of it, or with different
/// compilers, and what the merge says of these lines is true of some of them only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Differing {
    /// The file.
    pub file: String,
    /// How many reports have it.
    pub reports: usize,
    /// Lines that some of these have and others have not, and how many have each.
    pub lines: BTreeMap<u32, usize>,
}

/// Merges reports. Their order does not matter.
#[must_use]
pub fn merge(reports: &[Report]) -> Merged {
    let mut report = Report::default();
    let mut seen: BTreeMap<&str, (usize, BTreeMap<u32, usize>)> = BTreeMap::new();
    for one in reports {
        report.join(one);
        for (path, file) in &one.files {
            let (count, lines) = seen.entry(path).or_default();
            *count += 1;
            file.lines
                .keys()
                .for_each(|line| *lines.entry(*line).or_default() += 1);
        }
    }
    let differing = seen.into_iter().filter_map(|(path, (reports, mut lines))| {
        lines.retain(|_, have| *have < reports);
        let file = path.to_owned();
        (!lines.is_empty()).then_some(Differing {
            file,
            reports,
            lines,
        })
    });
    Merged {
        differing: differing.collect(),
        report,
    }
}
