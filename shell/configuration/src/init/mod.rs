//! The file that `holdpoint init` writes: what a repository seems to contain, every guess with its reason.

mod components;
mod environments;
mod teams;
mod text;

use holdpoint_inventory::{Inventory, PastReleases};

use crate::read::plain;
use text::{Page, scalar};

/// What the file is made of.
#[derive(Debug, Clone)]
pub struct Seed<'a> {
    /// What the organisation is called, in any words; a name is made of it.
    pub organisation: &'a str,
    /// Why that is thought, such as `the owner of the remote origin`.
    pub organisation_reason: &'a str,
    /// The time zone that people are shown times in, by IANA name.
    pub timezone: &'a str,
    /// What the repository contains.
    pub inventory: &'a Inventory,
    /// What its tags tell.
    pub past: &'a PastReleases,
}

/// The text of a `holdpoint.yaml`, with comments. It can be applied as it is.
#[must_use]
pub fn write(seed: &Seed<'_>) -> String {
    let organisation = plain(seed.organisation).unwrap_or_else(|| "organisation".to_owned());
    let teams = teams::Teams::of(&seed.inventory.components);
    let mut page = Page::default();
    head(&mut page, seed);
    section(&mut page, seed, &organisation);
    teams.write(&mut page, &organisation);
    environments::write(&mut page, &seed.inventory.environments);
    components::write(&mut page, &seed.inventory.components, &teams, &organisation);
    templates(&mut page, seed);
    foot(&mut page, seed);
    page.text
}

fn head(page: &mut Page, seed: &Seed<'_>) {
    page.comment(0, "Written by `holdpoint init` from what this repository contains. Each guess says why; correct");
    page.comment(0, "what is wrong, then put it into a ledger with `holdpoint apply`. `holdpoint apply --dry-run` shows");
    page.comment(0, "what that would change.");
    let problems = seed.inventory.problems.len();
    if problems > 0 {
        page.blank();
        page.comment(
            0,
            &format!("Mistakes in files of the repository: {problems}. The first of them:"),
        );
        for problem in seed.inventory.problems.iter().take(5) {
            page.comment(0, &format!("  {problem}"));
        }
    }
    page.blank();
}

fn section(page: &mut Page, seed: &Seed<'_>, organisation: &str) {
    page.line(0, "organisation:");
    page.noted(
        1,
        &format!("name: {}", scalar(organisation)),
        seed.organisation_reason,
    );
    let known = jiff::tz::db().get(seed.timezone).is_ok();
    let timezone = if known { seed.timezone } else { "UTC" };
    page.line(1, &format!("timezone: {}", scalar(timezone)));
    page.blank();
    page.comment(
        0,
        "What artifacts are named like; a criterion `scheme` holds them against it.",
    );
    page.comment(0, "naming:");
    page.comment(0, "  - kinds: [oci]");
    page.comment(0, "    name: \"{unit}-{component}\"");
    page.comment(0, "    version: semver");
    page.blank();
    page.comment(
        0,
        "Units of the business or of IT; teams and components belong to one.",
    );
    page.line(0, "units:");
    page.noted(
        1,
        &format!("{}:", scalar(organisation)),
        "one to begin with; divide it as you are divided",
    );
    page.blank();
}

fn templates(page: &mut Page, seed: &Seed<'_>) {
    page.comment(
        0,
        "What releases of a kind have in common; `holdpoint release create --from NAME` copies it.",
    );
    let chosen = components::chosen(&seed.inventory.components);
    let example = chosen
        .first()
        .map_or("payments-api", |found| found.id.as_str());
    page.comment(0, "templates:");
    page.comment(
        0,
        &format!("  monthly: {{components: [{example}], readiness: [support-briefed]}}"),
    );
}

fn foot(page: &mut Page, seed: &Seed<'_>) {
    let releases = &seed.past.releases;
    if releases.is_empty() {
        return;
    }
    page.blank();
    let count = match releases.len() {
        1 => "One tag looks like a past release:".to_owned(),
        many => format!("{many} tags look like past releases; the last of them:"),
    };
    page.comment(0, &count);
    for release in releases.iter().rev().take(5) {
        page.comment(0, &format!("  {}: {}", release.tag, release.reason));
    }
}
