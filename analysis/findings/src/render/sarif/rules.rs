//! The rules that a report has findings by.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::level;
use crate::{Report, Rule};

/// Rules by their ids.
pub(super) struct Rules(BTreeMap<&'static str, (usize, &'static Rule)>);

impl Rules {
    pub(super) fn of(report: &Report) -> Self {
        let found = report.findings().iter().map(|finding| finding.rule);
        let mut rules: BTreeMap<_, _> = found.map(|rule| (rule.id, (0, rule))).collect();
        for (at, (index, _)) in rules.values_mut().enumerate() {
            *index = at;
        }
        Self(rules)
    }

    pub(super) fn index(&self, id: &str) -> usize {
        self.0.get(id).map_or(0, |(index, _)| *index)
    }

    pub(super) fn descriptors(&self) -> Vec<Json> {
        self.0.values().map(|(_, rule)| descriptor(rule)).collect()
    }
}

fn descriptor(rule: &Rule) -> Json {
    let severity = match level(rule.level) {
        "note" => "recommendation",
        other => other,
    };
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.message },
        "fullDescription": { "text": rule.why },
        "help": {
            "text": format!("{}\n\nWhat to do: {}\n\nExample:\n{}", rule.why, rule.help, rule.example),
            "markdown": format!("{}\n\n**What to do:** {}\n\n```\n{}\n```", rule.why, rule.help, rule.example),
        },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": {
            "tags": rule.aliases,
            "precision": "high",
            "problem.severity": severity,
        },
    })
}
