//! What artifacts are named like.

use std::collections::BTreeMap;

use holdpoint_domain::organisation::NamingRule;
use holdpoint_naming::scheme::{
    Placeholder, SchemeError, SchemeSource, VersionDetails, VersionSource,
};
use holdpoint_naming::{Scheme, VersionKind};

use super::{Fields, Reader, keys};
use crate::diagnostic::{Span, naming_wrong};
use crate::yaml::{Node, Value};

const KINDS: &[(&str, VersionKind)] = &[
    ("semver", VersionKind::Semver),
    ("calver", VersionKind::Calver),
    ("maven", VersionKind::Maven),
    ("npm", VersionKind::Npm),
    ("pep440", VersionKind::Pep440),
    ("regex", VersionKind::Regex),
    ("any", VersionKind::Any),
];

impl Reader<'_> {
    /// One rule, or a list of them.
    pub(super) fn naming(&mut self, node: &Node) -> Vec<NamingRule> {
        node.items()
            .into_iter()
            .filter_map(|item| self.naming_rule(item))
            .collect()
    }

    fn naming_rule(&mut self, node: &Node) -> Option<NamingRule> {
        let before = self.found.count();
        let fields = self.fields("the naming rule", node.span, node, keys::NAMING)?;
        let source = SchemeSource {
            name: fields
                .get("name")
                .and_then(|node| self.text(node, "a pattern of names")),
            placeholders: self.placeholders(&fields),
            version: fields.get("version").and_then(|node| self.version(node)),
            repositories: self.texts(fields.get("repositories"), "a place for artifacts"),
            moving: self.flag(&fields, "moving", false),
        };
        let kinds = self.texts(fields.get("kinds"), "a kind of artifact, such as `oci`");
        match Scheme::try_from(source) {
            Ok(scheme) => Some(NamingRule { kinds, scheme }),
            // What was left out for a mistake of its own is not called missing as well.
            Err(_) if self.found.count() > before => None,
            Err(why) => {
                let (span, help) = (place(&why, node), help(&why));
                self.report(span, naming_wrong(why).maybe_help(help));
                None
            }
        }
    }

    fn placeholders(&mut self, fields: &Fields<'_>) -> BTreeMap<String, Placeholder> {
        let mut all = BTreeMap::new();
        let Some(node) = fields.get("placeholders") else {
            return all;
        };
        if !matches!(node.value, Value::Map(_)) {
            self.wrong(node, "a map of placeholders", None);
        }
        for entry in node.entries() {
            let placeholder = match &entry.value.value {
                Value::List(_) => Some(Placeholder::OneOf(
                    self.texts(Some(&entry.value), "a value"),
                )),
                _ => self
                    .text(&entry.value, "a list of values, or a regular expression")
                    .map(Placeholder::Regex),
            };
            all.extend(placeholder.map(|placeholder| (entry.key.clone(), placeholder)));
        }
        all
    }

    /// `version: semver`, or with details.
    fn version(&mut self, node: &Node) -> Option<VersionSource> {
        if let Value::Scalar { .. } = node.value {
            return self.choice(node, KINDS).map(VersionSource::Kind);
        }
        let fields = self.fields("`version`", node.span, node, keys::VERSION)?;
        let kind = self
            .required(&fields, "kind", "semver")
            .and_then(|node| self.choice(node, KINDS));
        let pattern = fields
            .get("pattern")
            .and_then(|node| self.text(node, "a pattern of versions"));
        let prerelease = self.flag(&fields, "prerelease", true);
        Some(VersionSource::Detailed(VersionDetails {
            kind: kind?,
            pattern,
            prerelease,
        }))
    }
}

/// Where in the rule the mistake stands.
fn place(why: &SchemeError, node: &Node) -> Span {
    let written = |text: &str| {
        let name = node.get("name").into_iter();
        let repositories = node
            .get("repositories")
            .map(Node::items)
            .unwrap_or_default();
        let mut nodes = name.chain(repositories);
        nodes.find(|node| node.text().is_some_and(|found| found.contains(text)))
    };
    match why {
        SchemeError::Pattern { pattern, .. } | SchemeError::Together(pattern) => {
            written(pattern).map_or(node.span, |node| node.span)
        }
        SchemeError::Regex { place, .. } if place == "version" => {
            node.locate(&["version", "pattern"])
        }
        SchemeError::Regex { place: name, .. }
        | SchemeError::NoValues(name)
        | SchemeError::Unused(name) => node.locate(&["placeholders", name]),
        _ => node.locate(&["version", "pattern"]),
    }
}

fn help(why: &SchemeError) -> Option<String> {
    match why {
        SchemeError::Regex { .. } | SchemeError::Together(_) => {
            Some("correct the regular expression".to_owned())
        }
        SchemeError::NoValues(_) => Some("list at least one value".to_owned()),
        SchemeError::Unused(name) => Some(format!("use `{{{name}}}` in a pattern, or remove it")),
        SchemeError::RegexMissing => {
            Some("add `pattern`, such as `pattern: \"r[0-9]+\"`".to_owned())
        }
        SchemeError::PatternUnexpected(_) => {
            Some("remove `pattern`, or choose another kind".to_owned())
        }
        SchemeError::Calver(_) => Some("write a format such as `YYYY.0M.MICRO`".to_owned()),
        _ => None,
    }
}
