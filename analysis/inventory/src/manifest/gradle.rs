//! Gradle: the projects that `settings.gradle` includes, by name only, because a build script is a program.

use std::collections::{BTreeMap, BTreeSet};

use crate::draft::Draft;
use crate::ignored::is_support;
use crate::tree::{Tree, directory, join};
use crate::{Ecosystem, Kind};

const SETTINGS: [&str; 2] = ["settings.gradle", "settings.gradle.kts"];
const BUILD: [&str; 2] = ["build.gradle", "build.gradle.kts"];

/// What a settings file says, as far as it says it in plain words.
#[derive(Debug, Default, PartialEq, Eq)]
struct Settings {
    root: Option<String>,
    /// Project paths such as `:web:till`.
    included: Vec<String>,
    /// Directories of projects that are not where their path says.
    places: BTreeMap<String, String>,
}

/// All projects.
pub(crate) fn find(tree: &mut Tree<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut seen = BTreeSet::new();
    let files: Vec<String> = SETTINGS.iter().flat_map(|name| tree.named(name)).collect();
    for file in files {
        let Some(text) = tree.text(&file) else {
            continue;
        };
        let settings = parse(&text);
        let root = directory(&file).to_owned();
        for project in &settings.included {
            let place = settings.places.get(project).cloned();
            let place = join(&root, &place.unwrap_or_else(|| project.replace(':', "/")));
            if seen.insert(place.clone()) {
                drafts.push(included(&file, project, &place));
            }
        }
        // A root that only holds projects together is not one of them, unless it has a source of its own.
        let has_source = tree.below(&join(&root, "src")).next().is_some();
        if (settings.included.is_empty() || has_source) && seen.insert(root.clone()) {
            drafts.push(alone(&file, settings.root.as_deref(), &root));
        }
    }
    let stray = BUILD
        .iter()
        .flat_map(|name| tree.named(name))
        .filter(|file| {
            let place = directory(file);
            !seen
                .iter()
                .any(|known| known == place || place.starts_with(&format!("{known}/")))
                && !SETTINGS.iter().any(|name| tree.has(&join(place, name)))
        });
    let stray: Vec<String> = stray.collect();
    drafts.extend(stray.iter().map(|file| alone(file, None, directory(file))));
    drafts
}

fn included(file: &str, project: &str, place: &str) -> Draft {
    let parts: Vec<&str> = project.split(':').filter(|part| !part.is_empty()).collect();
    let name = parts.last().copied().unwrap_or(project);
    let mut draft = Draft::new(Ecosystem::Gradle, name, file);
    draft.ids = vec![name.to_owned(), parts.join("-")];
    draft.path = place.to_owned();
    draft.kind = if is_support(place) {
        Kind::Support
    } else {
        Kind::Library
    };
    draft.reason = format!("`{file}` includes the Gradle project `{project}`");
    draft
}

fn alone(file: &str, name: Option<&str>, place: &str) -> Draft {
    let name = name.unwrap_or_else(|| match crate::tree::file_name(place) {
        "" => "app",
        last => last,
    });
    let mut draft = Draft::new(Ecosystem::Gradle, name, file);
    draft.path = place.to_owned();
    draft.kind = if is_support(place) {
        Kind::Support
    } else {
        Kind::Library
    };
    draft.reason = "a Gradle project".to_owned();
    draft
}

fn parse(text: &str) -> Settings {
    let text = without_comments(text);
    let mut settings = Settings::default();
    for (at, _) in text.match_indices("include") {
        if is_word(&text, at) {
            settings
                .included
                .extend(list(text.get(at + "include".len()..).unwrap_or_default()));
        }
    }
    for line in text.lines() {
        if line.trim_start().starts_with("rootProject.name") {
            settings.root = quoted(line).first().cloned();
        }
        if line.contains("projectDir")
            && let [project, place, ..] = quoted(line).as_slice()
        {
            settings.places.insert(project.clone(), place.clone());
        }
    }
    settings
}

/// `include` and not `includeBuild` or `myinclude`.
fn is_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text
        .get(at + "include".len()..)
        .and_then(|text| text.chars().next());
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    !part(before) && !part(after)
}

/// The quoted texts of a list that goes on as long as there are commas: `'a', ':b:c'` or `("a", "b")`.
fn list(text: &str) -> Vec<String> {
    let mut rest = text.trim_start_matches([' ', '\t', '(', '\n', '\r']);
    let mut names = Vec::new();
    while let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let Some((name, after)) = rest.get(1..).and_then(|inner| inner.split_once(quote)) else {
            break;
        };
        // A name with a variable in it is only known to Gradle.
        if !name.contains('$') {
            names.push(name.to_owned());
        }
        match after.trim_start().strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => break,
        }
    }
    names
}

fn quoted(line: &str) -> Vec<String> {
    let quote = if line.contains('"') { '"' } else { '\'' };
    line.split(quote)
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let line = |line: &str| match line.find("//") {
        // `https://` is no comment.
        Some(at) if !line.get(..at).is_some_and(|before| before.ends_with(':')) => {
            line.get(..at).unwrap_or(line).to_owned()
        }
        _ => line.to_owned(),
    };
    kept.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn projects_are_read_in_both_languages() {
        let groovy = "rootProject.name = 'shop'\n/* include 'no' */\ninclude 'till', ':web:front',\n  'core' // include 'nor'\nincludeBuild 'logic'\nproject(':core').projectDir = file('libs/core')\n";
        let settings = parse(groovy);
        assert_eq!(settings.root.as_deref(), Some("shop"));
        assert_eq!(settings.included, ["till", ":web:front", "core"]);
        assert_eq!(
            settings.places.get(":core").map(String::as_str),
            Some("libs/core")
        );
        let kotlin = "rootProject.name = \"shop\"\ninclude(\":till\")\ninclude(\n  \"a\",\n  \"b\"\n)\ninclude(\"$x\")\n";
        assert_eq!(parse(kotlin).included, [":till", "a", "b"]);
    }
}
