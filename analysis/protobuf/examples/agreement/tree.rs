//! Files of a folder.

use std::path::Path;
use std::sync::Arc;

use holdpoint_findings::{Source, Unreadable};
use holdpoint_protobuf::{Choice, Configuration, Contract, Input};

fn source(path: &Path) -> Arc<Source> {
    let bytes = std::fs::read(path).unwrap();
    Arc::new(Source::new(&path.display().to_string(), bytes).unwrap())
}

fn configured(directory: &Path) -> Option<Configuration> {
    let path = directory.join("buf.yaml");
    let mut found = path
        .exists()
        .then(|| Configuration::read(&source(&path)).ok())??;
    for policy in found.policies.clone() {
        let path = directory.join(policy);
        found.add_policy(&Configuration::read(&source(&path)).ok()?);
    }
    Some(found)
}

/// What its `buf.yaml` chooses.
pub(crate) fn configuration(directory: &Path) -> Option<Choice> {
    configured(directory).map(|configuration| configuration.choice)
}

/// Reads all files of a folder, from where its `buf.yaml` says or from the folder itself.
pub(crate) fn read(directory: &Path, by_itself: bool) -> Result<Contract, Unreadable> {
    let found = configured(directory).filter(|_| by_itself);
    let roots = found.map(|configuration| configuration.roots);
    let mut roots = roots.unwrap_or_default();
    if roots.is_empty() {
        roots.push(".".to_owned());
    }
    let mut inputs = Vec::new();
    for root in roots {
        let root = if root == "." {
            directory.to_owned()
        } else {
            directory.join(root)
        };
        walk(&root, &root, &mut inputs);
    }
    Contract::parse(inputs, &mut |_| Ok(None))
}

fn walk(root: &Path, folder: &Path, inputs: &mut Vec<Input>) {
    let mut entries: Vec<_> = { std::fs::read_dir(folder).unwrap() }
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(root, &path, inputs);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "proto")
        {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            let source = source(&path);
            inputs.push(Input { path: name, source });
        }
    }
}
