//! What can be wrong with a schema.

use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Rule, Source, Sources, Unreadable};

use crate::model::Spot;

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

holdpoint_findings::mistakes! {
    SYNTAX = "graphql-syntax",
        "{what}",
        "What cannot be read cannot be compared, and guessing what was meant would hide a break.",
        "correct the line by the schema definition language of GraphQL",
        "type Pet { name String }";
    UNKNOWN = "graphql-type-unknown",
        "there is no type `{name}`",
        "A field whose type is unknown cannot be compared.",
        "correct the name, or give all files of the schema",
        "type Pet { owner: Person }";
    TWICE = "graphql-declared-twice",
        "`{name}` is declared twice",
        "Of two declarations of the same name nobody knows which one is meant.",
        "rename one of them, or extend the first one",
        "type Pet { id: ID } type Pet { name: String }";
    TOO_LARGE = "graphql-too-large",
        "the schema has {what}",
        "Whoever writes a file must not decide how much memory its reader needs.",
        "check parts of it on their own",
        "a default value of a thousand lists within each other";
    EMPTY = "graphql-schema-empty",
        "there is no declaration of a type in it",
        "A comparison with nothing would say that everything is gone, or that nothing is.",
        "give the file that declares the types",
        "query { pets }";
}

/// Mistakes so far, and what is left of the budget.
#[derive(Debug)]
pub(crate) struct Work<'s> {
    sources: &'s [Arc<Source>],
    found: Vec<Finding>,
    left: usize,
}

/// Declarations of a schema: types, fields, values and so on.
const DECLARATIONS: usize = 1_000_000;

impl<'s> Work<'s> {
    pub(crate) fn new(sources: &'s [Arc<Source>]) -> Self {
        Self {
            sources,
            found: Vec::new(),
            left: DECLARATIONS,
        }
    }

    pub(crate) fn at(&mut self, spot: Spot, rule: &'static Rule, words: &[(&str, &str)]) {
        if self.found.len() < KEPT {
            let place = place(self.sources, spot);
            self.found.push(Finding::new(rule, place, "", words));
        }
    }

    /// Whether no more mistakes are kept, or no more declarations.
    pub(crate) fn enough(&self) -> bool {
        self.found.len() >= KEPT || self.left == 0
    }

    /// One more declaration.
    pub(crate) fn declare(&mut self, spot: Spot) {
        match self.left {
            0 => {}
            1 => {
                let what = format!("more than {DECLARATIONS} declarations");
                self.at(spot, &TOO_LARGE, &[("what", &what)]);
                self.left = 0;
            }
            _ => self.left -= 1,
        }
    }

    pub(crate) fn done(self) -> Result<(), Unreadable> {
        if self.found.is_empty() {
            return Ok(());
        }
        let mut sources = Sources::default();
        self.sources.iter().for_each(|source| sources.add(source));
        Err(Unreadable::new(self.found, sources))
    }
}

/// The place of a spot.
pub(crate) fn place(sources: &[Arc<Source>], spot: Spot) -> Place {
    match sources.get(spot.file) {
        Some(source) => Place::of(source, spot.span, ""),
        None => Place::whole("schema"),
    }
}
