//! For programs.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use crate::{Applied, Finding, Fingerprint, Inputs, Level, Place, Report, Summary, Verdict};

#[derive(Serialize)]
pub(super) struct View<'a> {
    tool: &'a str,
    version: &'a str,
    check: &'a str,
    verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold: Option<&'a str>,
    fail_on: Level,
    #[serde(skip_serializing_if = "Option::is_none")]
    inputs: Option<&'a Inputs>,
    summary: Summary,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    level: Level,
    message: &'a str,
    help: &'a str,
    place: Spot<'a>,
    subject: &'a str,
    waiver: Option<&'a Applied>,
    fingerprint: Fingerprint,
    aliases: &'a [&'a str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Beside<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    properties: &'a BTreeMap<&'static str, Json>,
}

#[derive(Serialize)]
struct Spot<'a> {
    #[serde(flatten)]
    place: &'a Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Beside<'a> {
    message: &'a str,
    place: Spot<'a>,
}

impl<'a> Spot<'a> {
    fn of(place: &'a Place) -> Self {
        Self {
            place,
            end_line: place.end.map(|end| end.line),
            end_column: place.end.map(|end| end.column),
        }
    }
}

impl<'a> View<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        Self {
            tool: report.tool.name,
            version: report.tool.version,
            check: report.check,
            verdict: report.verdict(),
            hold: report.hold.as_deref(),
            fail_on: report.failing,
            inputs: report.inputs.as_ref(),
            summary: report.summary(),
            findings: report.findings().iter().map(Found::of).collect(),
        }
    }
}

impl<'a> Found<'a> {
    fn of(finding: &'a Finding) -> Self {
        let related = finding.related.iter().map(|related| Beside {
            message: &related.message,
            place: Spot::of(&related.place),
        });
        Self {
            rule: finding.rule.id,
            level: finding.level,
            message: &finding.message,
            help: &finding.help,
            place: Spot::of(&finding.place),
            subject: &finding.subject,
            waiver: finding.waiver.as_ref(),
            fingerprint: finding.fingerprint,
            aliases: finding.rule.aliases,
            related: related.collect(),
            properties: &finding.properties,
        }
    }
}
