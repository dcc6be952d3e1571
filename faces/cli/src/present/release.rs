//! Releases, for people.

use holdpoint_domain::approval::Say;
use holdpoint_service::queries::{ApprovalView, ReleasePage, Releases, SignatureView};

use super::{counted, list, more, short};
use crate::output::{Human, Page};

impl Human for Releases {
    fn human(&self, page: &mut Page) {
        let rows = self.releases.iter().map(|one| {
            vec![
                one.release.to_string(),
                one.title.clone().unwrap_or_default(),
                one.stage.to_string(),
                short(&one.components),
                list(&one.reached),
                page.time(one.past.as_ref().map_or(one.created, |past| past.occurred)),
            ]
        });
        let rows = rows.collect();
        page.table(
            &[
                "release",
                "title",
                "stage",
                "components",
                "reached",
                "since",
            ],
            rows,
        );
        more(page, self.next);
    }
}

impl Human for ReleasePage {
    fn human(&self, page: &mut Page) {
        page.heading(&self.release);
        page.field("title", self.title.as_deref().unwrap_or_default());
        page.field("stage", self.stage);
        let created = page.time(self.created);
        match &self.past {
            Some(past) => {
                let went = page.time(past.occurred);
                page.field("went out", format!("{went}, before Holdpoint was asked"));
                page.field("version", &past.version);
                let source = &past.source;
                page.field("source", format!("{} {}", source.kind, source.reference));
                page.field("repository", &source.repository);
                page.field("commit", &source.commit);
                page.field("imported", format!("{created} by {}", self.creator));
            }
            None => page.field("created", format!("{created} by {}", self.creator)),
        }
        page.field("manifest", self.manifest);
        page.field("components", list(&self.components));
        let scope: Vec<_> = self
            .scope
            .iter()
            .map(|item| format!("{} {}", item.kind, item.id))
            .collect();
        page.field("scope", list(&scope));
        page.field("authors", list(&self.authors));
        for range in &self.commits {
            page.field(
                "commits",
                format!("{} to {}", counted(range.count, "commit"), range.to),
            );
        }
        page.field("notes", self.notes.as_deref().unwrap_or_default());
        if self.past.is_none() {
            artifacts(self, page);
        }
        decisions(self, page);
        plans(self, page);
        for reached in &self.reached {
            let time = page.time(reached.time);
            page.line(format!(
                "ran in {} since {time} ({})",
                reached.environment, reached.deployment
            ));
        }
    }
}

/// When it is to go where, and what is against that.
fn plans(release: &ReleasePage, page: &mut Page) {
    for plan in &release.plans {
        let (from, until) = (page.time(plan.span.from), page.time(plan.span.until));
        let with = plan.train.as_ref().map(|name| format!(" with `{name}`"));
        let despite = plan.waiver.as_ref().map(|id| format!(" (waived by {id})"));
        page.line(format!(
            "planned for {} from {from} until {until}{}{}",
            plan.environment,
            with.unwrap_or_default(),
            despite.unwrap_or_default()
        ));
        for conflict in &plan.conflicts {
            page.line(format!("  but {}", conflict.message));
        }
    }
}

fn artifacts(release: &ReleasePage, page: &mut Page) {
    page.heading("Artifacts");
    let rows = release.artifacts.iter().map(|one| {
        vec![
            one.name.clone(),
            one.component.to_string(),
            one.version.clone().unwrap_or_default(),
            one.digest.to_string(),
        ]
    });
    page.table(&["name", "component", "version", "digest"], rows.collect());
}

fn decisions(release: &ReleasePage, page: &mut Page) {
    if release.approvals.is_empty() && release.readiness.is_empty() {
        return;
    }
    page.heading("Decisions");
    for given in &release.approvals {
        let time = page.time(given.time);
        page.line(format!("{} at {time}", decision(given)));
    }
    for done in &release.readiness {
        let time = page.time(done.time);
        page.line(format!(
            "{} confirmed `{}` at {time}",
            done.person, done.item
        ));
    }
}

/// Which way a decision went.
pub(crate) fn said(say: Say) -> &'static str {
    match say {
        Say::Approve => "approved",
        Say::Reject => "rejected",
    }
}

fn decision(given: &ApprovalView) -> String {
    let say = said(given.say);
    let mut text = format!("{} {say} as {}", given.person, given.role);
    if let Some(principal) = &given.on_behalf_of {
        text.push_str(&format!(" for {principal}"));
    }
    if let Some(environment) = &given.environment {
        text.push_str(&format!(" for {environment}"));
    }
    if !given.current {
        text.push_str(" an earlier manifest");
    }
    if let Some(comment) = &given.comment {
        text.push_str(&format!(" (\"{comment}\")"));
    }
    if let Some(signature) = &given.signature {
        text.push_str(&format!(", signed with {}", with(signature)));
    }
    text
}

fn with(signature: &SignatureView) -> String {
    let mut text = format!("{} {}", signature.kind, signature.key);
    if let Some(label) = &signature.label {
        text.push_str(&format!(" ({label})"));
    }
    if !signature.counts {
        text.push_str(", which was removed since");
    }
    text
}
