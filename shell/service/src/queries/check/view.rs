//! What is shown of a result.

use std::collections::BTreeMap;

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::evidence::{EvidenceId, Outcome};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::waiver::Waiver;
use holdpoint_domain::{Digest, Time};
use holdpoint_findings::kept::{Kept, KeptFinding, Trend};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::earlier::Earlier;
use super::{Found, Material, ShowCheck};
use crate::queries::WaiverView;
use crate::queries::waiver::view as waiver_view;
use crate::{Reader, ServiceError};

/// What a check has found about a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckPage {
    /// The release.
    pub release: ReleaseName,
    /// Which check.
    pub check: String,
    /// All results of it about the release, the newest first.
    pub results: Vec<CheckedView>,
    /// The one that is shown; none if there is none at all.
    pub shown: Option<CheckedView>,
    /// Why no answer was possible, if none was.
    pub hold: Option<String>,
    /// The result of the last release of the same artifact, if there is one.
    pub earlier: Option<EarlierView>,
    /// How many findings of what kind there are.
    pub counts: CountsView,
    /// The findings that were asked for, the gravest first.
    pub findings: Vec<FindingView>,
    /// How many more there are.
    pub more: usize,
    /// Findings that the earlier result had and this one has not: at most 200.
    pub fixed: Vec<FindingView>,
    /// Rules by which something was found, with how often.
    pub rules: BTreeMap<String, usize>,
    /// Files in which something was found, with how often.
    pub files: BTreeMap<String, usize>,
    /// The lines of gates that rest on it.
    pub lines: Vec<GateLine>,
    /// Whether findings can be waived one by one: the entry says what fails it.
    pub separable: bool,
    /// Waivers from its findings.
    pub waivers: Vec<WaiverView>,
}

/// A line of a gate that rests on results of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GateLine {
    /// Of which environment.
    pub environment: EnvironmentName,
    /// The criterion.
    pub criterion: String,
    /// Whether it can be waived.
    pub waivable: bool,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckedView {
    /// Which evidence.
    pub evidence: EvidenceId,
    /// What it is about: `release`, or the name of an artifact.
    pub about: String,
    /// What it says.
    pub outcome: Outcome,
    /// When it was produced.
    pub produced: Time,
    /// The document, kept as a blob.
    pub blob: Digest,
}

/// A result from before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EarlierView {
    /// Of which release.
    pub release: ReleaseName,
    /// When it was produced.
    pub produced: Time,
}

/// How many findings of what kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CountsView {
    /// Errors that nothing excuses.
    pub error: usize,
    /// Warnings that nothing excuses.
    pub warning: usize,
    /// Notes that nothing excuses.
    pub info: usize,
    /// What a waiver excuses, in the repository or here.
    pub waived: usize,
    /// What fails the check and is not excused.
    pub failing: usize,
    /// What was not there in the earlier result.
    pub new: usize,
    /// What was there before.
    pub same: usize,
    /// What is gone.
    pub fixed: usize,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingView {
    /// By which rule.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub level: String,
    /// What is so.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// What it is about.
    pub subject: String,
    /// In which file.
    pub file: String,
    /// At which line, from 1.
    pub line: usize,
    /// At which column, from 1.
    pub column: usize,
    /// The number of the first line of the excerpt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt_from: Option<usize>,
    /// The lines around it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excerpt: Vec<String>,
    /// What it is recognised by.
    pub fingerprint: String,
    /// Whether it fails the check by itself.
    pub fails: bool,
    /// Whether it was not there in the earlier result, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<bool>,
    /// Why it is excused in the repository, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excused: Option<String>,
    /// The waivers from it, by where: those that wait for approval, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverView>,
}

impl CheckPage {
    pub(super) fn none(release: ReleaseName, check: &str) -> Self {
        Self {
            release,
            check: check.to_owned(),
            results: Vec::new(),
            shown: None,
            hold: None,
            earlier: None,
            counts: CountsView::default(),
            findings: Vec::new(),
            more: 0,
            fixed: Vec::new(),
            rules: BTreeMap::new(),
            files: BTreeMap::new(),
            lines: Vec::new(),
            separable: false,
            waivers: Vec::new(),
        }
    }
}

fn checked(found: &Found) -> CheckedView {
    CheckedView {
        evidence: found.piece.id.clone(),
        about: found.about.clone(),
        outcome: found.piece.outcome,
        produced: found.piece.produced,
        blob: found.piece.statement,
    }
}

/// Waivers from findings of the release that have not ended, or that ended of themselves not long ago.
pub(super) fn waivers(
    reader: &Reader<'_>,
    material: &Material,
) -> Result<Vec<WaiverView>, ServiceError> {
    let release = &material.release.name;
    let found: Vec<Waiver> = reader.ask(|state| {
        let all = state.waivers.iter().map(|(_, waiver)| waiver);
        let own = all.filter(|one| one.release == *release && !one.findings.is_empty());
        Ok(own.filter(|one| !one.ended).cloned().collect())
    })?;
    let (names, now) = (reader.names(), reader.now());
    let rests = |one: &&Waiver| {
        let mut lines = material.lines.iter();
        lines.any(|(place, criterion, _)| *place == one.environment && *criterion == one.criterion)
    };
    let found = found.iter().filter(rests);
    Ok(found.map(|one| waiver_view(one, names, now)).collect())
}

