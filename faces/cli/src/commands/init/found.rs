//! What is found in a repository.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use holdpoint_git::{GitError, Repository};
use holdpoint_inventory::{Found as Component, Inventory, Kind, OwnerKind, past_releases, scan};

use crate::error::Failure;
use crate::exit::Exit;

/// What is found in a repository.
pub(super) struct Found {
    /// Its top directory.
    pub(super) root: PathBuf,
    /// The name of the organisation.
    pub(super) organisation: String,
    /// Where it comes from, if it says.
    pub(super) repository: String,
    /// What is in it.
    pub(super) inventory: Inventory,
    /// Tags that were releases, newest first.
    pub(super) past: Vec<String>,
}

impl Found {
    /// The components that are released.
    pub(super) fn components(&self) -> impl Iterator<Item = &Component> {
        self.inventory
            .components
            .iter()
            .filter(|one| one.kind != Kind::Support)
    }

    /// Names of the teams that own them.
    pub(super) fn teams(&self) -> BTreeSet<String> {
        self.components().filter_map(team).collect()
    }
}

/// The first team that owns a component, by the last part of its name: `shop/payments` is `payments`.
pub(super) fn team(component: &Component) -> Option<String> {
    let mut owners = component.owners.iter();
    let team = owners.find(|owner| owner.kind == OwnerKind::Team)?;
    let name = name(team.handle.rsplit('/').next().unwrap_or_default());
    (!name.is_empty()).then_some(name)
}

/// Looks at the repository around a directory.
pub(super) fn look(directory: &Path, organisation: Option<&str>) -> Result<Found, Failure> {
    let repository = Repository::open(directory).map_err(|error| failure(&error))?;
    let root = repository.root().to_path_buf();
    let paths = repository
        .tracked_paths()
        .map_err(|error| failure(&error))?;
    let inventory = scan(paths, &mut |path| read(&root.join(path)));
    let tags = repository.tags().map_err(|error| failure(&error))?;
    let tags = tags.iter().rev().map(|tag| tag.name.as_str());
    let past = past_releases(tags, &inventory.components);
    let remote = repository.remote().map_err(|error| failure(&error))?;
    let organisation = match organisation {
        Some(name) => name.to_owned(),
        None => name(&root.file_name().unwrap_or_default().to_string_lossy()),
    };
    Ok(Found {
        organisation: if organisation.is_empty() {
            "organisation".to_owned()
        } else {
            organisation
        },
        repository: remote.map_or_else(String::new, |remote| remote.url),
        root,
        inventory,
        past: past
            .releases
            .into_iter()
            .map(|release| release.tag)
            .collect(),
    })
}

/// Manifests and the like; whatever is larger is something else.
const LARGEST: u64 = 8 * 1024 * 1024;

fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
        Ok(about) if !about.is_file() => Ok(None),
        Ok(about) if about.len() > LARGEST => Err("it is too large to be read".to_owned()),
        Ok(_) => std::fs::read(path)
            .map(Some)
            .map_err(|error| error.to_string()),
    }
}

/// A name as the ledger has them, made of what people call something.
fn name(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "._-".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = text.to_lowercase().chars().map(plain).take(80).collect();
    name.trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_owned()
}

fn failure(error: &GitError) -> Failure {
    Failure::new(Exit::Usage, "git", error).help("run it inside a git repository")
}
