//! Components and templates.

use holdpoint_domain::catalogue::{Component, ComponentName, Criticality, KeyTransaction};
use holdpoint_domain::release::{Template, TemplateName};

use super::{Fields, Item, Reader, keys, secret};
use crate::diagnostic::{credentials, wrong_value};
use crate::model::Section;
use crate::yaml::{Node, Value};

const CRITICALITIES: &[(&str, Criticality)] = &[
    ("low", Criticality::Low),
    ("medium", Criticality::Medium),
    ("high", Criticality::High),
    ("critical", Criticality::Critical),
];

impl Reader<'_> {
    pub(super) fn component(&mut self, item: &Item<'_, ComponentName>) -> Option<Component> {
        let owner = format!("component `{}`", item.key);
        let fields = self.fields(owner, item.span, item.node, keys::COMPONENT)?;
        let title = self.title(&fields, "title");
        let unit = self
            .required(&fields, "unit", "payments")
            .and_then(|node| self.reference(node, Section::Units));
        let team = fields
            .get("team")
            .and_then(|node| self.reference(node, Section::Teams));
        let criticality = fields
            .get("criticality")
            .and_then(|node| self.choice(node, CRITICALITIES));
        let source = self.source_of(&fields);
        let depends_on = self.references(fields.get("depends-on"), Section::Components);
        let key_transactions = self.key_transactions(&fields);
        let criteria = self.criteria(&fields);
        Some(Component {
            name: item.name.clone()?,
            title,
            unit: unit?,
            team,
            kind: source.kind,
            repository: source.repository,
            path: source.path,
            criticality: criticality.unwrap_or_default(),
            depends_on,
            key_transactions,
            criteria,
        })
    }

    fn source_of(&mut self, fields: &Fields<'_>) -> Origin {
        let kind = self.title(fields, "kind");
        let repository = self.title(fields, "repository");
        if let Some(node) = fields
            .get("repository")
            .filter(|_| secret::in_address(&repository))
        {
            let mistake = credentials("the repository's address");
            self.hidden.push(node.span);
            self.report(
                node.span,
                mistake.expected("an address without credentials"),
            );
        }
        let path = self.title(fields, "path");
        if let Some(node) = fields.get("path").filter(|_| !inside(&path)) {
            let mistake = wrong_value(&path).expected("a path inside the repository");
            let help = "write it from the repository's root, with `/`";
            self.report(node.span, mistake.help(help));
        }
        let path = if path == "." { String::new() } else { path };
        Origin {
            kind,
            repository,
            path,
        }
    }

    fn key_transactions(&mut self, fields: &Fields<'_>) -> Vec<KeyTransaction> {
        let nodes = fields
            .get("key-transactions")
            .map(Node::items)
            .unwrap_or_default();
        nodes
            .into_iter()
            .filter_map(|node| self.key_transaction(node))
            .collect()
    }

    /// `login`, or `{name: login, metric: …}`.
    fn key_transaction(&mut self, node: &Node) -> Option<KeyTransaction> {
        if let Value::Scalar { text, .. } = &node.value {
            return Some(KeyTransaction {
                name: text.clone(),
                metric: String::new(),
            });
        }
        let fields = self.fields(
            "the key transaction",
            node.span,
            node,
            keys::KEY_TRANSACTION,
        )?;
        let name = self
            .required(&fields, "name", "login")
            .and_then(|node| self.text(node, "the name of the transaction"));
        let metric = self.title(&fields, "metric");
        Some(KeyTransaction {
            name: name?,
            metric,
        })
    }

    pub(super) fn template(&mut self, item: &Item<'_, TemplateName>) -> Option<Template> {
        let owner = format!("template `{}`", item.key);
        let fields = self.fields(owner, item.span, item.node, keys::TEMPLATE)?;
        let title = self.title(&fields, "title");
        let components = self.required(&fields, "components", "[payments-api]");
        let components = self.references(components, Section::Components);
        let readiness = self.texts(fields.get("readiness"), "a readiness item");
        Some(Template {
            name: item.name.clone()?,
            title,
            components,
            readiness,
        })
    }
}

/// Where a component comes from.
struct Origin {
    kind: String,
    repository: String,
    path: String,
}

/// Whether a path stays where it begins.
pub(crate) fn inside(path: &str) -> bool {
    let rooted = path.starts_with('/') || path.contains('\\') || path.contains(':');
    !rooted && !path.split('/').any(|part| part == "..")
}
