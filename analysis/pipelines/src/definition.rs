//! A whole definition, and how it is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::{Document, Finding, Rule, Source, Unreadable, Value};

use crate::mistakes::{KIND, MISSING_KEY, UNKNOWN_KEY};
use crate::model::{Part, Pipeline};
use crate::shape::{Reader, Shape, Word};
use crate::{link, literal};

/// Pipelines and parts, sound in themselves.
#[derive(Debug, Clone)]
pub struct Definition {
    pub(crate) source: Arc<Source>,
    /// Pipelines by name.
    pub pipelines: BTreeMap<Word, Pipeline>,
    /// Parts that they use, by name.
    pub parts: BTreeMap<Word, Part>,
}

/// The sections of a file that are read.
pub const SECTIONS: &[&str] = &["pipelines", "parts"];

/// What may leave out what others refer to.
const STRUCTURE: [&Rule; 3] = [&UNKNOWN_KEY, &MISSING_KEY, &KIND];

impl Definition {
    /// Reads the sections `pipelines` and `parts` of a file; other sections are none of its business.
    ///
    /// # Errors
    /// Everything that is wrong with them, each at its place. What looks like a secret is not shown.
    pub fn read(document: &Document) -> Result<Self, Unreadable> {
        let source = document.source();
        let mut reader = Reader::new(source);
        let root = document.root();
        if !root.is_map() {
            reader.expected::<()>(root, "a map with `pipelines`");
        }
        for section in SECTIONS.iter().filter_map(|section| root.get(section)) {
            literal::search(&mut reader, section);
        }
        let pipelines = section(&mut reader, root, "pipelines");
        let parts = section(&mut reader, root, "parts");
        let (Some(pipelines), Some(parts)) = (pipelines, parts) else {
            return Err(unreadable(source, reader));
        };
        let definition = Self {
            source: Arc::clone(source),
            pipelines,
            parts,
        };
        // Where something is missing or misspelt, whatever refers to it would be told, too.
        let whole = |finding: &Finding| !STRUCTURE.iter().any(|rule| rule.id == finding.rule.id);
        if reader.found.iter().all(whole) {
            link::check(&definition, &mut reader);
        }
        match reader.found.is_empty() {
            true => Ok(definition),
            false => Err(unreadable(source, reader)),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn of(source: &Arc<Source>) -> Result<Self, Unreadable> {
        Self::read(&Document::read(source)?)
    }
}

fn section<T: Shape>(
    reader: &mut Reader<'_>,
    root: Value<'_>,
    key: &str,
) -> Option<BTreeMap<Word, T>> {
    root.get(key)
        .map_or(Some(BTreeMap::new()), |value| BTreeMap::read(reader, value))
}

fn unreadable(source: &Arc<Source>, reader: Reader<'_>) -> Unreadable {
    let Reader {
        mut found, hidden, ..
    } = reader;
    sort(&mut found);
    literal::scrub(source, &hidden, &mut found);
    Unreadable::within(&literal::masked(source, &hidden), found)
}

/// In the order of the file.
pub(crate) fn sort(found: &mut Vec<Finding>) {
    found.sort_by_key(|one| (one.place.line, one.place.column));
    found.dedup_by(|a, b| a.place == b.place && a.message == b.message);
}
