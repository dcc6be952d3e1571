//! A repository in a box.

use std::collections::BTreeMap;

use holdpoint_inventory::{Found, Inventory, scan};

/// Scans files given as path and content.
pub(crate) fn repository(files: &[(&str, &str)]) -> Inventory {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let paths: Vec<String> = files.keys().map(|path| (*path).to_owned()).collect();
    scan(paths, &mut |path| {
        Ok(files.get(path).map(|text| text.as_bytes().to_vec()))
    })
}

pub(crate) fn found<'i>(inventory: &'i Inventory, id: &str) -> &'i Found {
    let ids: Vec<&str> = inventory
        .components
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    let hit = inventory.components.iter().find(|one| one.id == id);
    hit.unwrap_or_else(|| panic!("no `{id}` among {ids:?}; {:?}", inventory.problems))
}

pub(crate) fn ids(inventory: &Inventory) -> Vec<&str> {
    inventory
        .components
        .iter()
        .map(|one| one.id.as_str())
        .collect()
}

pub(crate) fn problems(inventory: &Inventory) -> Vec<String> {
    inventory.problems.iter().map(ToString::to_string).collect()
}
