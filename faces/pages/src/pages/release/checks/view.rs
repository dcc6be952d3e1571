//! What the page shows.

use holdpoint_domain::evidence::Outcome;
use holdpoint_domain::waiver::MOST_FINDINGS;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{CheckPage, CheckedView, FindingView};

use super::address;
use super::ask::{Ask, Waived, ask, askable, standing, waived};
use super::filters::{Filters, filters};
use super::words::CheckWords;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::visit::{Fields, encoded};
use crate::when::When;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckView {
    pub(super) check: String,
    pub(super) release: String,
    pub(super) release_to: String,
    /// Where forms go, and come back to.
    pub(super) to: String,
    /// What the next request of this page is kept under.
    pub(super) key: String,
    pub(super) shown: Option<Shown>,
    pub(super) hold: Option<String>,
    pub(super) counts: Vec<Mark>,
    pub(super) trend: Option<TrendView>,
    pub(super) filters: Option<Filters>,
    pub(super) findings: Vec<Found>,
    pub(super) more: usize,
    pub(super) fixed: Vec<Found>,
    pub(super) exports: Vec<(&'static str, String)>,
    pub(super) results: Vec<(Shown, String)>,
    pub(super) gates: Vec<(String, String, String)>,
    /// A form from all that fails it.
    pub(super) all: Option<Ask>,
    pub(super) inseparable: bool,
    pub(super) waivers: Vec<Waived>,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) about: String,
    pub(super) mark: Mark,
    pub(super) when: When,
}

/// What has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TrendView {
    pub(super) since: String,
    pub(super) to: String,
    pub(super) marks: Vec<Mark>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) mark: Mark,
    pub(super) message: String,
    pub(super) subject: String,
    pub(super) place: String,
    pub(super) rule: String,
    pub(super) rule_to: String,
    pub(super) help: String,
    pub(super) new: bool,
    /// Lines with their numbers; the one that it is about is marked.
    pub(super) lines: Vec<(usize, String, bool)>,
    pub(super) excused: Option<String>,
    pub(super) waived: Vec<(Mark, String)>,
    pub(super) ask: Option<Ask>,
}

pub(super) fn view(
    desk: &Desk<'_>,
    t: CheckWords,
    page: &CheckPage,
) -> Result<CheckView, ServiceError> {
    let release = page.release.to_string();
    let to = address(&release, &page.check);
    let fields = &desk.visit.query;
    let gates = askable(desk, page)?;
    let earlier = page.earlier.as_ref();
    let findings = page.findings.iter().map(|one| found(desk, t, one, &gates));
    Ok(CheckView {
        check: page.check.clone(),
        release_to: desk.to(&format!("/releases/{release}")),
        key: format!(
            "check-{}-{}",
            desk.reader.view().size(),
            desk.me().map_or("", |me| me.as_str())
        ),
        shown: page.shown.as_ref().map(|one| shown(desk, t, one)),
        hold: page.hold.clone(),
        counts: counts(t, page),
        trend: earlier.map(|earlier| TrendView {
            since: t.since(&earlier.release),
            to: desk.to(&address(earlier.release.as_str(), &page.check)),
            marks: trend(t, page),
        }),
        filters: filters(t, page, fields, &to),
        findings: findings.collect(),
        more: page.more,
        fixed: page
            .fixed
            .iter()
            .map(|one| found(desk, t, one, &[]))
            .collect(),
        exports: exports(desk, fields, &to),
        results: results(desk, t, page, &to),
        gates: gates_of(desk, page),
        all: all(desk, page, &gates),
        inseparable: !page.separable && page.counts.failing > 0 && !page.lines.is_empty(),
        waivers: { page.waivers.iter() }
            .map(|one| waived(desk, t, one))
            .collect::<Result<_, _>>()?,
        to: fields.address(&to),
        release,
    })
}

/// A form from all that fails it: one finding has its own, and only what is all shown can be waived at once.
fn all(desk: &Desk<'_>, page: &CheckPage, gates: &[(String, String)]) -> Option<Ask> {
    let open = page.findings.iter();
    let open = open.filter(|one| one.fails && !one.waivers.iter().any(|waiver| waiver.active));
    let open: Vec<_> = open.map(|one| one.fingerprint.clone()).collect();
    let every = page.counts.failing > 1 && page.counts.failing == open.len();
    let few = open.len() <= MOST_FINDINGS;
    (every && few && !gates.is_empty()).then(|| ask(desk, open, gates))
}

