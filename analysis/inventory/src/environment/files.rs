//! Environments in the names of files and directories.

use std::collections::BTreeSet;

use super::words::is_known;
use super::{Reason, Sighting};
use crate::ignored::{is_ignored, is_support};
use crate::tree::Tree;

/// Directories whose subdirectories are environments, whatever their names.
const HOLD_ENVIRONMENTS: [&str; 5] = ["environments", "envs", "overlays", "clusters", "stages"];

/// Directories whose subdirectories are environments if they are called like one.
const HOLD_DEPLOYMENT: [&str; 14] = [
    "deploy",
    "deployment",
    "deployments",
    "env",
    "k8s",
    "kubernetes",
    "kustomize",
    "manifests",
    "infra",
    "infrastructure",
    "terraform",
    "helm",
    "config",
    "apps",
];

/// What stands beside environments without being one.
const NO_ENVIRONMENT: [&str; 12] = [
    "base",
    "common",
    "components",
    "default",
    "global",
    "modules",
    "shared",
    "template",
    "templates",
    "example",
    "local",
    "all",
];

/// How a file name holds an environment: what is before it, what is behind, and what it is then.
const FILES: [(&str, &str, &str); 14] = [
    ("values-", ".yaml", "Helm values of"),
    ("values-", ".yml", "Helm values of"),
    ("values.", ".yaml", "Helm values of"),
    ("values.", ".yml", "Helm values of"),
    ("values_", ".yaml", "Helm values of"),
    ("", ".tfvars", "Terraform variables of"),
    ("application-", ".yml", "a Spring profile for"),
    ("application-", ".yaml", "a Spring profile for"),
    ("application-", ".properties", "a Spring profile for"),
    ("appsettings.", ".json", ".NET settings of"),
    ("docker-compose.", ".yml", "a Compose file for"),
    ("docker-compose.", ".yaml", "a Compose file for"),
    ("compose.", ".yaml", "a Compose file for"),
    ("Jenkinsfile.", "", "a pipeline for"),
];

pub(super) fn sightings(tree: &Tree<'_>) -> Vec<Sighting> {
    let mut sightings = Vec::new();
    let mut seen = BTreeSet::new();
    for path in tree
        .paths()
        .filter(|path| !is_ignored(path) && !is_support(path))
    {
        let (parts, name) = match path.rsplit_once('/') {
            Some((above, name)) => (above.split('/').collect(), name),
            None => (Vec::new(), path),
        };
        for (at, part) in parts.iter().enumerate().skip(1) {
            let place = parts.get(..=at).unwrap_or_default().join("/");
            let holder = parts.get(at - 1).copied().unwrap_or_default();
            if is_environment(holder, part) && seen.insert(place.clone()) {
                let text = format!("`{place}/` looks like the configuration of an environment");
                sightings.push(sighting(part, path, text));
            }
        }
        sightings.extend(of_file(
            parts.last().copied().unwrap_or_default(),
            name,
            path,
        ));
    }
    sightings
}

fn is_environment(holder: &str, part: &str) -> bool {
    let plain = part
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if HOLD_ENVIRONMENTS.contains(&holder) {
        return plain && !NO_ENVIRONMENT.contains(&part);
    }
    HOLD_DEPLOYMENT.contains(&holder) && is_known(part)
}

fn of_file(directory: &str, name: &str, path: &str) -> Option<Sighting> {
    if let Some(spelling) = name.strip_prefix(".env.") {
        // `.env.test` and `.env.local` are for the machine of a developer.
        let spelling = spelling.trim_end_matches(".local");
        let runs = is_known(spelling) && !matches!(spelling, "test" | "testing");
        return runs.then(|| sighting(spelling, path, "variables of an environment".to_owned()));
    }
    let inner = |(before, behind, what): &(&str, &str, &'static str)| {
        let inner = name.strip_prefix(before)?.strip_suffix(behind)?;
        is_known(inner).then_some((inner.to_owned(), *what))
    };
    if let Some((spelling, what)) = FILES.iter().find_map(inner) {
        let text = format!("it looks like {what} `{spelling}`");
        // A Spring profile for tests is not a place.
        let profile = what.contains("profile") && spelling.starts_with("test");
        return (!profile).then(|| sighting(&spelling, path, text));
    }
    // `values/prod.yaml`, `environments/prod.yaml`
    let (stem, _) = name
        .split_once(".y")
        .filter(|(_, end)| matches!(*end, "aml" | "ml"))?;
    let holds = directory == "values" || HOLD_ENVIRONMENTS.contains(&directory);
    (holds && is_known(stem)).then(|| {
        sighting(
            stem,
            path,
            format!("it looks like the configuration of `{stem}`"),
        )
    })
}

fn sighting(spelling: &str, file: &str, text: String) -> Sighting {
    let reason = Reason {
        file: file.to_owned(),
        line: None,
        text,
    };
    Sighting {
        spelling: spelling.to_owned(),
        reason,
    }
}
