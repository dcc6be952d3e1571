//! The whole file.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdpoint_domain::catalogue::Component;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::environment::Environment;
use holdpoint_domain::release::Template;

use super::links::{earlier, needs, parent};
use super::policy::{Policies, ReadPolicy};
use super::{Reader, keys};
use crate::diagnostic::{Diagnostics, Source, misplaced};
use crate::model::{Configuration, Document, Section};
use crate::yaml::{Node, parse};

/// Sections that only the organisation's file has.
const GOVERNED: &[&str] = &[
    "naming",
    "signers",
    "witnesses",
    "retention",
    "directory",
    "workloads",
    "forges",
    "calendars",
    "blackouts",
    "windows",
    "trains",
    "units",
    "teams",
    "templates",
];

impl Configuration {
    /// Reads a file. `policy` reads a Rego file by its path from the folder of this one, or says why it
    /// cannot be used.
    ///
    /// # Errors
    /// Every mistake of the file, each at its place.
    pub fn parse(
        source: Source,
        policy: &dyn Fn(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Diagnostics> {
        let source = Arc::new(source);
        let mut found = Diagnostics::new();
        let root = parse(&source, &mut found);
        let read = root.and_then(|root| read(&source, root, &mut found, policy));
        found.into_result()?;
        // Without a mistake everything was read; the empty error cannot be seen.
        read.ok_or_else(Diagnostics::new)
    }
}

fn environment(item: Environment) -> Change {
    Change::Environment(Box::new(item))
}

fn component(item: Component) -> Change {
    Change::Component(Box::new(item))
}

fn template(item: Template) -> Change {
    Change::Template(Box::new(item))
}

fn read(
    source: &Arc<Source>,
    root: Arc<Node>,
    found: &mut Diagnostics,
    policy: ReadPolicy<'_>,
) -> Option<Configuration> {
    let mut reader = Reader {
        source,
        found: std::mem::take(found),
        references: Vec::new(),
        policies: Policies::new(policy),
        sound: BTreeSet::new(),
        hidden: Vec::new(),
    };
    let read = reader.file(&root);
    let references = reader.unresolved(&root, root.get("organisation").is_some());
    *found = reader.found;
    found.mask(source, &reader.hidden);
    let policies = reader.policies.all();
    Some(Configuration {
        policies,
        references,
        ..read?(Document {
            source: Arc::clone(source),
            root,
        })
    })
}

impl Reader<'_> {
    /// All sections; the document is put in by the caller.
    fn file(&mut self, root: &Node) -> Option<impl FnOnce(Document) -> Configuration + use<>> {
        self.fields("the file", root.span, root, keys::FILE)?;
        self.policies(root);
        let organisation = self.organisation(root);
        let naming = root.get("naming").map(|node| self.naming(node));
        let signers = root.get("signers").map(|node| self.signers(node));
        let witnesses = root.get("witnesses").map(|node| self.witnesses(root, node));
        let retention = root.get("retention").map(|node| self.retention(root, node));
        let directory = root.get("directory").map(|node| self.directory(root, node));
        let workloads = root.get("workloads").map(|node| self.workloads(root, node));
        let forges = root.get("forges").and_then(|node| self.forges(root, node));
        let calendars = self.section(root, "calendars", Self::calendar);
        let zone = organisation.as_ref().map(|one| one.timezone.as_str());
        let zone = zone.filter(|zone| !zone.is_empty()).unwrap_or("UTC");
        let (blackouts, windows, trains) = self.closings(root, zone);
        let units = self.section(root, "units", Self::unit);
        let teams = self.section(root, "teams", Self::team);
        let environments = self.section(root, "environments", Self::environment);
        let components = self.section(root, "components", Self::component);
        let templates = self.section(root, "templates", Self::template);
        self.misplaced(root);
        let governed = environments.iter().flatten().cloned().map(environment);
        self.alone(root, governed.filter(|_| organisation.is_some()));
        self.alone(root, components.iter().flatten().cloned().map(component));
        self.alone(root, templates.iter().flatten().cloned().map(template));
        self.orders(root);
        let pipelines = self.pipelines(root);
        Some(|document| Configuration {
            organisation,
            naming,
            signers,
            witnesses,
            retention,
            directory,
            workloads,
            forges,
            calendars,
            blackouts,
            windows,
            trains,
            units,
            teams,
            environments,
            components,
            templates,
            pipelines,
            policies: Vec::new(),
            document,
            references: Vec::new(),
        })
    }

    fn orders(&mut self, root: &Node) {
        self.circles(root, Section::Units, "the parent of units", parent);
        self.circles(
            root,
            Section::Environments,
            "the order of environments",
            earlier,
        );
        self.circles(
            root,
            Section::Components,
            "the dependency of components",
            needs,
        );
    }

    fn misplaced(&mut self, root: &Node) {
        if root.get("organisation").is_some() {
            return;
        }
        for section in GOVERNED {
            if root.get(section).is_some() {
                let span = root.locate(&[section]);
                let mistake = misplaced(section).expected("`components` or `environments`");
                self.report(span, mistake);
            }
        }
    }
}
