//! What `buf.yaml` says about breaking changes, for those who have one.

use std::sync::Arc;

use holdpoint_findings::{Document, Finding, Source, Unreadable, Value};

use super::Choice;
use crate::mistakes::CONFIGURATION;
use crate::rules::{Category, Version, row_of, rows};

/// Rules that `buf` still knows by their names, with those that took their places.
const REPLACED: [(&str, &[&str]); 5] = [
    ("FIELD_SAME_CTYPE", &["FIELD_SAME_CPP_STRING_TYPE"]),
    (
        "FIELD_SAME_LABEL",
        &[
            "FIELD_SAME_CARDINALITY",
            "FIELD_WIRE_COMPATIBLE_CARDINALITY",
            "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
        ],
    ),
    (
        "FILE_SAME_JAVA_STRING_CHECK_UTF8",
        &["FIELD_SAME_JAVA_UTF8_VALIDATION"],
    ),
    ("FILE_SAME_PHP_GENERIC_SERVICES", &[]),
    ("MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", &[]),
];

/// What `buf.yaml` says.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// Rules and exceptions, as far as no module has its own.
    pub choice: Choice,
    /// Modules, each with its own rules and exceptions if it has any.
    pub modules: Vec<Module>,
    /// Folders from which imports start; none but its own if there are none.
    pub roots: Vec<String>,
    /// Folders that do not belong to it.
    pub excluded: Vec<String>,
    /// Files beside it that say more of the same, as it names them; those of a registry are named alike.
    pub policies: Vec<String>,
}

/// A module of a workspace.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its folder.
    pub path: String,
    /// Rules and exceptions.
    pub choice: Choice,
}

/// The folders that a `buf.work.yaml` names, each a module with a `buf.yaml` of its own.
///
/// # Errors
/// If it is no YAML, or of another version.
pub fn workspace(source: &Arc<Source>) -> Result<Vec<String>, Unreadable> {
    let document = Document::read(source)?;
    let root = At(source, document.root());
    match root
        .get("version")
        .and_then(|version| version.1.text().map(str::to_owned))
    {
        Some(version) if version == "v1" => root.texts("directories"),
        _ => root.refuse("`version` has to be v1"),
    }
}

/// A value with the source that it is in.
struct At<'a>(&'a Arc<Source>, Value<'a>);

impl At<'_> {
    fn refuse<T>(&self, what: &str) -> Result<T, Unreadable> {
        let words = [("what", what)];
        let finding = Finding::new(&CONFIGURATION, self.1.place(""), "", &words);
        Err(Unreadable::within(self.0, vec![finding]))
    }

    fn get(&self, key: &str) -> Option<At<'_>> {
        let field = self.1.get(key)?;
        Some(At(self.0, field))
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, Unreadable> {
        let Some(list) = self.get(key) else {
            return Ok(Vec::new());
        };
        let each = list.1.items().map(|item| match item.text() {
            Some(text) => Ok(text.trim_end_matches('/').to_owned()),
            None => At(self.0, item).refuse("a string belongs here"),
        });
        each.collect()
    }
}

impl Configuration {
    /// Reads it.
    ///
    /// # Errors
    /// If it is no YAML, or names what does not exist.
    pub fn read(source: &Arc<Source>) -> Result<Self, Unreadable> {
        let document = Document::read(source)?;
        let root = At(source, document.root());
        let version = match root
            .get("version")
            .map(|version| version.1.text().map(str::to_owned))
        {
            Some(Some(version)) if version == "v1beta1" => Version::V1Beta1,
            Some(Some(version)) if version == "v1" => Version::V1,
            Some(Some(version)) if version == "v2" => Version::V2,
            _ => return root.refuse("`version` has to be v1beta1, v1 or v2"),
        };
        let choice = match root.get("breaking") {
            Some(breaking) => choice(&breaking, version)?,
            None => Choice::by(version, &[]),
        };
        let (roots, excluded) = folders(&root)?;
        Ok(Self {
            modules: modules(&root, version, &choice)?,
            choice,
            roots,
            excluded,
            policies: policies(&root),
        })
    }

    /// Takes up what one of its policies says.
    pub fn add_policy(&mut self, policy: &Self) {
        self.choice.besides.push(policy.choice.clone());
        for module in &mut self.modules {
            let mut choice = policy.choice.clone();
            choice.seen_from(&module.path);
            module.choice.besides.push(choice);
        }
    }
}

/// The modules, with what holds in each: what it says itself takes the place of all that is said above.
fn modules(root: &At<'_>, version: Version, above: &Choice) -> Result<Vec<Module>, Unreadable> {
    let Some(list) = root.get("modules") else {
        return Ok(Vec::new());
    };
    let each = list.1.items().map(|item| {
        let module = At(root.0, item);
        let path = path_of(&module);
        let mut choice = match module.get("breaking") {
            Some(breaking) => choice(&breaking, version)?,
            None => above.clone(),
        };
        choice.seen_from(&path);
        Ok(Module { path, choice })
    });
    each.collect()
}

