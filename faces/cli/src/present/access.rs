//! Grants, delegations and absences, for people.

use holdpoint_domain::directory::FirstLogin;
use holdpoint_service::queries::{AbsenceView, Access, DelegationView, DirectoryPage, GrantView};

use crate::output::{Human, Page};

impl Human for Access {
    fn human(&self, page: &mut Page) {
        let rows = self.grants.iter().map(|one| {
            vec![
                one.grant.to_string(),
                one.person.to_string(),
                one.role.to_string(),
                one.scope.clone(),
                one.expires.map(|time| page.time(time)).unwrap_or_default(),
                said(one),
            ]
        });
        let rows = rows.collect();
        page.table(&["grant", "person", "role", "scope", "until", ""], rows);
        if !self.delegations.is_empty() {
            page.heading("Delegations");
            delegations(page, &self.delegations);
        }
        absences(page, &self.absences);
    }
}

/// What else is to be said of a grant.
fn said(grant: &GrantView) -> String {
    match (&grant.from, grant.active) {
        (_, false) => "expired".to_owned(),
        (Some(from), true) => format!("by group {}", from.group),
        (None, true) => String::new(),
    }
}

impl Human for DirectoryPage {
    fn human(&self, page: &mut Page) {
        let rows = self.providers.iter().map(|one| {
            let first = match one.first_login {
                FirstLogin::Refuse => "refused",
                FirstLogin::Add => "added",
                FirstLogin::AddMembers => "added with a group",
            };
            vec![
                one.name.clone(),
                one.issuer.clone(),
                one.client.clone(),
                first.to_owned(),
            ]
        });
        let rows = rows.collect();
        page.table(&["provider", "issuer", "client", "newcomers"], rows);
        if self.groups.is_empty() {
            return;
        }
        page.heading("Groups");
        let rows = self.groups.iter().map(|one| {
            vec![
                one.group.clone(),
                one.provider.clone().unwrap_or_default(),
                one.role.to_string(),
                one.scope.clone(),
                one.people.to_string(),
            ]
        });
        page.table(
            &["group", "provider", "role", "scope", "people"],
            rows.collect(),
        );
    }
}

/// Who acts for whom, a line each.
pub(crate) fn delegations(page: &mut Page, delegations: &[DelegationView]) {
    for one in delegations {
        let role = one
            .role
            .map_or_else(|| "all roles".to_owned(), |role| role.to_string());
        let (begins, ends) = (page.time(one.begins), page.time(one.ends));
        let (from, to, scope) = (&one.from, &one.to, &one.scope);
        page.line(format!(
            "{}  {to} for {from}: {role} in {scope}, {begins} to {ends}",
            one.delegation
        ));
    }
}

fn absences(page: &mut Page, absences: &[AbsenceView]) {
    if absences.is_empty() {
        return;
    }
    page.heading("Away");
    for one in absences {
        let (begins, ends) = (page.time(one.begins), page.time(one.ends));
        let scope = one.scope.as_ref().map(|scope| format!(" for {scope}"));
        let scope = scope.unwrap_or_default();
        page.line(format!(
            "{}  {}{scope}: {begins} to {ends}",
            one.absence, one.person
        ));
    }
}
