//! Environments, for people.

use holdpoint_service::queries::{EnvironmentPage, Environments, Running};

use super::{list, word};
use crate::output::{Human, Page};

impl Human for Environments {
    fn human(&self, page: &mut Page) {
        let rows = self.environments.iter().map(|one| {
            let place = &one.environment;
            vec![
                place.name.to_string(),
                place
                    .after
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                if place.protected { "protected" } else { "" }.to_owned(),
                word(&place.level),
                place.criteria.len().to_string(),
                releases(&one.running),
            ]
        });
        let headings = ["environment", "after", "", "level", "criteria", "runs"];
        page.table(&headings, rows.collect());
    }
}

fn releases(running: &[Running]) -> String {
    let mut names: Vec<_> = running.iter().map(|one| one.release.to_string()).collect();
    names.dedup();
    list(&names)
}

impl Human for EnvironmentPage {
    fn human(&self, page: &mut Page) {
        let place = &self.environment;
        page.heading(&place.name);
        page.field("title", &place.title);
        page.field(
            "after",
            place
                .after
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        );
        page.field("protected", if place.protected { "yes" } else { "no" });
        page.field("production", if place.production { "yes" } else { "no" });
        page.field("level", word(&place.level));
        for step in &place.steps {
            page.field("step", format!("{}: {}", step.name, step.command.join(" ")));
        }
        page.gap();
        let rows = self.running.iter().map(|one| {
            vec![
                one.component.to_string(),
                one.release.to_string(),
                one.version.clone().unwrap_or_default(),
                one.since.map(|since| page.time(since)).unwrap_or_default(),
            ]
        });
        let rows = rows.collect();
        page.table(&["component", "release", "version", "since"], rows);
    }
}
