//! Components and templates, for people.

use holdpoint_domain::release::Template;
use holdpoint_service::queries::{ComponentPage, Components, Templates};

use super::{list, word};
use crate::output::{Human, Page};

impl Human for Components {
    fn human(&self, page: &mut Page) {
        let rows = self.components.iter().map(|one| {
            vec![
                one.component.to_string(),
                one.title.clone(),
                one.unit.to_string(),
                one.team
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                one.kind.clone(),
                word(&one.criticality),
            ]
        });
        page.table(
            &["component", "title", "unit", "team", "kind", "criticality"],
            rows.collect(),
        );
    }
}

impl Human for ComponentPage {
    fn human(&self, page: &mut Page) {
        let one = &self.component;
        page.heading(&one.name);
        page.field("title", &one.title);
        page.field("unit", &one.unit);
        page.field(
            "team",
            one.team
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        );
        page.field("kind", &one.kind);
        page.field("repository", &one.repository);
        page.field("path", &one.path);
        page.field("criticality", word(&one.criticality));
        page.field("depends on", list(&one.depends_on));
        page.field("needed by", list(&self.needed_by));
        for transaction in &one.key_transactions {
            page.field("transaction", &transaction.name);
        }
        for running in &self.running {
            let version = running.version.as_deref().unwrap_or("-");
            page.field(
                "runs",
                format!("{} {version} in {}", running.release, running.environment),
            );
        }
    }
}

impl Human for Templates {
    fn human(&self, page: &mut Page) {
        let row = |one: &Template| {
            vec![
                one.name.to_string(),
                one.title.clone(),
                list(&one.components),
            ]
        };
        page.table(
            &["template", "title", "components"],
            self.templates.iter().map(row).collect(),
        );
    }
}

impl Human for Template {
    fn human(&self, page: &mut Page) {
        page.heading(&self.name);
        page.field("title", &self.title);
        page.field("components", list(&self.components));
        page.field("readiness", list(&self.readiness));
    }
}
