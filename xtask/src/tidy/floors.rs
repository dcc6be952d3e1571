//! Dependencies point down: a crate depends on crates of its own floor or below. The map in ARCHITECTURE.md says the
//! same as the folders do.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// From below.
const FLOORS: &[&str] = &[
    "ground", "analysis", "core", "ports", "adapters", "shell", "faces", "bin",
];

/// Below this one, adapters are known to tests only.
const WIRED_FROM: &str = "faces";

/// The file with the map.
const MAP: &str = "ARCHITECTURE.md";

/// A crate of the workspace that stands on a floor.
struct Crate {
    name: String,
    floor: usize,
    depends_on: Vec<(String, bool)>,
}

/// What points up, and what the map says otherwise.
pub(super) fn problems() -> Result<Vec<String>> {
    let line = ["metadata", "--format-version", "1", "--no-deps", "--locked"];
    let metadata: Value = serde_json::from_str(&shell::output("cargo", &line)?)?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cargo metadata lists no packages")?;
    let root = shell::root().display().to_string();
    let crates: Vec<_> = packages
        .iter()
        .filter_map(|package| standing(package, &root))
        .collect();
    let mut wrong = upward(&crates);
    let map = fs::read_to_string(shell::root().join(MAP))?;
    wrong.extend(unlike(&crates, &mapped(&map)));
    Ok(wrong)
}

fn standing(package: &Value, root: &str) -> Option<Crate> {
    let path = package.get("manifest_path")?.as_str()?.strip_prefix(root)?;
    let folder = path.trim_start_matches('/').split('/').next()?;
    let floor = FLOORS.iter().position(|floor| *floor == folder)?;
    let dependency = |dependency: &Value| {
        let name = dependency.get("name")?.as_str()?.to_owned();
        let tests = dependency.get("kind")?.as_str() == Some("dev");
        Some((name, tests))
    };
    let dependencies = package.get("dependencies")?.as_array()?;
    Some(Crate {
        name: package.get("name")?.as_str()?.to_owned(),
        floor,
        depends_on: dependencies.iter().filter_map(dependency).collect(),
    })
}

fn floor(index: usize) -> &'static str {
    FLOORS.get(index).copied().unwrap_or_default()
}

fn upward(crates: &[Crate]) -> Vec<String> {
    let floors: BTreeMap<&str, usize> = crates
        .iter()
        .map(|one| (one.name.as_str(), one.floor))
        .collect();
    let adapters = FLOORS.iter().position(|floor| *floor == "adapters");
    let wired = FLOORS.iter().position(|floor| *floor == WIRED_FROM);
    let mut wrong = Vec::new();
    for one in crates {
        for (name, tests) in &one.depends_on {
            let Some(below) = floors.get(name.as_str()).copied() else {
                continue;
            };
            let (here, there) = (floor(one.floor), floor(below));
            if below > one.floor {
                wrong.push(format!(
                    "`{}` ({here}) depends on `{name}` ({there}), which is above it",
                    one.name
                ));
            }
            let shell = Some(one.floor) > adapters && Some(one.floor) < wired;
            if Some(below) == adapters && shell && !tests {
                wrong.push(format!(
                    "`{}` ({here}) depends on the adapter `{name}`: only its tests may",
                    one.name
                ));
            }
        }
    }
    wrong
}

/// The crates of the map, without the project's name before theirs, with their floors.
fn mapped(text: &str) -> BTreeMap<String, String> {
    let (mut found, mut floor) = (BTreeMap::new(), String::new());
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [first, name, _] = cells[..] else {
            continue;
        };
        if let Some(folder) = first
            .strip_prefix('`')
            .and_then(|first| first.strip_suffix("/`"))
        {
            folder.clone_into(&mut floor);
        }
        if let Some(name) = name
            .strip_prefix('`')
            .and_then(|name| name.strip_suffix('`'))
        {
            found.insert(name.to_owned(), floor.clone());
        }
    }
    found
}

fn unlike(crates: &[Crate], mapped: &BTreeMap<String, String>) -> Vec<String> {
    let short = |name: &str| name.strip_prefix("holdpoint-").unwrap_or(name).to_owned();
    let stand: BTreeMap<String, String> = crates
        .iter()
        .map(|one| (short(&one.name), floor(one.floor).to_owned()))
        .collect();
    let mut wrong = Vec::new();
    for (name, floor) in &stand {
        match mapped.get(name) {
            Some(said) if said == floor => {}
            Some(said) => wrong.push(format!(
                "{MAP} has `{name}` under `{said}/`, it lies in `{floor}/`"
            )),
            None => wrong.push(format!("{MAP} has no `{name}`, which lies in `{floor}/`")),
        }
    }
    let gone = mapped.keys().filter(|name| !stand.contains_key(*name));
    wrong.extend(gone.map(|name| format!("{MAP} has `{name}`, which is no crate")));
    wrong
}

#[cfg(test)]
mod tests {
    use super::{Crate, FLOORS, mapped, unlike, upward};

    fn one(name: &str, floor: &str, depends_on: &[(&str, bool)]) -> Crate {
        Crate {
            name: name.to_owned(),
            floor: FLOORS.iter().position(|known| *known == floor).unwrap(),
            depends_on: depends_on
                .iter()
                .map(|(name, tests)| ((*name).to_owned(), *tests))
                .collect(),
        }
    }

    #[test]
    fn what_points_up_is_found() {
        let crates = [
            one("a", "ground", &[("b", true)]),
            one("b", "core", &[("a", false)]),
            one("c", "adapters", &[]),
            one("d", "shell", &[("c", true), ("b", false), ("serde", false)]),
        ];
        assert_eq!(
            upward(&crates),
            ["`a` (ground) depends on `b` (core), which is above it"]
        );
        let crates = [
            one("c", "adapters", &[]),
            one("d", "shell", &[("c", false)]),
            one("e", "faces", &[("c", false)]),
        ];
        assert_eq!(
            upward(&crates),
            ["`d` (shell) depends on the adapter `c`: only its tests may"]
        );
    }

    #[test]
    fn a_map_that_says_otherwise_is_found() {
        let text = "| floor | crate | what |\n|---|---|---|\n| `core/` | `domain` | x |\n| | `gone` | x |\n";
        let crates = [
            one("holdpoint-domain", "ground", &[]),
            one("holdpoint-new", "core", &[]),
        ];
        let wrong = unlike(&crates, &mapped(text));
        assert_eq!(
            wrong,
            [
                "ARCHITECTURE.md has `domain` under `core/`, it lies in `ground/`",
                "ARCHITECTURE.md has no `new`, which lies in `core/`",
                "ARCHITECTURE.md has `gone`, which is no crate"
            ]
        );
    }
}
