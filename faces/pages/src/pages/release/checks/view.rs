//! What the page shows.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::evidence::Outcome;
use holdpoint_domain::waiver::{ApproveWaiver, RequestWaiver, RevokeWaiver};
use holdpoint_domain::{Command, Digest, Sealed};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{CheckPage, CheckedView, FindingView, WaiverView};

use super::address;
use super::words::CheckWords;
use crate::desk::Desk;
use crate::frame::Choice;
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

/// What findings are chosen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filters {
    pub(super) levels: Vec<Choice>,
    pub(super) rules: Vec<Choice>,
    pub(super) files: Vec<Choice>,
    /// Other fields of the address, which stay.
    pub(super) kept: Vec<(String, String)>,
    /// Where nothing is left out; none if nothing is.
    pub(super) cleared: Option<String>,
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

/// A form that asks for a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) findings: Vec<String>,
    /// Environment and criterion, as the form sends them and as they are shown.
    pub(super) gates: Vec<(String, String)>,
    /// What was typed, if it was refused.
    pub(super) typed: String,
    pub(super) open: bool,
}

/// A waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waived {
    pub(super) id: String,
    pub(super) mark: Mark,
    pub(super) gate: String,
    pub(super) count: String,
    pub(super) reason: String,
    pub(super) who: String,
    pub(super) ends: When,
    pub(super) approve: bool,
    pub(super) revoke: Option<&'static str>,
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
    let open: Vec<_> = { page.findings.iter() }
        .filter(|one| one.fails && !one.waivers.iter().any(|waiver| waiver.active))
        .map(|one| one.fingerprint.clone())
        .collect();
    // One finding has its own form, and only what is all shown can be waived at once.
    let every = page.counts.failing > 1 && page.counts.failing == open.len();
    let exports = ["json", "sarif", "csv"];
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
        exports: exports
            .map(|format| {
                (
                    format,
                    desk.to(&fields.with("format", Some(format)).address(&to)),
                )
            })
            .into(),
        results: { page.results.iter() }
            .map(|one| {
                let at = format!("{to}?evidence={}", one.evidence);
                (shown(desk, t, one), desk.to(&at))
            })
            .collect(),
        gates: { page.lines.iter() }
            .map(|line| {
                let place = line.environment.to_string();
                let to = desk.to(&format!("/releases/{release}#at-{place}"));
                (place, line.criterion.clone(), to)
            })
            .collect(),
        all: (every && !gates.is_empty()).then(|| ask(desk, open, &gates)),
        inseparable: !page.separable && page.counts.failing > 0 && !page.lines.is_empty(),
        waivers: { page.waivers.iter() }
            .map(|one| waived(desk, t, one))
            .collect::<Result<_, _>>()?,
        to: fields.address(&to),
        release,
    })
}

/// The gates for which whoever looks may ask for a waiver from findings.
fn askable(desk: &Desk<'_>, page: &CheckPage) -> Result<Vec<(String, String)>, ServiceError> {
    let mut gates = Vec::new();
    let failing = page.findings.iter().find(|one| one.fails);
    let Some(failing) = failing.filter(|_| page.separable && desk.at.is_none()) else {
        return Ok(gates);
    };
    for line in page.lines.iter().filter(|line| line.waivable) {
        let request = RequestWaiver {
            release: page.release.clone(),
            environment: line.environment.clone(),
            criterion: line.criterion.clone(),
            findings: vec![failing.fingerprint.clone()],
            reason: Sealed {
                sealed: Digest([0; 32]),
            },
            ends: desk.reader.now().after(3_600_000),
        };
        if desk.could(&Command::from(request))?.is_ok() {
            gates.push(gate(&line.environment, &line.criterion));
        }
    }
    Ok(gates)
}

fn gate(environment: &EnvironmentName, criterion: &str) -> (String, String) {
    (
        format!("{environment} {criterion}"),
        format!("{environment}: {criterion}"),
    )
}

