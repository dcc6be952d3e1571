//! npm, pnpm and yarn: packages and workspaces.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::draft::{Draft, Want};
use crate::glob::matches;
use crate::ignored::is_support;
use crate::tree::{Tree, ancestors, directory, join, relative};
use crate::{Ecosystem, Kind};

const MANIFEST: &str = "package.json";
const PNPM: &str = "pnpm-workspace.yaml";

/// The parts of a `package.json` that matter here; any of them may be of a shape that nobody expects.
#[derive(Debug, Deserialize)]
#[serde(default)]
struct Package {
    name: Value,
    version: Value,
    private: Value,
    workspaces: Value,
    bin: Value,
    scripts: Value,
    dependencies: Value,
    #[serde(rename = "peerDependencies")]
    peers: Value,
    #[serde(rename = "optionalDependencies")]
    optional: Value,
}

impl Default for Package {
    fn default() -> Self {
        let none = || Value::Null;
        Self {
            name: none(),
            version: none(),
            private: none(),
            workspaces: none(),
            bin: none(),
            scripts: none(),
            dependencies: none(),
            peers: none(),
            optional: none(),
        }
    }
}

/// A workspace: its directory, the patterns of its members, and what declares it.
struct Workspace {
    root: String,
    patterns: Vec<String>,
    file: &'static str,
}

/// All packages; where there are workspaces, only their members.
pub(crate) fn find(tree: &mut Tree<'_>) -> Vec<Draft> {
    let mut packages: BTreeMap<String, Package> = BTreeMap::new();
    for path in tree.named(MANIFEST) {
        if let Some(package) = tree.json(&path) {
            packages.insert(directory(&path).to_owned(), package);
        }
    }
    let workspaces = workspaces(tree, &packages);
    packages
        .iter()
        .filter_map(|(path, package)| draft(&workspaces, path, package))
        .collect()
}

fn workspaces(tree: &mut Tree<'_>, packages: &BTreeMap<String, Package>) -> Vec<Workspace> {
    let mut workspaces = Vec::new();
    for (root, package) in packages {
        let listed = match &package.workspaces {
            Value::Object(yarn) => yarn.get("packages").unwrap_or(&Value::Null),
            list => list,
        };
        let patterns = strings(listed);
        if !patterns.is_empty() {
            workspaces.push(Workspace {
                root: root.clone(),
                patterns,
                file: MANIFEST,
            });
        }
    }
    for path in tree.named(PNPM) {
        let Some(value) = tree.yaml(&path) else {
            continue;
        };
        let patterns = strings(value.get("packages").unwrap_or(&Value::Null));
        // Since version 10 the file may hold settings only.
        if !patterns.is_empty() {
            workspaces.push(Workspace {
                root: directory(&path).to_owned(),
                patterns,
                file: PNPM,
            });
        }
    }
    workspaces
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Workspace {
    /// A pattern with `!` takes away what those before it gave.
    fn has(&self, path: &str) -> bool {
        let Some(inside) = relative(path, &self.root) else {
            return false;
        };
        let mut member = false;
        for pattern in &self.patterns {
            let (gives, pattern) = match pattern.strip_prefix('!') {
                Some(pattern) => (false, pattern),
                None => (true, pattern.as_str()),
            };
            let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
            if matches(pattern, inside) {
                member = gives;
            }
        }
        member
    }
}

fn draft(workspaces: &[Workspace], path: &str, package: &Package) -> Option<Draft> {
    let home = workspaces.iter().find(|workspace| workspace.has(path));
    let around = |workspace: &&Workspace| ancestors(path).any(|above| above == workspace.root);
    if home.is_none() && workspaces.iter().find(around).is_some() {
        return None;
    }
    let private = package.private == Value::Bool(true);
    let is_root = workspaces.iter().any(|workspace| workspace.root == path);
    // The private package at the root of a workspace only holds its members together.
    if is_root && private {
        return None;
    }
    let name = package
        .name
        .as_str()
        .filter(|name| !name.trim().is_empty())?;
    let runs = runs(package, private);
    let mut draft = Draft::new(Ecosystem::Npm, name, &join(path, MANIFEST));
    draft.ids = ids(name);
    draft.version = package.version.as_str().map(str::to_owned);
    draft.purl = Some(format!("pkg:npm/{}", name.replace('@', "%40")));
    draft.private = private;
    draft.wants = wants(package);
    draft.kind = match runs {
        _ if is_support(path) => Kind::Support,
        Some(_) => Kind::Application,
        None => Kind::Library,
    };
    let place = match home {
        Some(home) => format!(
            "a member of the workspace in `{}`",
            join(&home.root, home.file)
        ),
        None => "a package".to_owned(),
    };
    draft.reason = format!("{place}, with {}", runs.unwrap_or("nothing to run"));
    Some(draft)
}

/// `@shop/till` is best called `till`, and `shop-till` where there is another till.
fn ids(name: &str) -> Vec<String> {
    let bare = name
        .strip_prefix('@')
        .and_then(|scoped| scoped.split_once('/'));
    let bare = bare.map(|(_, bare)| bare.to_owned());
    bare.into_iter().chain([name.to_owned()]).collect()
}

/// A published package runs by its `bin`, a private one by being started.
fn runs(package: &Package, private: bool) -> Option<&'static str> {
    if !package.bin.is_null() {
        return Some("a `bin`");
    }
    package
        .scripts
        .get("start")
        .filter(|_| private)
        .map(|_| "a `start` script")
}

fn wants(package: &Package) -> Vec<Want> {
    let sections = [&package.dependencies, &package.peers, &package.optional];
    let names = sections
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(|map| map.keys());
    names.map(|name| Want::Name(name.clone())).collect()
}
