//! What a report says on a request to merge: remarks at lines that the difference shows, and one comment with the rest.

mod lines;
mod marker;
mod summary;

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_findings::{Finding, Fingerprint, Report};
use holdpoint_ports::{ForgeError, ForgeRemark, MergeRequest, NewRemark};

use lines::Lines;
use marker::Marker;

/// A report that is to be said.
#[derive(Clone, Copy)]
pub struct Review<'r> {
    /// The report.
    pub report: &'r Report,
    /// Under which name: another check on the same request has another.
    pub name: &'r str,
    /// The path from the top of the repository of a file as findings name it; none of a file elsewhere.
    pub path: &'r dyn Fn(&str) -> Option<String>,
    /// Whether it is only looked what would be said.
    pub dry: bool,
}

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// Remarks that were made.
    pub made: usize,
    /// Remarks that stood there already.
    pub kept: usize,
    /// Remarks that are settled, as what they were about is gone.
    pub settled: usize,
    /// What became of the comment.
    pub comment: Told,
}

/// What became of the one comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Told {
    /// There is none, and there was none.
    #[default]
    Nothing,
    /// There was none.
    Made,
    /// It says something else than before.
    Rewritten,
    /// It says the same as before.
    Kept,
    /// Nothing is left to be said.
    Withdrawn,
}

/// Says it: what stands there already is kept up to date, so that saying it again changes nothing.
///
/// # Errors
/// Why the forge did not do it; what was done before stays.
pub fn publish(review: &Review<'_>, request: &dyn MergeRequest) -> Result<Published, ForgeError> {
    let marker = Marker::of(review.name);
    let lines = Lines::of(request.changed()?);
    let mut wanted = lines.remarks(review.report, review.path, &marker);
    let standing = request.remarks()?;
    let mut published = Published::default();
    let mut there = BTreeSet::new();
    for remark in &standing {
        let Some(fingerprint) = marker.of_finding(&remark.body) else {
            continue;
        };
        let found = wanted
            .iter()
            .find(|(one, _)| one.to_string() == fingerprint);
        match found.filter(|(one, _)| there.insert(**one)) {
            Some((_, new)) => keep(review, request, remark, new)?,
            None => settle(review, request, remark, &marker)?,
        }
        match found {
            Some(_) => published.kept += 1,
            None => published.settled += 1,
        }
    }
    let missing = wanted.iter().filter(|(one, _)| !there.contains(one));
    let mut missing: Vec<_> = missing.map(|(one, new)| (*one, new.clone())).collect();
    // In the order in which they are read.
    missing.sort_by(|(_, a), (_, b)| (&a.path, a.line).cmp(&(&b.path, b.line)));
    for homeless in make(review, request, &missing)? {
        wanted.remove(&homeless);
    }
    published.made = missing
        .iter()
        .filter(|(one, _)| wanted.contains_key(one))
        .count();
    let at_lines = wanted.keys().copied().collect();
    published.comment = summary::keep(review, request, &marker, &at_lines)?;
    Ok(published)
}

fn keep(
    review: &Review<'_>,
    request: &dyn MergeRequest,
    remark: &ForgeRemark,
    new: &NewRemark,
) -> Result<(), ForgeError> {
    match review.dry || marker::same(&remark.body, &new.body) {
        true => Ok(()),
        false => request.reword(remark, &new.body),
    }
}

fn settle(
    review: &Review<'_>,
    request: &dyn MergeRequest,
    remark: &ForgeRemark,
    marker: &Marker,
) -> Result<(), ForgeError> {
    match review.dry {
        true => Ok(()),
        false => request.settle(remark, &marker.settled(&remark.body)),
    }
}

/// Makes remarks, and says which of them the forge had no place for.
fn make(
    review: &Review<'_>,
    request: &dyn MergeRequest,
    missing: &[(Fingerprint, NewRemark)],
) -> Result<Vec<Fingerprint>, ForgeError> {
    if review.dry || missing.is_empty() {
        return Ok(Vec::new());
    }
    let remarks: Vec<_> = missing.iter().map(|(_, new)| new.clone()).collect();
    let homeless = request.remark(&remarks)?.into_iter();
    Ok(homeless
        .filter_map(|at| missing.get(at).map(|(one, _)| *one))
        .collect())
}

/// Remarks by the finding that they are about.
type Remarks = BTreeMap<Fingerprint, NewRemark>;

/// Whether a finding is worth a remark at its line.
fn remarkable(report: &Report, finding: &Finding) -> bool {
    let heavy = finding.level > holdpoint_findings::Level::Info;
    finding.counts() && (heavy || report.fails(finding))
}
