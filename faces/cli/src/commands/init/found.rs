//! What is found in a repository.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use holdpoint_configuration::Seed;
use holdpoint_git::{GitError, Repository, Tag};
use holdpoint_inventory::{
    Found as Component, Inventory, Kind, OwnerKind, PastReleases, past_releases, scan,
};

use crate::error::Failure;
use crate::exit::Exit;

/// What is found in a repository.
pub(in crate::commands) struct Found {
    /// Its top directory.
    pub(in crate::commands) root: PathBuf,
    /// The name of the organisation, and why that is thought.
    organisation: (String, &'static str),
    /// What is in it.
    pub(in crate::commands) inventory: Inventory,
    /// What its tags tell.
    pub(in crate::commands) past: PastReleases,
    /// The tags themselves.
    pub(in crate::commands) tags: Vec<Tag>,
    /// Where it comes from, without credentials; empty if that is not known.
    pub(in crate::commands) remote: String,
}

impl Found {
    /// The components that are released.
    pub(in crate::commands) fn components(&self) -> impl Iterator<Item = &Component> {
        self.inventory
            .components
            .iter()
            .filter(|one| one.kind != Kind::Support)
    }

    /// Names of the teams that own them.
    pub(super) fn teams(&self) -> BTreeSet<String> {
        let owners = self.components().flat_map(|one| &one.owners);
        let teams = owners.filter(|owner| owner.kind == OwnerKind::Team);
        teams.map(|team| team.handle.clone()).collect()
    }

    /// What the file is written from.
    pub(super) fn seed<'a>(&'a self, timezone: &'a str) -> Seed<'a> {
        let (organisation, organisation_reason) = &self.organisation;
        Seed {
            organisation,
            organisation_reason,
            timezone,
            inventory: &self.inventory,
            past: &self.past,
        }
    }
}

/// Looks at the repository around a directory.
pub(in crate::commands) fn look(
    directory: &Path,
    organisation: Option<&str>,
) -> Result<Found, Failure> {
    let repository = Repository::open(directory).map_err(|error| failure(&error))?;
    let root = repository.root().to_path_buf();
    let paths = repository
        .tracked_paths()
        .map_err(|error| failure(&error))?;
    let inventory = scan(paths, &mut |path| read(&root.join(path)));
    let tags = repository.tags().map_err(|error| failure(&error))?;
    let names = tags.iter().rev().map(|tag| tag.name.as_str());
    let past = past_releases(names, &inventory.components);
    let remote = repository.remote().map_err(|error| failure(&error))?;
    let organisation = match organisation {
        Some(name) => (name.to_owned(), "as it was said"),
        None => guessed(&repository, &root),
    };
    Ok(Found {
        root,
        organisation,
        inventory,
        past,
        tags,
        remote: remote.map_or_else(String::new, |remote| remote.url),
    })
}

/// The owner of the remote, or the name of the directory.
fn guessed(repository: &Repository, root: &Path) -> (String, &'static str) {
    let remote = repository
        .remote()
        .ok()
        .flatten()
        .and_then(|remote| remote.page());
    let owner = remote.as_deref().and_then(|page| page.rsplit('/').nth(1));
    match owner.filter(|owner| !owner.is_empty() && !owner.contains('.')) {
        Some(owner) => (owner.to_owned(), "the owner of the remote"),
        None => {
            let name = root.file_name().unwrap_or_default().to_string_lossy();
            (name.into_owned(), "the name of the directory")
        }
    }
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

fn failure(error: &GitError) -> Failure {
    Failure::new(Exit::Usage, "git", error).help("run it inside a git repository")
}
