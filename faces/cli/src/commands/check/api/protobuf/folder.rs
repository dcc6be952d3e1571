//! Files of a folder, and what its `buf.yaml` or `buf.work.yaml` says.

use std::path::Path;

use holdpoint_protobuf::{Choice, Configuration, EMPTY, Input, workspace};

use crate::commands::check::options::unreadable;
use crate::commands::check::place::Place;
use crate::error::Failure;

/// A folder from which imports start.
pub(super) struct Root {
    /// Where it is, seen from above.
    pub(super) name: String,
    place: Place,
    /// The rules that are asked there, if they are others than elsewhere.
    pub(super) choice: Option<Choice>,
}

/// All of them.
pub(super) struct Roots {
    pub(super) all: Vec<Root>,
    excluded: Vec<Place>,
    /// The rules that are asked, if anything says so.
    pub(super) choice: Option<Choice>,
}

impl Roots {
    /// From where its configuration says, or from the folder itself.
    pub(super) fn of(folder: &Place) -> Result<Self, Failure> {
        let mut roots = Self {
            all: Vec::new(),
            excluded: Vec::new(),
            choice: None,
        };
        let modules = folder.join("buf.work.yaml");
        if modules.is_file() {
            let named = workspace(&modules.source()?).map_err(|error| unreadable(&error))?;
            for name in named {
                let module = folder.join(&name);
                let configured = configuration(&module)?;
                let choice = configured
                    .as_ref()
                    .map(|configured| configured.choice.clone());
                roots.add(&module, &name, configured, choice.as_ref());
            }
        } else {
            let configured = configuration(folder)?;
            roots.choice = configured
                .as_ref()
                .map(|configured| configured.choice.clone());
            roots.add(folder, "", configured, None);
        }
        Ok(roots)
    }

    fn add(
        &mut self,
        folder: &Place,
        name: &str,
        configured: Option<Configuration>,
        choice: Option<&Choice>,
    ) {
        let at = |part: &str| match part {
            "." => folder.clone(),
            part => folder.join(part),
        };
        let called = |part: &str| format!("{name}/{part}");
        let Some(configured) = configured.filter(|one| !one.roots.is_empty()) else {
            return self.all.push(Root {
                name: called("."),
                place: folder.clone(),
                choice: choice.cloned(),
            });
        };
        self.excluded
            .extend(configured.excluded.iter().map(|part| at(part)));
        let own = |part: &str| {
            let mut modules = configured.modules.iter();
            modules
                .find(|module| module.path == part)
                .map(|module| module.choice.clone())
        };
        self.all.extend(configured.roots.iter().map(|part| Root {
            name: called(part),
            place: at(part),
            choice: own(part).or_else(|| choice.cloned()),
        }));
    }

    /// All `.proto` files, each with the name of the folder from which imports start.
    pub(super) fn inputs(&self, folder: &Place) -> Result<Vec<(&str, Input)>, Failure> {
        let mut inputs = Vec::new();
        for root in &self.all {
            for file in root.place.walk(&self.excluded, is_proto)? {
                inputs.push((root.name.as_str(), input(&root.place, &file)?));
            }
        }
        match inputs.is_empty() {
            true => {
                let message = format!("there is no `.proto` file in `{}`", folder.name());
                Err(Failure::input(EMPTY.id, message).help(EMPTY.help))
            }
            false => Ok(inputs),
        }
    }
}

/// What the `buf.yaml` of a folder says, if there is one.
fn configuration(folder: &Place) -> Result<Option<Configuration>, Failure> {
    let file = folder.join("buf.yaml");
    if !file.is_file() {
        return Ok(None);
    }
    let read =
        |file: &Place| Configuration::read(&file.source()?).map_err(|error| unreadable(&error));
    let mut configured = read(&file)?;
    // What lies in a registry is not fetched.
    let policies: Vec<_> = { configured.policies.iter() }
        .map(|name| folder.join(name))
        .filter(Place::is_file)
        .collect();
    for policy in policies {
        configured.add_policy(&read(&policy)?);
    }
    Ok(Some(configured))
}

fn is_proto(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "proto")
}

/// A file, as imports call it from a root.
fn input(root: &Place, file: &Place) -> Result<Input, Failure> {
    let name = file.path().strip_prefix(root.path()).unwrap_or(file.path());
    // Imports have forward slashes everywhere.
    let parts: Vec<_> = { name.components() }
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    Ok(Input {
        path: parts.join("/"),
        source: file.source()?,
    })
}
