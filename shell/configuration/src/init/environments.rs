//! Environments, in the order in which a release passes through them.

use std::collections::BTreeSet;

use holdpoint_inventory::{FoundEnvironment, Reason};

use super::text::{Page, scalar};
use crate::read::plain;

pub(super) fn write(page: &mut Page, found: &[FoundEnvironment]) {
    page.comment(0, "Where artifacts run, in the order in which a release passes. A gate at `observe` says what it would");
    page.comment(
        0,
        "have stopped, at `warn` it lets it pass with a warning, at `enforce` it stops it.",
    );
    let mut seen = BTreeSet::new();
    let named = found
        .iter()
        .filter_map(|one| Some((plain(&one.name)?, one)));
    let named: Vec<_> = named
        .filter(|(name, _)| seen.insert(name.clone()))
        .collect();
    if named.is_empty() {
        page.line(0, "environments: {}");
        page.blank();
        return;
    }
    page.line(0, "environments:");
    let mut before: Option<&str> = None;
    for (name, one) in &named {
        for reason in &one.reasons {
            page.comment(1, &spoken(reason));
        }
        page.line(1, &format!("{}:", scalar(name)));
        if let Some(before) = before {
            page.line(2, &format!("after: {}", scalar(before)));
        }
        match one.protected {
            true => guarded(page, name, before),
            false => page.noted(
                2,
                "level: observe",
                "say `enforce` once its gate has criteria",
            ),
        }
        before = Some(name);
    }
    page.blank();
}

fn spoken(reason: &Reason) -> String {
    let Reason { file, line, text } = reason;
    match (file.is_empty(), line) {
        (true, _) => text.clone(),
        (false, Some(line)) => format!("{file}:{line}: {text}"),
        (false, None) => format!("{file}: {text}"),
    }
}

/// An environment that users depend on.
fn guarded(page: &mut Page, name: &str, before: Option<&str>) {
    page.noted(
        2,
        "protected: true",
        "neither authors approve, nor those who approve deploy",
    );
    if name == "production" {
        page.noted(
            2,
            "production: true",
            "what runs here has reached its users",
        );
    }
    page.line(2, "level: enforce");
    page.line(2, "criteria:");
    page.noted(
        3,
        "- approvals: {role: change-manager, quorum: 1}",
        "how many say yes, and in which role",
    );
    page.noted(
        3,
        "- evidence: {predicate: junit, require: passed}",
        "`holdpoint evidence add` brings a report",
    );
    page.comment(3, "- evidence: {predicate: sbom, fresh: 30d}");
    page.comment(3, "- readiness: runbook-reviewed");
    page.comment(3, "- scheme: true");
    if let Some(before) = before {
        page.comment(3, &format!("- ran: {}", scalar(before)));
    }
    page.comment(
        2,
        "How a release is deployed here; without steps a deployment is only recorded.",
    );
    page.comment(2, "steps:");
    page.comment(2, "  - {name: deploy, command: [./deploy.sh, \"{release}\", \"{environment}\"], timeout: 10m}");
}