fn ask(desk: &Desk<'_>, findings: Vec<String>, gates: &[(String, String)]) -> Ask {
    let draft = desk.visit.draft.as_ref().map(|draft| &draft.form);
    let same = |form: &&Fields| form.all("finding").eq(findings.iter().map(String::as_str));
    let refused = draft.filter(same);
    Ask {
        gates: gates.to_vec(),
        typed: refused
            .and_then(|form| form.get("reason"))
            .unwrap_or_default()
            .to_owned(),
        open: refused.is_some(),
        findings,
    }
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

fn mark(tone: Tone, icon: Icon, word: impl Into<String>) -> Mark {
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
            t.new(counts.new),
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

/// Filters, where there is something to be told apart.
fn filters(t: CheckWords, page: &CheckPage, fields: &Fields, to: &str) -> Option<Filters> {
    let total: usize = page.rules.values().sum();
    if total < 2 {
        return None;
    }
    let choice = |name: &str, value: &str, label: String| Choice {
        value: value.to_owned(),
        chosen: fields.get(name).unwrap_or_default() == value,
        label,
    };
    let counted = |name: &str, all: &str, found: &std::collections::BTreeMap<String, usize>| {
        let first = choice(name, "", all.to_owned());
        let rest = found
            .iter()
            .map(|(value, count)| choice(name, value, format!("{value} ({count})")));
        std::iter::once(first).chain(rest).collect()
    };
    let levels = [
        ("", t.all_levels()),
        ("error", t.error()),
        ("warning", t.warning()),
        ("info", t.info()),
    ];
    let names = ["level", "rule", "file"];
    let kept = fields
        .0
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()) && name != "done");
    let bare = names
        .iter()
        .fold(fields.clone(), |fields, name| fields.with(name, None));
    Some(Filters {
        levels: levels
            .map(|(value, label)| choice("level", value, label.to_owned()))
            .into(),
        rules: counted("rule", t.all_rules(), &page.rules),
        files: counted("file", t.all_files(), &page.files),
        kept: kept.cloned().collect(),
        cleared: names
            .iter()
            .any(|name| fields.get(name).is_some())
            .then(|| bare.address(to)),
    })
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

fn standing(t: CheckWords, waiver: &WaiverView) -> Mark {
    match (waiver.active, &waiver.approved_by) {
        (true, _) => mark(Tone::Good, Icon::Shield, t.active()),
        (false, None) => mark(Tone::Wait, Icon::Pause, t.asked()),
        (false, Some(_)) => mark(Tone::Quiet, Icon::Clock, t.over()),
    }
}

fn waived(desk: &Desk<'_>, t: CheckWords, one: &WaiverView) -> Result<Waived, ServiceError> {
    let waiver = || one.waiver.clone();
    let may = |command: Command| match desk.at {
        Some(_) => Ok(false),
        None => Ok::<_, ServiceError>(desk.could(&command)?.is_ok()),
    };
    let approve = one.approved_by.is_none() && may(ApproveWaiver { waiver: waiver() }.into())?;
    let revoke = RevokeWaiver {
        waiver: waiver(),
        reason: None,
    };
    let label = match one.approved_by {
        Some(_) => t.revoke(),
        None => t.decline(),
    };
    let asked = t.by(desk.called(&one.requested_by));
    let approved = one
        .approved_by
        .as_ref()
        .map(|who| t.approved_by(desk.called(who)));
    Ok(Waived {
        id: one.waiver.to_string(),
        mark: standing(t, one),
        gate: gate(&one.environment, &one.criterion).1,
        count: t.waiver_of(u64::try_from(one.findings.len()).unwrap_or(u64::MAX)),
        reason: one.reason.clone().unwrap_or_default(),
        who: [Some(asked), approved]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
        ends: desk.when(one.ends),
        approve,
        revoke: may(revoke.into())?.then_some(label),
    })
}
