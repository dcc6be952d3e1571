//! A Maven POM with what it inherits.

use std::collections::BTreeMap;

use super::xml::Element;
use crate::tree::{directory, join};

/// The POMs of a repository, by path.
pub(crate) type Poms = BTreeMap<String, Element>;

/// No chain of parents is longer; a longer one is a circle.
const MOST_PARENTS: usize = 32;

/// The chain of a POM and its parents in the repository, nearest first.
pub(crate) fn chain<'p>(poms: &'p Poms, path: &'p str) -> Vec<&'p Element> {
    let mut chain = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some((at, pom)) = next.as_deref().and_then(|path| poms.get_key_value(path)) {
        chain.push(pom);
        if chain.len() > MOST_PARENTS {
            break;
        }
        next = parent(poms, at, pom);
    }
    chain
}

/// The parent is where `relativePath` says, one directory up by default, if it is the one that is meant.
fn parent(poms: &Poms, path: &str, pom: &Element) -> Option<String> {
    let wanted = pom.child("parent")?;
    let place = match wanted.child("relativePath") {
        Some(place) if place.text.trim().is_empty() => return None,
        Some(place) => place.text.trim().to_owned(),
        None => "../pom.xml".to_owned(),
    };
    let place = join(directory(path), &place);
    let place = if place.ends_with(".xml") {
        place
    } else {
        join(&place, "pom.xml")
    };
    let found = poms.get(&place)?;
    (found.text_of("artifactId") == wanted.text_of("artifactId")).then_some(place)
}

/// What a POM says of itself, or its parent reference says.
pub(crate) fn own<'e>(pom: &'e Element, name: &str) -> Option<&'e str> {
    pom.text_of(name)
        .or_else(|| pom.child("parent")?.text_of(name))
}

/// `${…}` replaced by the properties of the chain; none if one of them is not known.
pub(crate) fn expand(text: &str, chain: &[&Element]) -> Option<String> {
    let mut text = text.to_owned();
    // Properties may name properties; the limit ends circles.
    for _ in 0..16 {
        let Some(start) = text.find("${") else {
            return Some(text);
        };
        let end = start + text.get(start..)?.find('}')?;
        let value = property(text.get(start + 2..end)?, chain)?;
        text.replace_range(start..=end, &value);
        if text.len() > 4096 {
            return None;
        }
    }
    None
}

fn property(name: &str, chain: &[&Element]) -> Option<String> {
    let own_name = name
        .strip_prefix("project.")
        .or_else(|| name.strip_prefix("pom."));
    if let Some(found) = own_name.filter(|name| ["groupId", "artifactId", "version"].contains(name))
    {
        return own(chain.first()?, found).map(str::to_owned);
    }
    if let Some(found) = name.strip_prefix("project.parent.") {
        return chain
            .first()?
            .child("parent")?
            .text_of(found)
            .map(str::to_owned);
    }
    let said = |pom: &&Element| pom.child("properties")?.text_of(name).map(str::to_owned);
    chain.iter().find_map(said)
}
