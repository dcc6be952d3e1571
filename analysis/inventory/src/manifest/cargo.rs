//! Cargo: packages and workspaces.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::toml_path::{at, table, text, texts};
use crate::draft::{Draft, Want};
use crate::glob::matches;
use crate::ignored::is_support;
use crate::tree::{Tree, ancestors, directory, join, relative};
use crate::{Ecosystem, Kind};

const MANIFEST: &str = "Cargo.toml";

/// All packages, but for those that a workspace around them leaves out.
pub(crate) fn find(tree: &mut Tree<'_>) -> Vec<Draft> {
    let mut manifests = BTreeMap::new();
    for path in tree.named(MANIFEST) {
        if let Some(table) = tree.toml(&path) {
            manifests.insert(directory(&path).to_owned(), table);
        }
    }
    manifests
        .iter()
        .filter_map(|(path, manifest)| package(tree, &manifests, path, manifest))
        .collect()
}

fn package(
    tree: &Tree<'_>,
    manifests: &BTreeMap<String, Table>,
    path: &str,
    manifest: &Table,
) -> Option<Draft> {
    let name = text(manifest, &["package", "name"])?;
    let root = workspace_of(manifests, path, manifest);
    let workspace = root.and_then(|root| manifests.get(root));
    if let (Some(root), Some(workspace)) = (root, workspace)
        && !is_member(workspace, root, path, manifests)
    {
        return None;
    }
    let runs = runs(tree, path, manifest);
    let mut draft = Draft::new(Ecosystem::Cargo, name, &join(path, MANIFEST));
    draft.version = version(manifest, workspace);
    draft.purl = Some(format!("pkg:cargo/{name}"));
    draft.private = is_private(manifest);
    draft.wants = wants(path, manifest, root, workspace);
    draft.kind = match &runs {
        _ if is_support(path) => Kind::Support,
        Some(_) => Kind::Application,
        None => Kind::Library,
    };
    draft.reason = reason(root.filter(|root| *root != path), runs.as_deref());
    Some(draft)
}

fn reason(workspace: Option<&str>, runs: Option<&str>) -> String {
    let place = match workspace {
        Some("") => "a member of the Cargo workspace at the root".to_owned(),
        Some(root) => format!("a member of the Cargo workspace in `{root}`"),
        None => "a Cargo package".to_owned(),
    };
    match runs {
        Some(runs) => format!("{place}, with {runs}"),
        None => format!("{place}, without a program"),
    }
}

/// The directory of the workspace that a package belongs to, its own included.
fn workspace_of<'m>(
    manifests: &'m BTreeMap<String, Table>,
    path: &'m str,
    manifest: &Table,
) -> Option<&'m str> {
    let has = |directory: &&str| {
        manifests
            .get(*directory)
            .is_some_and(|found| found.contains_key("workspace"))
    };
    if let Some(named) = text(manifest, &["package", "workspace"]) {
        let named = join(path, named);
        return manifests
            .get_key_value(&named)
            .map(|(key, _)| key.as_str())
            .filter(has);
    }
    std::iter::once(path).chain(ancestors(path)).find(has)
}

/// Members are listed, or reached from the root package by path; what is excluded is a project of its own.
fn is_member(
    workspace: &Table,
    root: &str,
    path: &str,
    manifests: &BTreeMap<String, Table>,
) -> bool {
    let Some(inside) = relative(path, root) else {
        return true;
    };
    let listed = |key| texts(workspace, &["workspace", key]);
    let plain = |pattern: &String| {
        pattern
            .trim_start_matches("./")
            .trim_end_matches('/')
            .to_owned()
    };
    let members: Vec<String> = listed("members").iter().map(plain).collect();
    // What is named outright is a member even below an excluded directory.
    if path == root || members.iter().any(|member| member == inside) {
        return true;
    }
    let under = |excluded: &String| {
        let excluded = plain(excluded);
        inside == excluded || relative(inside, &excluded).is_some()
    };
    if listed("exclude").iter().any(under) {
        return false;
    }
    if members.iter().any(|pattern| matches(pattern, inside)) {
        return true;
    }
    let depends = |(from, manifest): (&String, &Table)| {
        let wants = wants(from, manifest, Some(root), Some(workspace));
        relative(from, root).is_some() && wants.contains(&Want::Directory(path.to_owned()))
    };
    manifests.iter().any(depends)
}

fn version(manifest: &Table, workspace: Option<&Table>) -> Option<String> {
    if let Some(version) = text(manifest, &["package", "version"]) {
        return Some(version.to_owned());
    }
    at(manifest, &["package", "version", "workspace"])?
        .as_bool()
        .filter(|inherits| *inherits)?;
    text(workspace?, &["workspace", "package", "version"]).map(str::to_owned)
}

fn is_private(manifest: &Table) -> bool {
    match at(manifest, &["package", "publish"]) {
        Some(Value::Boolean(publish)) => !publish,
        Some(Value::Array(registries)) => registries.is_empty(),
        _ => false,
    }
}

/// What makes it a program.
fn runs(tree: &Tree<'_>, path: &str, manifest: &Table) -> Option<String> {
    if manifest.contains_key("bin") {
        return Some("a `[[bin]]`".to_owned());
    }
    if tree.has(&join(path, "src/main.rs")) {
        return Some("`src/main.rs`".to_owned());
    }
    let programs = join(path, "src/bin");
    tree.below(&programs).next().map(|_| "`src/bin`".to_owned())
}

/// Packages of this repository that are needed to build or run it; those for tests only are not.
fn wants(path: &str, manifest: &Table, root: Option<&str>, workspace: Option<&Table>) -> Vec<Want> {
    let targets = table(manifest, &["target"]).into_iter().flatten();
    let targets = targets.filter_map(|(_, target)| target.as_table());
    let mut wants = Vec::new();
    for section in std::iter::once(manifest).chain(targets) {
        for kind in ["dependencies", "build-dependencies"] {
            for (name, dependency) in table(section, &[kind]).into_iter().flatten() {
                wants.extend(want(path, name, dependency, root, workspace));
            }
        }
    }
    wants
}

fn want(
    path: &str,
    name: &str,
    dependency: &Value,
    root: Option<&str>,
    workspace: Option<&Table>,
) -> Option<Want> {
    let dependency = dependency.as_table()?;
    if let Some(place) = text(dependency, &["path"]) {
        return Some(Want::Directory(join(path, place)));
    }
    dependency
        .get("workspace")?
        .as_bool()
        .filter(|inherits| *inherits)?;
    let place = text(workspace?, &["workspace", "dependencies", name, "path"])?;
    Some(Want::Directory(join(root?, place)))
}
