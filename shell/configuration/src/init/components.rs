//! Components: what is built and deployed on its own.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_inventory::{Ecosystem, Found, Kind};

use super::teams::Teams;
use super::text::{Page, scalar};

pub(super) fn write(page: &mut Page, all: &[Found], teams: &Teams, unit: &str) {
    let chosen: Vec<&Found> = chosen(all);
    page.comment(0, "What is built and deployed on its own.");
    if chosen.is_empty() {
        page.noted(
            0,
            "components: {}",
            "no manifest of Cargo, npm, Go, Maven, Gradle, Python or Docker was found",
        );
        page.comment(
            0,
            &format!("  web: {{unit: {}, kind: npm, path: web}}", scalar(unit)),
        );
    } else {
        page.line(0, "components:");
    }
    let kept: BTreeSet<&str> = chosen.iter().map(|found| found.id.as_str()).collect();
    let needs = needs(&chosen, &kept);
    for found in &chosen {
        let needs = needs.get(found.id.as_str());
        component(
            page,
            found,
            needs.map(Vec::as_slice).unwrap_or_default(),
            teams,
            unit,
        );
    }
    left_out(page, all, &kept);
    page.blank();
}

/// Services and applications, and libraries that are published; all that is not a mere example if there are none.
pub(super) fn chosen(all: &[Found]) -> Vec<&Found> {
    let released = |found: &&Found| match found.kind {
        Kind::Service | Kind::Application => true,
        Kind::Library => !found.private,
        Kind::Support => false,
    };
    let first: Vec<&Found> = all.iter().filter(released).collect();
    let any = |found: &&Found| first.is_empty() && found.kind != Kind::Support;
    let mut chosen: Vec<&Found> = all.iter().filter(any).collect();
    chosen.extend(&first);
    let mut seen = BTreeSet::new();
    chosen.retain(|found| seen.insert(&found.id));
    chosen
}

/// What each needs of the others, without the links that would make a circle: tests of packages often do.
fn needs<'f>(chosen: &[&'f Found], kept: &BTreeSet<&str>) -> BTreeMap<&'f str, Vec<&'f str>> {
    let own = |found: &&'f Found| {
        let names = found.dependencies.iter().map(String::as_str);
        let others = names.filter(|name| kept.contains(name) && *name != found.id);
        let once: BTreeSet<&str> = others.collect();
        (found.id.as_str(), once.into_iter().collect())
    };
    let mut links: BTreeMap<&str, Vec<&str>> = chosen.iter().map(own).collect();
    crate::order::break_circles(&mut links);
    links
}

fn component(page: &mut Page, found: &Found, needs: &[&str], teams: &Teams, unit: &str) {
    page.comment(1, &format!("{}: {}", found.manifest, found.reason));
    page.line(1, &format!("{}:", scalar(&found.id)));
    if found.name != found.id && !found.name.is_empty() {
        page.line(2, &format!("title: {}", scalar(&found.name)));
    }
    page.line(2, &format!("unit: {}", scalar(unit)));
    match teams.owner(found) {
        Some((team, owner)) => {
            page.noted(
                2,
                &format!("team: {}", scalar(team)),
                &format!("CODEOWNERS: @{}", owner.handle),
            );
        }
        None => nobody(page, found),
    }
    page.line(2, &format!("kind: {}", kind(found.ecosystem)));
    if !found.path.is_empty() && crate::read::inside(&found.path) {
        page.line(2, &format!("path: {}", scalar(&found.path)));
    }
    if !needs.is_empty() {
        let names: Vec<_> = needs.iter().map(|name| scalar(name)).collect();
        page.line(2, &format!("depends-on: [{}]", names.join(", ")));
    }
}

fn nobody(page: &mut Page, found: &Found) {
    if found.owners.is_empty() {
        return;
    }
    let handles: Vec<_> = found
        .owners
        .iter()
        .map(|owner| owner.handle.as_str())
        .collect();
    page.comment(
        2,
        &format!(
            "team: (CODEOWNERS names {}, and no team)",
            handles.join(", ")
        ),
    );
}

fn kind(ecosystem: Ecosystem) -> &'static str {
    match ecosystem {
        Ecosystem::Docker => "oci",
        other => other.name(),
    }
}

fn left_out(page: &mut Page, all: &[Found], kept: &BTreeSet<&str>) {
    let others: Vec<_> = all
        .iter()
        .filter(|found| !kept.contains(found.id.as_str()))
        .collect();
    if others.is_empty() {
        return;
    }
    page.comment(
        1,
        "Left out, since they seem not to be released on their own:",
    );
    for found in others.iter().take(20) {
        page.comment(
            1,
            &format!("  {} ({}): {}", found.id, found.manifest, found.reason),
        );
    }
    if others.len() > 20 {
        page.comment(1, &format!("  and {} more", others.len() - 20));
    }
}
