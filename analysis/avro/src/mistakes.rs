//! What can be wrong with a schema.

use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Rule, Source, Sources, Unreadable};

use crate::model::Spot;

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

holdpoint_findings::mistakes! {
    INVALID = "avro-schema-invalid",
        "{what}",
        "What cannot be read cannot be compared, and guessing what was meant would hide a break.",
        "correct the schema by the specification of Avro",
        "{\"type\": \"array\"}";
    UNKNOWN = "avro-type-unknown",
        "there is no type `{name}`",
        "A field whose type is unknown cannot be compared.",
        "correct the name, or give all files of the schema",
        "{\"type\": \"array\", \"items\": \"Pet\"}";
    TWICE = "avro-name-twice",
        "`{name}` is declared twice, and not in the same way",
        "Of two declarations of the same name nobody knows which one is meant.",
        "rename one of them, or declare it once and refer to it",
        "[{\"type\": \"fixed\", \"name\": \"Id\", \"size\": 8}, {\"type\": \"fixed\", \"name\": \"Id\", \"size\": 16}]";
    NAME = "avro-name-invalid",
        "`{name}` is no name",
        "Names are letters, digits and underscores, and begin with a letter or an underscore; parts of a namespace are joined by dots. Readers refuse others.",
        "choose another name; the old one can be kept as an alias if it is valid",
        "{\"name\": \"full-name\", \"type\": \"string\"}";
    DEFAULT = "avro-default-invalid",
        "`{value}` cannot be a default of {of}",
        "Readers that need the default refuse the schema, or fail when they come to use it.",
        "give a value of the type; of a union, one of the type of a branch",
        "{\"name\": \"age\", \"type\": \"int\", \"default\": \"none\"}";
    TOO_LARGE = "avro-too-large",
        "the schema has {what}",
        "Whoever writes a file must not decide how much memory its reader needs.",
        "check parts of it on their own",
        "a million types in one file";
    EMPTY = "avro-schema-empty",
        "there is no schema in it",
        "A comparison with nothing would say that everything is gone, or that nothing is.",
        "give a `.avsc` or `.avpr` file that declares a type",
        "{\"protocol\": \"Pets\", \"types\": []}";
}

/// Mistakes so far.
#[derive(Debug)]
pub(crate) struct Mistakes<'s> {
    sources: &'s [Arc<Source>],
    found: Vec<Finding>,
}

impl<'s> Mistakes<'s> {
    pub(crate) fn new(sources: &'s [Arc<Source>]) -> Self {
        Self {
            sources,
            found: Vec::new(),
        }
    }

    pub(crate) fn at(&mut self, spot: &Spot, rule: &'static Rule, words: &[(&str, &str)]) {
        if self.is_full() {
            return;
        }
        let place = match self.sources.get(spot.file) {
            Some(source) => Place::of(source, spot.span, &*spot.pointer),
            None => Place::whole("schema"),
        };
        self.found.push(Finding::new(rule, place, "", words));
    }

    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= KEPT
    }

    pub(crate) fn extend(&mut self, error: &Unreadable) {
        self.found.extend(error.findings().iter().cloned());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
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
