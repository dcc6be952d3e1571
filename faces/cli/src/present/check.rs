//! What a check has found, for people.

use holdpoint_service::queries::{CheckPage, FindingView};

use super::word;
use crate::output::{Human, Page};

impl Human for CheckPage {
    fn human(&self, page: &mut Page) {
        let Some(shown) = &self.shown else {
            return page.line(format!("no result of `check {}` is attached", self.check));
        };
        page.heading(format!("check {} of {}", self.check, shown.about));
        page.field("evidence", &shown.evidence);
        page.field("outcome", word(&shown.outcome));
        page.field("produced", page.time(shown.produced));
        if let Some(hold) = &self.hold {
            page.field("hold", hold);
        }
        let counts = &self.counts;
        let found = format!(
            "{} error(s), {} warning(s), {} note(s), {} waived",
            counts.error, counts.warning, counts.info, counts.waived
        );
        page.field("found", found);
        if let Some(earlier) = &self.earlier {
            let since = format!(
                "{} new, {} the same, {} fixed since {}",
                counts.new, counts.same, counts.fixed, earlier.release
            );
            page.field("trend", since);
        }
        for one in &self.findings {
            page.gap();
            finding(page, one);
        }
        if self.more > 0 {
            page.gap();
            page.line(format!("and {} more", self.more));
        }
        for one in &self.fixed {
            page.gap();
            page.line(format!("fixed: {} [{}]", one.message, one.rule));
        }
    }
}

fn finding(page: &mut Page, one: &FindingView) {
    let new = if one.new == Some(true) { ", new" } else { "" };
    page.line(format!("{}[{}]{new}: {}", one.level, one.rule, one.message));
    let place = format!("{}:{}:{}", one.file, one.line, one.column);
    page.below(match one.subject.as_str() {
        "" => place,
        subject => format!("{place}, {subject}"),
    });
    for (at, line) in (one.excerpt_from.unwrap_or_default()..).zip(&one.excerpt) {
        let mark = if at == one.line { '>' } else { ' ' };
        page.below(format!("{mark} {at:>4} | {line}"));
    }
    page.below(format!("help: {}", one.help));
    page.below(format!("fingerprint {}", one.fingerprint));
    if let Some(excused) = &one.excused {
        page.below(format!("waived in the repository: {excused}"));
    }
    for waiver in &one.waivers {
        let standing = match (waiver.active, &waiver.approved_by) {
            (true, _) => "waived",
            (false, None) => "a waiver is asked for",
            (false, Some(_)) => "was waived",
        };
        let (place, until) = (&waiver.environment, page.time(waiver.ends));
        page.below(format!(
            "{standing} in {place} until {until} by {}",
            waiver.waiver
        ));
    }
}
