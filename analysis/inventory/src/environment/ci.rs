//! Environments that pipelines name: GitHub workflows and GitLab CI.

use std::collections::BTreeMap;

use serde_json::Value;

use super::words::is_known;
use super::{Reason, Sighting};
use crate::tree::Tree;

/// Places to publish to, which GitHub also calls environments.
const PUBLISHING: [&str; 16] = [
    "crates-io",
    "crates.io",
    "cratesio",
    "docker",
    "dockerhub",
    "docs",
    "gh-pages",
    "github-pages",
    "maven-central",
    "npm",
    "nuget",
    "publish",
    "pypi",
    "release",
    "testpypi",
    "test-pypi",
];

pub(super) fn sightings(tree: &mut Tree<'_>) -> Vec<Sighting> {
    let is_yaml = |path: &str| path.ends_with(".yml") || path.ends_with(".yaml");
    let files: Vec<String> = tree
        .paths()
        .filter(|path| {
            let workflow = path.strip_prefix(".github/workflows/");
            workflow.is_some_and(|file| is_yaml(file) && !file.contains('/'))
                || *path == ".gitlab-ci.yml"
        })
        .map(str::to_owned)
        .collect();
    let mut sightings = Vec::new();
    for file in files {
        let Some(text) = tree.text(&file) else {
            continue;
        };
        // Most files name no environment; then their mistakes are none of our business.
        if !text.contains("environment") {
            continue;
        }
        let Some(value) = tree.yaml(&file) else {
            continue;
        };
        for name in names(&value) {
            let line = line_of(&text, &name);
            let reason = Reason {
                file: file.clone(),
                line,
                text: format!("a job deploys to `{name}`"),
            };
            sightings.push(Sighting {
                spelling: name,
                reason,
            });
        }
    }
    // A job may wait at any gate that is called an environment; only beside `staging` and the like is it one.
    if !sightings.iter().any(|seen| is_known(&seen.spelling)) {
        sightings.clear();
    }
    sightings
}

/// The environments of jobs: of GitHub below `jobs`, of GitLab at the top.
fn names(value: &Value) -> Vec<String> {
    let jobs = value.get("jobs").unwrap_or(value).as_object();
    // By the name of the job, in whatever order the map keeps them.
    let jobs: BTreeMap<_, _> = jobs.into_iter().flatten().collect();
    let mut names: Vec<String> = jobs.into_values().filter_map(environment).collect();
    names.dedup();
    names
}

fn environment(job: &Value) -> Option<String> {
    let environment = job.get("environment")?;
    let name = environment
        .as_str()
        .or_else(|| environment.get("name")?.as_str())?
        .trim();
    // `review/$BRANCH` is one of many that come and go.
    let fixed = name.split('/').next().unwrap_or(name);
    let variable = fixed.is_empty() || fixed.contains(['$', '{']);
    let publishing = PUBLISHING.contains(&fixed.to_lowercase().as_str());
    (!variable && !publishing).then(|| fixed.to_owned())
}

/// The first line that names it after `environment` was mentioned.
fn line_of(text: &str, name: &str) -> Option<u32> {
    let numbered = || (1_u32..).zip(text.lines());
    let (start, _) = numbered().find(|(_, line)| line.contains("environment"))?;
    let names = |line: &str| {
        line.split([' ', '"', '\'', ':', '/', ','])
            .any(|word| word == name)
    };
    numbered()
        .skip_while(|(number, _)| *number < start)
        .find(|(_, line)| names(line))
        .map(|(n, _)| n)
}
