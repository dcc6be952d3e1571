//! Which findings stand at lines that the difference shows.

use std::cmp::Reverse;
use std::collections::HashMap;

use holdpoint_findings::{Finding, Report, remark};
use holdpoint_ports::{ChangedFile, NewRemark};

use super::marker::Marker;
use super::{Remarks, remarkable};

/// Remarks on one request: more would bury what people say to each other.
const MOST: usize = 50;

/// The files that a request changes, by their paths.
pub(super) struct Lines(HashMap<String, ChangedFile>);

impl Lines {
    pub(super) fn of(files: Vec<ChangedFile>) -> Self {
        let named = files.into_iter().map(|file| (file.path.clone(), file));
        Self(named.collect())
    }

    /// The remarks that a report makes, those on what weighs most.
    pub(super) fn remarks(
        &self,
        report: &Report,
        path: &dyn Fn(&str) -> Option<String>,
        marker: &Marker,
    ) -> Remarks {
        let findings = report.findings().iter();
        let mut findings: Vec<_> = findings
            .filter(|finding| remarkable(report, finding))
            .collect();
        findings.sort_by_key(|finding| Reverse(finding.level));
        let remarks = findings.into_iter().filter_map(|finding| {
            let path = path(&finding.place.file)?;
            let remark = self.at(&path, finding, marker)?;
            Some((finding.fingerprint, remark))
        });
        remarks.take(MOST).collect()
    }

    /// At the first line of what a finding is about that is shown.
    fn at(&self, path: &str, finding: &Finding, marker: &Marker) -> Option<NewRemark> {
        let file = self.0.get(path)?;
        let place = &finding.place;
        let end = place.end.map_or(place.line, |end| end.line).max(place.line);
        let (line, old_line) = file.lines.range(place.line..=end).next()?;
        Some(NewRemark {
            path: file.path.clone(),
            old_path: file.old_path.clone(),
            line: *line,
            old_line: *old_line,
            body: marker.finding(finding.fingerprint, &remark(finding)),
        })
    }
}
