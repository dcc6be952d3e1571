//! From files to schemas.

mod draft;
mod endless;
mod files;
mod keywords;
mod limits;
mod uri;

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Place, Source, Sources, Unreadable, Value, pointer};

pub use files::{Loader, Missing};
pub(crate) use limits::tighter;

use crate::mistakes::{BROKEN, INVALID, Mistakes, TOO_LARGE};
use crate::model::{Id, Node, Schema, Spot};
use files::{Files, Index};

/// Schemas that one version may have.
const SCHEMAS: usize = 500_000;

impl Schema {
    /// Reads a schema and, by the loader, all files that it refers to.
    ///
    /// # Errors
    /// All that is wrong with them, each at its place.
    pub fn read(first: &Arc<Source>, load: Loader<'_>) -> Result<Self, Unreadable> {
        Self::within("", first, load)
    }

    /// The same, where the names of all files begin in a way that is no part of their paths.
    ///
    /// # Errors
    /// All that is wrong with them, each at its place.
    pub fn within(prefix: &str, first: &Arc<Source>, load: Loader<'_>) -> Result<Self, Unreadable> {
        let files = Files::read(prefix, first, load)?;
        let mut builder = Builder::new(&files);
        if let Some(root) = files.root() {
            builder.schema(0, root, "".into());
        }
        while let Some((id, file, value, pointer)) = builder.open.pop() {
            builder.fill(id, file, value, pointer);
        }
        builder.check_ends();
        let sources = files.sources();
        if builder.mistakes.0.is_empty() {
            let nodes = builder.nodes;
            return Ok(Self { sources, nodes });
        }
        let mut texts = Sources::default();
        sources.iter().for_each(|source| texts.add(source));
        Err(Unreadable::new(builder.mistakes.0, texts))
    }
}

struct Builder<'d> {
    index: Index<'d>,
    nodes: Vec<Node>,
    known: HashMap<(usize, u32), Id>,
    open: Vec<(Id, usize, Value<'d>, Arc<str>)>,
    mistakes: Mistakes,
}

impl<'d> Builder<'d> {
    fn new(files: &'d Files) -> Self {
        Self {
            index: files.index(),
            nodes: Vec::new(),
            known: HashMap::new(),
            open: Vec::new(),
            mistakes: Mistakes::default(),
        }
    }

    /// The schema that a value is.
    fn schema(&mut self, file: usize, value: Value<'d>, pointer: Arc<str>) -> Id {
        if let Some(id) = self.known.get(&(file, value.id())) {
            return *id;
        }
        if self.nodes.len() >= SCHEMAS {
            let what = format!("more than {SCHEMAS} schemas");
            let place = value.place(&*pointer);
            self.mistakes.at(place, &TOO_LARGE, &[("what", &what)]);
            return 0;
        }
        let id = Id::try_from(self.nodes.len()).unwrap_or(0);
        self.known.insert((file, value.id()), id);
        self.nodes.push(Node::default());
        self.open.push((id, file, value, pointer));
        id
    }

    fn invalid(&mut self, place: Place, what: &str) {
        self.mistakes.at(place, &INVALID, &[("what", what)]);
    }

    fn fill(&mut self, id: Id, file: usize, value: Value<'d>, at: Arc<str>) {
        let spot = Spot {
            file,
            span: value.span(),
            pointer: Arc::clone(&at),
        };
        let mut node = Node {
            spot,
            ..Node::default()
        };
        match value.bool() {
            Some(takes) => node.never = !takes,
            None if value.is_map() => self.keywords(&mut node, value),
            None => {
                let what = format!(
                    "a schema is a map or a truth value, not {}",
                    value.described()
                );
                self.invalid(value.place(&*at), &what);
            }
        }
        if let Some(place) = self.nodes.get_mut(id as usize) {
            *place = node;
        }
    }

    /// The schema under a key.
    fn part(&mut self, node: &Node, value: Value<'d>, steps: &[&str]) -> Id {
        let mut at = node.spot.pointer.to_string();
        steps.iter().for_each(|step| pointer::push(&mut at, step));
        self.schema(node.spot.file, value, at.into())
    }

    /// Where a reference leads.
    fn reference(&mut self, node: &Node, value: Value<'d>, reference: &str) -> Option<Id> {
        match self.index.find(node.spot.file, value, reference) {
            Some((file, target, pointer)) => Some(self.schema(file, target, pointer.into())),
            None => {
                let at = value.get("$ref").unwrap_or(value);
                let words = [("name", reference), ("what", "there is nothing there")];
                self.mistakes
                    .at(at.place(&*node.spot.pointer), &BROKEN, &words);
                None
            }
        }
    }
}
