//! Through all that differs in a schema, for one place where it is used.

use super::differ::Differ;
use super::node::{Child, Node};
use super::reporter::{Reporter, Sides, Words};
use super::schema::{Key, Schema};
use crate::files::At;

/// Schemas that are looked at, one for each place where it is used.
const VISITS: usize = 3_000_000;

/// Which way what a schema describes goes, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Request,
    Response,
    Parameter,
}

/// The place where a schema is used.
#[derive(Debug, Clone)]
pub(crate) struct Spot<'s> {
    pub(crate) role: Role,
    pub(crate) subject: &'s str,
    pub(crate) media: &'s str,
    pub(crate) status: &'s str,
    /// Of a parameter.
    pub(crate) name: &'s str,
    pub(crate) location: &'s str,
    /// How stable the operation is, in days that a deprecation has to last; nothing if that is not known.
    pub(crate) days: Option<i32>,
    /// It is always given, so that a default means nothing.
    pub(crate) always: bool,
    /// Its items, if it has several, are written as it would be alone.
    pub(crate) repeats: bool,
}

/// What a comparison has at hand.
pub(crate) struct Context<'c, 'a> {
    pub(crate) differ: &'c Differ<'a>,
    pub(crate) reporter: &'c mut Reporter,
    pub(crate) options: &'c super::Options,
    pub(crate) visits: usize,
}

/// Goes through a schema.
pub(crate) struct Walk<'w, 'c, 'a> {
    pub(crate) context: &'w mut Context<'c, 'a>,
    pub(crate) spot: &'w Spot<'w>,
}

/// A schema on the way.
pub(crate) struct Here<'h, 'a> {
    pub(crate) node: &'h Node<'a>,
    /// The way to it; empty for the whole.
    pub(crate) path: &'h str,
    /// The schema that it is a property of, and as which.
    pub(crate) parent: Option<(&'h Node<'a>, &'h str)>,
    pub(crate) root: bool,
}

impl<'a> Here<'_, 'a> {
    pub(crate) fn base(&self) -> &Schema<'a> {
        &self.node.base
    }

    pub(crate) fn revision(&self) -> &Schema<'a> {
        &self.node.revision
    }

    /// Both sides of a keyword.
    pub(crate) fn sides(&self, key: Key) -> Sides<'a> {
        Sides(
            Some(self.node.base.place(key)),
            Some(self.node.revision.place(key)),
        )
    }

    pub(crate) fn both(&self, key: Key) -> (Option<At<'a>>, Option<At<'a>>) {
        (self.node.base.get(key), self.node.revision.get(key))
    }

    pub(crate) fn below(&self, name: &str) -> String {
        join(self.path, name)
    }
}

pub(crate) fn join(path: &str, step: &str) -> String {
    match path {
        "" => step.to_owned(),
        path => format!("{path}/{step}"),
    }
}

impl<'a> Walk<'_, '_, 'a> {
    /// The whole of a schema.
    pub(crate) fn start(&mut self, id: usize) {
        self.visit(id, "", None, true);
    }

    fn visit(&mut self, id: usize, path: &str, parent: Option<(&Node<'a>, &str)>, root: bool) {
        self.context.visits += 1;
        self.context.reporter.exhausted |= self.context.visits > VISITS;
        if self.context.reporter.exhausted {
            return;
        }
        let differ = self.context.differ;
        let Some(node) = differ.node(id) else { return };
        if node.circular {
            return;
        }
        let here = Here {
            node,
            path,
            parent,
            root,
        };
        self.look(&here);
        self.below(&here);
    }

    fn below(&mut self, here: &Here<'_, 'a>) {
        let node = here.node;
        for (key, branches) in &node.branches {
            for (base, revision, id) in &branches.changed {
                let name = step(*key);
                let name = match base == revision {
                    true => format!("{name}[{base}]"),
                    false => format!("{name}[{base}→{revision}]"),
                };
                self.visit(*id, &here.below(&name), None, false);
            }
        }
        for (key, child) in &node.children {
            if let Child::Changed(id) = child {
                self.visit(*id, &here.below(step(*key)), None, false);
            }
        }
        for (key, members) in &node.members {
            for (name, id) in &members.changed {
                match key {
                    Key::Properties => {
                        self.visit(*id, &here.below(name), Some((node, name)), false);
                    }
                    Key::Definitions => {}
                    key => {
                        let name = format!("{}[{name}]", step(*key));
                        self.visit(*id, &here.below(&name), None, false);
                    }
                }
            }
        }
    }

    /// All that changes here.
    fn look(&mut self, here: &Here<'_, 'a>) {
        self.limits(here);
        self.beyond(here);
        self.values(here);
        self.kinds(here);
        self.composition(here);
        self.extras(here);
        self.discriminator(here);
        self.properties(here);
        self.required(here);
        if !here.root {
            self.lifecycle(here);
        }
    }

    /// What is said of this schema in this place.
    pub(crate) fn prefix(&self, here: &Here<'_, 'a>) -> &'static str {
        match (self.spot.role, here.root) {
            (Role::Request, true) => "request-body",
            (Role::Request, false) => "request-property",
            (Role::Response, true) => "response-body",
            (Role::Response, false) => "response-property",
            (Role::Parameter, true) => "request-parameter",
            (Role::Parameter, false) => "request-parameter-property",
        }
    }

    /// Says that something has changed here.
    pub(crate) fn say(
        &mut self,
        here: &Here<'_, 'a>,
        change: &str,
        from_to: [String; 2],
        sides: Sides<'a>,
    ) {
        let name = format!("{}-{change}", self.prefix(here));
        self.report(here, &name, "", here.path, from_to, sides);
    }

    /// The same, by the whole name of the change, unless a change as a whole stands for it.
    pub(crate) fn report(
        &mut self,
        here: &Here<'_, 'a>,
        change: &str,
        name: &str,
        property: &str,
        [from, to]: [String; 2],
        sides: Sides<'a>,
    ) {
        if super::whole::stands_for(here.node, self.spot.role, change) {
            return;
        }
        let spot = self.spot;
        let name = if name.is_empty() { spot.name } else { name };
        let words = Words {
            name,
            location: spot.location,
            status: spot.status,
            media: spot.media,
            property,
            from,
            to,
        };
        self.context
            .reporter
            .say(change, spot.subject, &words, sides);
    }
}

fn step(key: Key) -> &'static str {
    match key {
        Key::OneOf => "oneOf",
        Key::AnyOf => "anyOf",
        Key::AllOf => "allOf",
        Key::PrefixItems => "prefixItems",
        Key::Items => "items",
        Key::Not => "not",
        Key::Contains => "contains",
        Key::PropertyNames => "propertyNames",
        Key::If => "if",
        Key::Then => "then",
        Key::Else => "else",
        Key::ContentSchema => "contentSchema",
        Key::AdditionalProperties => "additionalProperties",
        Key::UnevaluatedItems => "unevaluatedItems",
        Key::UnevaluatedProperties => "unevaluatedProperties",
        Key::PatternProperties => "patternProperties",
        Key::DependentSchemas => "dependentSchemas",
        _ => "",
    }
}
