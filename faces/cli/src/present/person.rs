//! People, for people.

use holdpoint_service::queries::{GrantView, Keys, People, PersonView};

use super::list;
use crate::commands::kept;
use crate::output::{Human, Page};

fn roles(grants: &[GrantView]) -> String {
    let active = grants.iter().filter(|grant| grant.active);
    let roles: Vec<_> = active
        .map(|grant| match grant.scope.as_str() {
            "organisation" => grant.role.to_string(),
            scope => format!("{} ({scope})", grant.role),
        })
        .collect();
    list(&roles)
}

/// Roles, and whether they are of use.
fn standing(one: &PersonView) -> String {
    match one.deactivated {
        Some(_) => format!("deactivated: {}", roles(&one.grants)),
        None => roles(&one.grants),
    }
}

impl Human for People {
    fn human(&self, page: &mut Page) {
        let rows = self.people.iter().map(|one| {
            vec![
                one.handle.clone().unwrap_or_else(|| "(erased)".to_owned()),
                one.name.clone().unwrap_or_default(),
                one.mail.clone().unwrap_or_default(),
                standing(one),
                one.person.to_string(),
            ]
        });
        page.table(&["handle", "name", "mail", "roles", "id"], rows.collect());
    }
}

impl Human for PersonView {
    fn human(&self, page: &mut Page) {
        page.heading(self.handle.as_deref().unwrap_or("(erased)"));
        page.field("id", &self.person);
        page.field("name", self.name.as_deref().unwrap_or_default());
        page.field("mail", self.mail.as_deref().unwrap_or_default());
        let (added, erased) = (
            page.time(self.added),
            self.erased.map(|time| page.time(time)),
        );
        page.field("added", added);
        if let Some(time) = self.deactivated {
            let time = page.time(time);
            page.field("deactivated", time);
        }
        page.field("erased", erased.unwrap_or_default());
        page.field("roles", roles(&self.grants));
        if !self.retained.is_empty() {
            page.line("the name and the reasons behind these decisions stay, for auditors only:");
            let rows = self
                .retained
                .iter()
                .map(|one| vec![one.release.to_string(), one.class.clone(), kept(one, page)]);
            let rows: Vec<_> = rows.collect();
            page.table(&["release", "class", "until"], rows);
        }
    }
}

impl Human for Keys {
    fn human(&self, page: &mut Page) {
        let rows = self.keys.iter().map(|one| {
            vec![
                one.person.to_string(),
                one.key.to_string(),
                one.kind.clone(),
                one.label.clone().unwrap_or_default(),
                page.time(one.added),
                one.removed.map(|time| page.time(time)).unwrap_or_default(),
            ]
        });
        let rows = rows.collect();
        page.table(
            &["person", "key", "kind", "label", "added", "removed"],
            rows,
        );
    }
}