fn policies(root: &At<'_>) -> Vec<String> {
    let list = root.get("policies");
    let items = { list.iter() }.flat_map(|list| list.1.items());
    items
        .filter_map(|item| item.get("policy")?.text().map(str::to_owned))
        .collect()
}

fn path_of(module: &At<'_>) -> String {
    let path = module.get("path");
    let path = path.as_ref().and_then(|path| path.1.text()).unwrap_or(".");
    path.trim_end_matches('/').to_owned()
}

impl Choice {
    /// What may change at will is named from the folder of `buf.yaml`, and looked up as imports name it.
    fn seen_from(&mut self, module: &str) {
        let within = |path: &str| {
            let path = path.trim_start_matches("./");
            match path.strip_prefix(module) {
                _ if module == "." => Some(path.to_owned()),
                Some("") => Some(".".to_owned()),
                Some(rest) => rest.strip_prefix('/').map(str::to_owned),
                // The module lies in a folder that may change.
                None if super::is_within(module, path) => Some(".".to_owned()),
                None => None,
            }
        };
        self.ignored = self
            .ignored
            .iter()
            .filter_map(|path| within(path))
            .collect();
        let by = self.ignored_by.iter();
        let by = by.filter_map(|(rule, path)| Some((*rule, within(path)?)));
        self.ignored_by = by.collect();
    }
}

/// Folders from which imports start, and those that do not belong to it.
fn folders(root: &At<'_>) -> Result<(Vec<String>, Vec<String>), Unreadable> {
    let (mut roots, mut excluded) = match root.get("build") {
        Some(build) => (build.texts("roots")?, build.texts("excludes")?),
        None => (Vec::new(), Vec::new()),
    };
    if let Some(modules) = root.get("modules") {
        for module in modules.1.items() {
            let module = At(root.0, module);
            roots.push(path_of(&module));
            excluded.extend(module.texts("excludes")?);
        }
    }
    Ok((roots, excluded))
}

fn choice(breaking: &At<'_>, version: Version) -> Result<Choice, Unreadable> {
    let used = breaking.texts("use")?;
    let mut choice = Choice::by(version, &[]);
    if !used.is_empty() {
        choice.asked = vec![false; choice.asked.len()];
        for name in used {
            set(breaking, version, &name, |rule| {
                if let Some(asked) = choice.asked.get_mut(rule) {
                    *asked = true;
                }
            })?;
        }
    }
    for name in breaking.texts("except")? {
        set(breaking, version, &name, |rule| {
            if let Some(asked) = choice.asked.get_mut(rule) {
                *asked = false;
            }
        })?;
    }
    let builtin = breaking.get("disable_builtin");
    if builtin.is_some_and(|value| value.1.bool() == Some(true)) {
        choice.asked.fill(false);
    }
    exceptions(breaking, version, &mut choice)?;
    Ok(choice)
}

/// What may change at will.
fn exceptions(breaking: &At<'_>, version: Version, choice: &mut Choice) -> Result<(), Unreadable> {
    choice.ignored = breaking.texts("ignore")?;
    if let Some(only) = breaking.get("ignore_only") {
        for field in only.1.fields() {
            for folder in only.texts(field.key)? {
                set(breaking, version, field.key, |rule| {
                    choice.ignored_by.push((rule, folder.clone()));
                })?;
            }
        }
    }
    let unstable = breaking.get("ignore_unstable_packages");
    choice.unstable = unstable.is_some_and(|value| value.1.bool() == Some(true));
    Ok(())
}

/// Does something for every rule that a name stands for.
fn set(
    at: &At<'_>,
    version: Version,
    name: &str,
    mut each: impl FnMut(usize),
) -> Result<(), Unreadable> {
    if let Some((rule, _)) = row_of(name) {
        each(rule);
        return Ok(());
    }
    if let Some((_, instead)) = REPLACED.iter().find(|(known, _)| *known == name) {
        // In the first version there was one rule instead.
        let count = if version == Version::V1Beta1 {
            1
        } else {
            instead.len()
        };
        let rules = instead.iter().take(count).filter_map(|peer| row_of(peer));
        rules.for_each(|(rule, _)| each(rule));
        return Ok(());
    }
    let Some(category) = Category::called(name) else {
        return at.refuse(&format!("there is no rule or category `{name}`"));
    };
    let inside = rows().filter(|(_, row)| row.is_in(category, version));
    inside.for_each(|(rule, _)| each(rule));
    Ok(())
}