/// Findings that are shown if nothing is said, and at most.
const SHOWN: (usize, usize) = (200, 2_000);

pub(super) fn page(
    asked: &ShowCheck,
    material: &Material,
    chosen: &Found,
    kept: &Kept,
    earlier: Option<&Earlier>,
    waivers: Vec<WaiverView>,
) -> CheckPage {
    let trend = earlier.map(|earlier| kept.since(&earlier.kept));
    let views = |one: &KeptFinding| finding(kept, one, trend.as_ref(), &waivers);
    let mut wanted: Vec<_> = { kept.findings.iter() }
        .filter(|one| asked.shows(one.level, &one.rule, &one.place.file))
        .collect();
    wanted.sort_by_key(|one| std::cmp::Reverse(one.level));
    let limit = asked.limit.unwrap_or(SHOWN.0).min(SHOWN.1);
    let fixed = trend.iter().flat_map(|trend| &trend.fixed);
    let gone = |one: &&KeptFinding| finding(kept, one, None, &[]);
    let mut results: Vec<_> = material.found.iter().map(checked).collect();
    results.sort_by_key(|one| std::cmp::Reverse(one.produced));
    let lines = material.lines.iter();
    CheckPage {
        release: material.release.name.clone(),
        check: asked.check.clone(),
        results,
        shown: Some(checked(chosen)),
        hold: kept.hold.clone(),
        earlier: earlier.map(|earlier| EarlierView {
            release: earlier.release.clone(),
            produced: earlier.piece.produced,
        }),
        counts: counts(kept, trend.as_ref(), &waivers),
        findings: wanted.iter().take(limit).map(|one| views(one)).collect(),
        more: wanted.len().saturating_sub(limit),
        fixed: fixed.take(SHOWN.0).map(gone).collect(),
        rules: counted(kept, |one| &one.rule),
        files: counted(kept, |one| &one.place.file),
        lines: lines
            .map(|(environment, criterion, waivable)| GateLine {
                environment: environment.clone(),
                criterion: criterion.clone(),
                waivable: *waivable,
            })
            .collect(),
        separable: chosen.piece.summary.get("failing").is_some()
            || !chosen.piece.failing.is_empty(),
        waivers,
    }
}

fn counted<'k>(
    kept: &'k Kept,
    of: impl Fn(&'k KeptFinding) -> &'k String,
) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for one in &kept.findings {
        *counted.entry(of(one).clone()).or_default() += 1;
    }
    counted
}

/// Waivers that are from a finding.
fn of<'w>(waivers: &'w [WaiverView], one: &'w KeptFinding) -> impl Iterator<Item = &'w WaiverView> {
    waivers
        .iter()
        .filter(|waiver| waiver.findings.contains(&one.fingerprint))
}

fn counts(kept: &Kept, trend: Option<&Trend<'_>>, waivers: &[WaiverView]) -> CountsView {
    let mut counts = CountsView::default();
    for one in &kept.findings {
        let waived = of(waivers, one).any(|waiver| waiver.active);
        match (one.waiver.is_some() || waived, one.level.as_str()) {
            (true, _) => counts.waived += 1,
            (false, "error") => counts.error += 1,
            (false, "warning") => counts.warning += 1,
            (false, _) => counts.info += 1,
        }
        counts.failing += usize::from(kept.fails(one) && !waived);
    }
    if let Some(trend) = trend {
        counts.new = trend.new;
        counts.same = trend.same;
        counts.fixed = trend.fixed.len();
    }
    counts
}

fn finding(
    kept: &Kept,
    one: &KeptFinding,
    trend: Option<&Trend<'_>>,
    waivers: &[WaiverView],
) -> FindingView {
    let excused = one.waiver.as_ref();
    let excerpt = one.excerpt.as_ref();
    FindingView {
        rule: one.rule.clone(),
        level: one.level.to_string(),
        message: one.message.clone(),
        help: one.help.clone(),
        subject: one.subject.clone(),
        file: one.place.file.clone(),
        line: one.place.line,
        column: one.place.column,
        excerpt_from: excerpt.map(|excerpt| excerpt.first),
        excerpt: excerpt
            .map(|excerpt| excerpt.lines.clone())
            .unwrap_or_default(),
        fingerprint: one.fingerprint.clone(),
        fails: kept.fails(one),
        new: trend.map(|trend| trend.is_new(one)),
        excused: excused.map(|waiver| {
            format!(
                "{} ({}, {})",
                waiver.reason, waiver.approver, waiver.expires
            )
        }),
        waivers: of(waivers, one).cloned().collect(),
    }
}
