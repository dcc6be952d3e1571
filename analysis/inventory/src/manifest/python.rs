//! Python: `pyproject.toml` (PEP 621, Poetry), and what came before it.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::setup;
use super::toml_path::{at, table, text, texts};
use crate::draft::{Draft, Want};
use crate::ignored::is_support;
use crate::tree::{Tree, directory, join};
use crate::{Ecosystem, Kind};

/// What a manifest says, whatever its format.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Project {
    pub(crate) name: String,
    pub(crate) version: Option<String>,
    pub(crate) runs: Option<&'static str>,
    /// Requirements as written: `requests[socks] >= 2; python_version < "3"`.
    pub(crate) requires: Vec<String>,
}

/// All projects. Of several manifests in a directory the newest format that names a project counts.
pub(crate) fn find(tree: &mut Tree<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut seen = BTreeSet::new();
    for name in ["pyproject.toml", "setup.cfg", "setup.py"] {
        for path in tree.named(name) {
            if seen.contains(directory(&path)) {
                continue;
            }
            if let Some(project) = read(tree, name, &path) {
                seen.insert(directory(&path).to_owned());
                drafts.push(draft(tree, &path, project));
            }
        }
    }
    drafts
}

fn read(tree: &mut Tree<'_>, name: &str, path: &str) -> Option<Project> {
    match name {
        "pyproject.toml" => {
            let manifest = tree.toml(path)?;
            pep621(&manifest).or_else(|| poetry(&manifest))
        }
        "setup.cfg" => setup::configuration(&tree.text(path)?),
        _ => setup::script(&tree.text(path)?),
    }
}

fn draft(tree: &Tree<'_>, path: &str, project: Project) -> Draft {
    let mut draft = Draft::new(Ecosystem::Python, &normal(&project.name), path);
    let main = ["__main__.py", "main.py", "manage.py"].map(|file| join(&draft.path, file));
    let runs = project.runs.or_else(|| {
        main.iter()
            .any(|file| tree.has(file))
            .then_some("a main module")
    });
    draft.version = project.version;
    draft.purl = Some(format!("pkg:pypi/{}", normal(&project.name)));
    draft.wants = project
        .requires
        .iter()
        .filter_map(|text| requirement(text))
        .collect();
    draft.kind = match runs {
        _ if is_support(&draft.path) => Kind::Support,
        Some(_) => Kind::Application,
        None => Kind::Library,
    };
    draft.reason = format!(
        "a Python project, with {}",
        runs.unwrap_or("nothing to run")
    );
    draft
}

fn pep621(manifest: &Table) -> Option<Project> {
    let project = table(manifest, &["project"])?;
    let has = |key: &str| project.contains_key(key);
    let scripts = (has("scripts") || has("gui-scripts")).then_some("scripts");
    Some(Project {
        name: text(project, &["name"])?.to_owned(),
        version: text(project, &["version"]).map(str::to_owned),
        runs: scripts,
        requires: texts(project, &["dependencies"]),
    })
}

fn poetry(manifest: &Table) -> Option<Project> {
    let poetry = table(manifest, &["tool", "poetry"])?;
    let dependencies = at(poetry, &["dependencies"]).and_then(Value::as_table);
    Some(Project {
        name: text(poetry, &["name"])?.to_owned(),
        version: text(poetry, &["version"]).map(str::to_owned),
        runs: poetry.contains_key("scripts").then_some("scripts"),
        requires: dependencies
            .into_iter()
            .flat_map(Table::keys)
            .cloned()
            .collect(),
    })
}

/// The name that a requirement begins with.
fn requirement(text: &str) -> Option<Want> {
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let text = text.trim();
    let end = text.find(|c| !name(c)).unwrap_or(text.len());
    let found = text.get(..end).filter(|found| !found.is_empty())?;
    Some(Want::Name(normal(found)))
}

/// One name for all spellings (PEP 503).
fn normal(name: &str) -> String {
    let parts = name
        .trim()
        .split(['-', '_', '.'])
        .filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
