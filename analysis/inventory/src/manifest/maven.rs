//! Maven: projects, their modules, and what they inherit.

use std::collections::BTreeSet;

use super::pom::{Poms, chain, expand, own};
use super::xml::Element;
use crate::draft::{Draft, Want};
use crate::ignored::is_support;
use crate::tree::{Tree, directory, join};
use crate::{Ecosystem, Kind, Problem};

const MANIFEST: &str = "pom.xml";

/// All projects but those that only hold modules together.
pub(crate) fn find(tree: &mut Tree<'_>) -> Vec<Draft> {
    let mut poms = Poms::new();
    for path in tree.named(MANIFEST) {
        let Some(text) = tree.text(&path) else {
            continue;
        };
        match Element::parse(&text) {
            Ok(pom) if pom.name == "project" => {
                poms.insert(path, pom);
            }
            Ok(_) => tree
                .problems
                .push(Problem::of_file(&path, "it is not a Maven project")),
            Err((byte, why)) => {
                tree.problems
                    .push(Problem::at_byte(&path, &text, byte, why));
            }
        }
    }
    let modules = modules(tree, &poms);
    let drafts = poms
        .iter()
        .filter_map(|(path, pom)| draft(tree, &poms, &modules, path, pom));
    drafts.collect::<Vec<_>>()
}

/// The modules that some project lists. One that is not there is a mistake.
fn modules(tree: &mut Tree<'_>, poms: &Poms) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for (path, pom) in poms {
        for name in listed(pom) {
            let place = join(directory(path), name);
            let place = if place.ends_with(".xml") {
                place
            } else {
                join(&place, MANIFEST)
            };
            if tree.has(&place) {
                modules.insert(place);
            } else if !name.contains("${") {
                let message = format!("module `{name}` has no `{place}`");
                tree.problems.push(Problem::of_file(path, message));
            }
        }
    }
    modules
}

/// Modules of the project and of its profiles.
fn listed(pom: &Element) -> impl Iterator<Item = &str> {
    let profiles = pom
        .list("profiles", "profile")
        .flat_map(|one| one.list("modules", "module"));
    let names = pom
        .list("modules", "module")
        .chain(profiles)
        .map(|module| module.text.trim());
    names.filter(|name| !name.is_empty())
}

fn draft(
    tree: &Tree<'_>,
    poms: &Poms,
    modules: &BTreeSet<String>,
    path: &str,
    pom: &Element,
) -> Option<Draft> {
    let chain = chain(poms, path);
    let packaging = pom.text_of("packaging").unwrap_or("jar");
    if packaging == "pom" && listed(pom).next().is_some() {
        return None;
    }
    let artifact = expand(pom.text_of("artifactId")?, &chain)?;
    let group = own(pom, "groupId").and_then(|group| expand(group, &chain));
    let name = match &group {
        Some(group) => format!("{group}:{artifact}"),
        None => artifact.clone(),
    };
    let mut draft = Draft::new(Ecosystem::Maven, &name, path);
    draft.ids = vec![artifact.clone(), name.clone()];
    draft.version = own(pom, "version").and_then(|version| expand(version, &chain));
    draft.purl = group.map(|group| format!("pkg:maven/{group}/{artifact}"));
    draft.wants = wants(pom, &chain);
    let runs = runs(tree, &chain, packaging, &draft.path);
    draft.kind = match &runs {
        _ if is_support(&draft.path) => Kind::Support,
        Some(_) => Kind::Application,
        None => Kind::Library,
    };
    let place = if modules.contains(path) {
        "a Maven module"
    } else {
        "a Maven project"
    };
    let runs = runs.unwrap_or_else(|| format!("packaged as {packaging}"));
    draft.reason = format!("{place}, {runs}");
    Some(draft)
}

/// What makes it a program.
fn runs(tree: &Tree<'_>, chain: &[&Element], packaging: &str, path: &str) -> Option<String> {
    if matches!(packaging, "war" | "ear" | "quarkus" | "native-image") {
        return Some(format!("packaged as {packaging}"));
    }
    let makers = [
        "spring-boot-maven-plugin",
        "quarkus-maven-plugin",
        "jib-maven-plugin",
    ];
    let builds = chain.iter().filter_map(|pom| pom.child("build"));
    let plugin = builds
        .flat_map(|build| build.list("plugins", "plugin"))
        .filter_map(|plugin| plugin.text_of("artifactId"))
        .find(|plugin| makers.contains(plugin));
    let configured = join(path, "src/main/resources/application");
    let starts = [".yml", ".yaml", ".properties"].map(|end| format!("{configured}{end}"));
    match plugin {
        Some(plugin) => Some(format!("made runnable by `{plugin}`")),
        None if starts.iter().any(|file| tree.has(file)) => {
            Some("with an `application` configuration".to_owned())
        }
        None => None,
    }
}

/// Dependencies that are needed to build or run it.
fn wants(pom: &Element, chain: &[&Element]) -> Vec<Want> {
    let needed = |dependency: &&Element| dependency.text_of("scope") != Some("test");
    let dependencies = pom.list("dependencies", "dependency").filter(needed);
    let names = dependencies.filter_map(|dependency| {
        let group = expand(dependency.text_of("groupId")?, chain)?;
        let artifact = expand(dependency.text_of("artifactId")?, chain)?;
        Some(Want::Name(format!("{group}:{artifact}")))
    });
    names.collect()
}
