//! Environments and the steps that bring a release there.

use std::collections::BTreeMap;

use holdpoint_domain::environment::{Environment, EnvironmentName, Level, Step};

use super::{Fields, Item, Reader, keys, secret};
use crate::diagnostic::{secret as secret_found, twin, wrong_value};
use crate::model::Section;
use crate::yaml::{Node, Value};

pub(crate) const LEVELS: &[(&str, Level)] = &[
    ("observe", Level::Observe),
    ("warn", Level::Warn),
    ("enforce", Level::Enforce),
];

/// What a step may take if nothing is said, in seconds.
const TIMEOUT: u32 = 600;

impl Reader<'_> {
    pub(super) fn environment(&mut self, item: &Item<'_, EnvironmentName>) -> Option<Environment> {
        let owner = format!("environment `{}`", item.key);
        let fields = self.fields(owner, item.span, item.node, keys::ENVIRONMENT)?;
        let title = self.title(&fields, "title");
        let after = fields
            .get("after")
            .and_then(|node| self.reference(node, Section::Environments));
        let protected = self.flag(&fields, "protected", false);
        let production = self.flag(&fields, "production", false);
        let level = fields
            .get("level")
            .and_then(|node| self.choice(node, LEVELS));
        let criteria = self.criteria(&fields);
        let steps = self.steps(&fields);
        let calendar = self.calendar_name(&fields);
        let planned = self.flag(&fields, "planned", false);
        let freeze = fields.get("freeze").and_then(|node| self.freeze(node));
        Some(Environment {
            name: item.name.clone()?,
            title,
            after,
            protected,
            production,
            level: level.unwrap_or_default(),
            criteria,
            steps,
            planned,
            freeze,
            calendar,
        })
    }

    fn steps(&mut self, fields: &Fields<'_>) -> Vec<Step> {
        let Some(node) = fields.get("steps") else {
            return Vec::new();
        };
        if !matches!(node.value, Value::List(_)) {
            let help = "write such as `- {name: deploy, command: [./deploy.sh, \"{release}\"]}`";
            self.wrong(node, "a list of steps", Some(help.to_owned()));
            return Vec::new();
        }
        let mut all: Vec<Step> = Vec::new();
        for item in node.items() {
            let Some(step) = self.step(item) else {
                continue;
            };
            if all.iter().any(|other| other.name == step.name) {
                self.report(
                    item.span,
                    twin("step", &step.name).expected("a `name` of its own"),
                );
            }
            all.push(step);
        }
        all
    }

    fn step(&mut self, node: &Node) -> Option<Step> {
        let fields = self.fields("the step", node.span, node, keys::STEP)?;
        let command = self
            .required(&fields, "command", "[./deploy.sh, \"{release}\"]")
            .and_then(|node| self.command(node));
        let name = match fields.get("name") {
            Some(node) => self.text(node, "the name of the step"),
            None => command
                .as_ref()
                .and_then(|words| words.first())
                .map(|path| program(path)),
        };
        let timeout = match fields.get("timeout") {
            Some(node) => self.duration(node),
            None => Some(TIMEOUT),
        };
        let variables = self.variables(&fields);
        Some(Step {
            name: name?,
            command: command?,
            timeout_seconds: timeout?,
            variables,
        })
    }

    /// A list of words; or one line of plain words, since no shell looks at it.
    fn command(&mut self, node: &Node) -> Option<Vec<String>> {
        let words = match node.text() {
            Some(text) => self.words(text, node)?,
            None => self.texts(Some(node), "a word of the command"),
        };
        if words.first().is_none_or(String::is_empty) {
            self.wrong(node, "a program and its arguments", None);
            return None;
        }
        Some(words)
    }

    fn words(&mut self, text: &str, node: &Node) -> Option<Vec<String>> {
        if let Some(found) = text.chars().find(|c| "'\"\\$`|&;<>()*?~#".contains(*c)) {
            let mistake = wrong_value(node.described().trim_matches('`'))
                .expected("plain words, since no shell looks at them")
                .help(format!(
                    "`{found}` would mean nothing: write a list, such as `[sh, -c, \"…\"]`"
                ));
            self.report(node.span, mistake);
            return None;
        }
        Some(text.split_whitespace().map(str::to_owned).collect())
    }

    fn variables(&mut self, fields: &Fields<'_>) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let Some(node) = fields.get("variables") else {
            return all;
        };
        if !matches!(node.value, Value::Map(_)) {
            self.wrong(node, "a map of variables", None);
        }
        for entry in node.entries() {
            let value = match &entry.value.value {
                Value::Null => Some(String::new()),
                _ => self.text(&entry.value, "the value of the variable"),
            };
            let value = value.unwrap_or_default();
            if secret::likely(&entry.key, &value) {
                self.hidden.push(entry.value.span);
                self.report(
                    entry.span,
                    secret_found(&entry.key).expected("nothing secret"),
                );
            } else {
                all.insert(entry.key.clone(), value);
            }
        }
        all
    }
}

/// The file name of a program without its ending.
fn program(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    if stem.is_empty() { file } else { stem }.to_owned()
}