fn exports(desk: &Desk<'_>, fields: &Fields, to: &str) -> Vec<(&'static str, String)> {
    let as_file = |format| fields.with("format", Some(format)).address(to);
    let formats = ["json", "sarif", "csv"];
    formats
        .map(|format| (format, desk.to(&as_file(format))))
        .into()
}

fn results(desk: &Desk<'_>, t: CheckWords, page: &CheckPage, to: &str) -> Vec<(Shown, String)> {
    let result = |one: &CheckedView| {
        let at = format!("{to}?evidence={}", one.evidence);
        (shown(desk, t, one), desk.to(&at))
    };
    page.results.iter().map(result).collect()
}

/// The lines of gates that rest on it, with where they are.
fn gates_of(desk: &Desk<'_>, page: &CheckPage) -> Vec<(String, String, String)> {
    let lines = page.lines.iter().map(|line| {
        let place = line.environment.to_string();
        let to = desk.to(&format!("/releases/{}#at-{place}", page.release));
        (place, line.criterion.clone(), to)
    });
    lines.collect()
}

fn shown(desk: &Desk<'_>, t: CheckWords, one: &CheckedView) -> Shown {
    let about = match one.about.as_str() {
        "release" => t.whole().to_owned(),
        about => about.to_owned(),
    };
    let (tone, icon, word) = match one.outcome {
        Outcome::Failed => (Tone::Bad, Icon::Cross, t.failed()),
        _ => (Tone::Good, Icon::Check, t.passed()),
    };
    Shown {
        about,
        mark: mark(tone, icon, word),
        when: desk.when(one.produced),
    }
}

pub(super) fn mark(tone: Tone, icon: Icon, word: impl Into<String>) -> Mark {
    Mark {
        tone,
        icon,
        word: word.into(),
    }
}

fn counts(t: CheckWords, page: &CheckPage) -> Vec<Mark> {
    let counts = &page.counts;
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let all = [
        (
            counts.error,
            mark(Tone::Bad, Icon::Cross, t.errors(number(counts.error))),
        ),
        (
            counts.warning,
            mark(Tone::Wait, Icon::Alert, t.warnings(number(counts.warning))),
        ),
        (
            counts.info,
            mark(Tone::Quiet, Icon::Info, t.infos(number(counts.info))),
        ),
        (
            counts.waived,
            mark(Tone::Quiet, Icon::Shield, t.waived_count(counts.waived)),
        ),
    ];
    let there = all.into_iter().filter(|(count, _)| *count > 0);
    there.map(|(_, mark)| mark).collect()
}

fn trend(t: CheckWords, page: &CheckPage) -> Vec<Mark> {
    let counts = &page.counts;
    vec![
        mark(
            if counts.new > 0 {
                Tone::Bad
            } else {
                Tone::Quiet
            },
            Icon::Alert,
            t.added(counts.new),
        ),
        mark(Tone::Quiet, Icon::Pause, t.same(counts.same)),
        mark(
            if counts.fixed > 0 {
                Tone::Good
            } else {
                Tone::Quiet
            },
            Icon::Check,
            t.fixed(counts.fixed),
        ),
    ]
}

fn found(desk: &Desk<'_>, t: CheckWords, one: &FindingView, gates: &[(String, String)]) -> Found {
    let (tone, icon, word) = match one.level.as_str() {
        "error" => (Tone::Bad, Icon::Cross, t.error()),
        "warning" => (Tone::Wait, Icon::Alert, t.warning()),
        _ => (Tone::Quiet, Icon::Info, t.info()),
    };
    let numbers = one.excerpt_from.unwrap_or(1)..;
    let lines = numbers.zip(&one.excerpt);
    let waived = one.waivers.iter().map(|waiver| {
        let until = t.until(desk.when(waiver.ends).short);
        (
            standing(t, waiver),
            format!("{}, {until}", waiver.environment),
        )
    });
    let active = one.waivers.iter().any(|waiver| waiver.active);
    let asks = one.fails && !active && !gates.is_empty();
    Found {
        id: format!("f-{}", one.fingerprint),
        mark: mark(tone, icon, word),
        message: one.message.clone(),
        subject: one.subject.clone(),
        place: t.line(&one.file, one.line),
        rule: one.rule.clone(),
        rule_to: desk.to(&format!("/explain/{}", encoded(&one.rule))),
        help: one.help.clone(),
        new: one.new == Some(true),
        lines: lines
            .map(|(at, line)| (at, line.clone(), at == one.line))
            .collect(),
        excused: one.excused.as_ref().map(|why| t.excused(why)),
        waived: waived.collect(),
        ask: asks.then(|| ask(desk, vec![one.fingerprint.clone()], gates)),
    }
}
