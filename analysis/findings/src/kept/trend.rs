//! What has changed since an earlier result.

use std::collections::HashSet;

use super::{Kept, KeptFinding};

/// What has changed since an earlier result. What a waiver in the repository excuses is there all the same.
#[derive(Debug, Clone, Default)]
pub struct Trend<'k> {
    known: HashSet<&'k str>,
    /// Findings of the earlier result that are gone.
    pub fixed: Vec<&'k KeptFinding>,
    /// How many there are now that were not there.
    pub new: usize,
    /// How many were there before.
    pub same: usize,
}

impl<'k> Trend<'k> {
    pub(super) fn of(now: &'k Kept, earlier: &'k Kept) -> Self {
        let prints = |kept: &'k Kept| kept.findings.iter().map(|one| one.fingerprint.as_str());
        let known: HashSet<_> = prints(earlier).collect();
        let there: HashSet<_> = prints(now).collect();
        let gone = |one: &&KeptFinding| !there.contains(one.fingerprint.as_str());
        let same = prints(now).filter(|print| known.contains(print)).count();
        Self {
            fixed: earlier.findings.iter().filter(gone).collect(),
            new: now.findings.len() - same,
            same,
            known,
        }
    }

    /// Whether a finding was not there before.
    #[must_use]
    pub fn is_new(&self, finding: &KeptFinding) -> bool {
        !self.known.contains(finding.fingerprint.as_str())
    }
}
