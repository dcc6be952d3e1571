//! YAML and JSON as one tree whose values know where they stand, within limits.
//!
//! Text, numbers and truth values follow YAML's core schema: `no` and `2024-01-01` stay text. Aliases are followed and
//! merge keys (`<<`) merged, without copying what they name.

mod build;
mod json;
mod limits;
mod node;
mod order;
mod rules;
mod scalar;
mod value;
mod yaml;

use std::sync::Arc;

pub(crate) use rules::RULES;
pub use value::{Field, Number, Value};

use crate::{Finding, Source, Unreadable};
use build::Builder;
use node::Node;

/// A file as a tree. A YAML file may hold several documents, each with a root of its own.
#[derive(Debug)]
pub struct Document {
    source: Arc<Source>,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

impl Document {
    /// Reads JSON if the file's name or its first letter says so, else YAML.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its place.
    pub fn read(source: &Arc<Source>) -> Result<Self, Unreadable> {
        let name = source.name();
        let text = source.text().trim_start();
        if name.ends_with(".json") {
            return Self::read_json(source);
        }
        // What looks like JSON is read as such first, as that is faster; but YAML may begin with a brace, too.
        match text.starts_with(['{', '[']) {
            true => Self::read_json(source).or_else(|_| Self::read_yaml(source)),
            false => Self::read_yaml(source),
        }
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read_json(source: &Arc<Source>) -> Result<Self, Unreadable> {
        Self::build(source, json::read)
    }

    /// Reads JSON values that follow each other, each from a line of its own on (<https://jsonlines.org>), as
    /// [roots](Self::roots).
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read_json_lines(source: &Arc<Source>) -> Result<Self, Unreadable> {
        Self::build(source, json::read_lines)
    }

    /// Reads YAML.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read_yaml(source: &Arc<Source>) -> Result<Self, Unreadable> {
        Self::build(source, yaml::read)
    }

    fn build(
        source: &Arc<Source>,
        read: fn(&str, &mut Builder<'_>) -> Result<(), Box<Finding>>,
    ) -> Result<Self, Unreadable> {
        let mut builder = Builder::new(source);
        let read = read(source.text(), &mut builder);
        let (nodes, roots, mut wrong) = builder.finish();
        wrong.extend(read.err().map(|finding| *finding));
        if wrong.is_empty() && roots.is_empty() {
            wrong.push(*rules::empty(source));
        }
        match wrong.is_empty() {
            true => Ok(Self {
                source: Arc::clone(source),
                nodes,
                roots,
            }),
            false => Err(Unreadable::within(source, wrong)),
        }
    }

    /// The text that it was read from.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The value of the first document.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        // There is one: a file without documents is not read.
        Value::new(self, self.roots.first().copied().unwrap_or_default())
    }

    /// The values of all documents.
    pub fn roots(&self) -> impl Iterator<Item = Value<'_>> {
        self.roots.iter().map(|root| Value::new(self, *root))
    }

    fn node(&self, id: u32) -> &Node {
        self.nodes.get(id as usize).unwrap_or(&Node::NOTHING)
    }
}
