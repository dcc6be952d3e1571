//! Waivers from findings: forms that ask for one, and those that there are.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::waiver::RequestWaiver;
use holdpoint_domain::{Command, Digest, Sealed};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{CheckPage, WaiverView};

use super::super::acts::Act;
use super::super::decisions;
use super::view::mark;
use super::words::CheckWords;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::visit::Fields;
use crate::when::When;

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
    pub(super) mark: Mark,
    pub(super) gate: String,
    pub(super) count: String,
    pub(super) reason: String,
    pub(super) who: String,
    pub(super) ends: When,
    /// To grant it, or to take it back.
    pub(super) acts: Vec<Act>,
}

/// The gates for which whoever looks may ask for a waiver from findings.
pub(super) fn askable(
    desk: &Desk<'_>,
    page: &CheckPage,
) -> Result<Vec<(String, String)>, ServiceError> {
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

pub(super) fn ask(desk: &Desk<'_>, findings: Vec<String>, gates: &[(String, String)]) -> Ask {
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

pub(super) fn standing(t: CheckWords, waiver: &WaiverView) -> Mark {
    match (waiver.active, &waiver.approved_by) {
        (true, _) => mark(Tone::Good, Icon::Shield, t.active()),
        (false, None) => mark(Tone::Wait, Icon::Pause, t.asked()),
        (false, Some(_)) => mark(Tone::Quiet, Icon::Clock, t.over()),
    }
}

pub(super) fn waived(
    desk: &Desk<'_>,
    t: CheckWords,
    one: &WaiverView,
) -> Result<Waived, ServiceError> {
    let asked = t.by(desk.called(&one.requested_by));
    let approved = one
        .approved_by
        .as_ref()
        .map(|who| t.approved_by(desk.called(who)));
    Ok(Waived {
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
        acts: decisions::of_waiver(desk, one)?,
    })
}
