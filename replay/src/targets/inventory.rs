//! Whatever a repository contains, it is looked through twice with the same answer, and the file that `init` makes of
//! it is read without a mistake. Files are separated by NUL, and have their path in the first line; `tags` is no file.

use std::collections::BTreeMap;

use holdpoint_configuration::{Configuration, Seed, Source, write};
use holdpoint_inventory::{Inventory, past_releases, scan};

fn scanned(files: &BTreeMap<String, Vec<u8>>) -> Inventory {
    scan(files.keys().cloned(), &mut |path| {
        Ok(files.get(path).cloned())
    })
}

fn file(part: &[u8]) -> Option<(String, Vec<u8>)> {
    let end = part.iter().position(|byte| *byte == b'\n')?;
    let (path, content) = part.split_at(end);
    Some((
        std::str::from_utf8(path).ok()?.to_owned(),
        content.get(1..)?.to_vec(),
    ))
}

pub(crate) fn run(bytes: &[u8]) {
    let mut files: BTreeMap<_, _> = bytes.split(|byte| *byte == 0).filter_map(file).collect();
    let tags = String::from_utf8(files.remove("tags").unwrap_or_default()).unwrap_or_default();
    let inventory = scanned(&files);
    assert_eq!(scanned(&files), inventory);
    serde_json::to_string(&inventory).expect("an inventory is JSON");
    let past = past_releases(tags.lines(), &inventory.components);
    assert_eq!(
        past.releases.len() + past.others.len(),
        tags.lines().count()
    );
    let text = write(&Seed {
        organisation: tags.lines().next().unwrap_or("acme"),
        organisation_reason: "the first tag",
        timezone: "Europe/Vienna",
        inventory: &inventory,
        past: &past,
    });
    let source = Source::new("holdpoint.yaml", text.as_str());
    if let Err(mistakes) = Configuration::parse(source, &|_| Err("no policies here".to_owned())) {
        panic!("{mistakes}\n{text}");
    }
}
