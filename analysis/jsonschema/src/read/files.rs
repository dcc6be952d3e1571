//! A schema with all files that it refers to, and what they are called.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use holdpoint_findings::{Document, Place, Source, Sources, Unreadable, Value};

use super::uri;
use crate::mistakes::{BROKEN, Mistakes};
use crate::model::Spot;

/// How a file that a schema refers to is read, by its path from where the first one was named.
pub type Loader<'a> = &'a mut dyn FnMut(&str) -> Result<Arc<Source>, Missing>;

/// Why a file cannot be had.
#[derive(Debug)]
pub enum Missing {
    /// It is not there, or cannot be read: why.
    Absent(String),
    /// It is no text.
    Unreadable(Unreadable),
}

/// Files that one schema may consist of.
const FILES: usize = 2_000;
/// Bytes that all of them may have.
const BYTES: usize = 256 << 20;

/// Keys whose values are data, not part of the schema.
const DATA: [&str; 5] = ["enum", "const", "default", "examples", "example"];
/// Keys whose values are maps from names that somebody has chosen.
const NAMED: [&str; 6] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
    "$defs",
    "definitions",
];

pub(super) struct Files {
    documents: Vec<Document>,
    names: HashMap<String, usize>,
    bytes: usize,
    /// How the names of all of them begin, which is no part of their paths.
    prefix: Box<str>,
}

impl Files {
    pub(super) fn read(
        prefix: &str,
        first: &Arc<Source>,
        load: Loader<'_>,
    ) -> Result<Self, Unreadable> {
        let mut files = Self {
            documents: Vec::new(),
            names: HashMap::new(),
            bytes: 0,
            prefix: prefix.into(),
        };
        files.add(first)?;
        let mut mistakes = Mistakes::default();
        let mut at = 0;
        while at < files.documents.len() {
            for (name, reference, place) in files.wanted(at) {
                match files.load(&name, load) {
                    Ok(()) => {}
                    Err(Missing::Unreadable(error)) => return Err(error),
                    Err(Missing::Absent(what)) => {
                        let words = [("name", &*reference), ("what", &*what)];
                        mistakes.at(place, &BROKEN, &words);
                    }
                }
            }
            at += 1;
        }
        if mistakes.0.is_empty() {
            return Ok(files);
        }
        let mut texts = Sources::default();
        files.sources().iter().for_each(|source| texts.add(source));
        Err(Unreadable::new(mistakes.0, texts))
    }

    /// Adds a file that is referred to, unless it is there.
    fn load(&mut self, name: &str, load: Loader<'_>) -> Result<(), Missing> {
        let absent = |what: &str| Err(Missing::Absent(what.to_owned()));
        if self.names.contains_key(name) {
            return Ok(());
        }
        if self.documents.len() >= FILES || self.bytes >= BYTES {
            return absent("the schema has too many files");
        }
        let source = match load(name) {
            // It may be known by that name; nobody goes out to look for it.
            Err(Missing::Absent(_)) if uri::is_absolute(name) => {
                return absent("checks do not use the network");
            }
            loaded => loaded?,
        };
        self.add(&source).map_err(Missing::Unreadable)?;
        self.names.insert(name.to_owned(), self.documents.len() - 1);
        Ok(())
    }

    fn add(&mut self, source: &Arc<Source>) -> Result<(), Unreadable> {
        let document = Document::read(source)?;
        self.bytes += source.text().len();
        let number = self.documents.len();
        let path = self.path(source).to_string();
        self.names.insert(path, number);
        self.documents.push(document);
        Ok(())
    }

    fn path(&self, source: &Source) -> Arc<str> {
        let name = source.name();
        name.strip_prefix(&*self.prefix)
            .map_or(Arc::clone(&name), Arc::from)
    }

    pub(super) fn sources(&self) -> Vec<Arc<Source>> {
        let each = self.documents.iter();
        each.map(|document| Arc::clone(document.source())).collect()
    }

    /// Where the first file begins.
    pub(super) fn root(&self) -> Option<Value<'_>> {
        self.documents.first().map(Document::root)
    }

    /// The files that a file refers to: their names, the references, and where they stand.
    fn wanted(&self, file: usize) -> Vec<(String, String, Place)> {
        let Some(document) = self.documents.get(file) else {
            return Vec::new();
        };
        let own = self.path(document.source());
        let (mut ids, mut found) = (HashSet::from([own.to_string()]), Vec::new());
        let mut visit = |value: Value<'_>, base: &Arc<str>| {
            ids.insert(base.to_string());
            let keys = ["$ref", "$dynamicRef", "$recursiveRef"];
            for reference in keys.iter().filter_map(|key| value.get(key)?.text()) {
                found.push((base.to_string(), reference.to_owned(), value.place("")));
            }
        };
        let base: Arc<str> = own.to_string().into();
        scan(document.root(), &base, false, &mut visit);
        let known = |base: &str, reference: &str| ids.contains(&uri::join(base, reference));
        found.retain(|(base, reference, _): &(String, String, Place)| !known(base, reference));
        let beside = found.into_iter().map(|(base, reference, place)| {
            // Whatever it is called, a file is looked for beside the one that names it.
            let name = match uri::is_absolute(reference.split('#').next().unwrap_or_default()) {
                true => uri::join(&base, &reference),
                false => uri::join(&own, &reference),
            };
            (name, reference, place)
        });
        beside.collect()
    }

    pub(super) fn index(&self) -> Index<'_> {
        let mut index = Index {
            files: self,
            bases: HashMap::new(),
            resources: HashMap::new(),
            anchors: HashMap::new(),
            dynamic: HashMap::new(),
        };
        for (file, document) in self.documents.iter().enumerate() {
            let own = self.path(document.source());
            index
                .resources
                .insert(Arc::clone(&own), (file, document.root()));
            scan(document.root(), &own, false, &mut |value, base| {
                index.keep(file, value, base);
            });
        }
        index
    }
}

/// Visits every map that may be a schema, with what it is called.
fn scan<'d>(
    value: Value<'d>,
    base: &Arc<str>,
    named: bool,
    visit: &mut dyn FnMut(Value<'d>, &Arc<str>),
) {
    let mut base = Arc::clone(base);
    if !named && value.is_map() {
        if let Some(id) = id_of(value) {
            base = uri::join(&base, id).into();
        }
        visit(value, &base);
    }
    value
        .items()
        .for_each(|item| scan(item, &base, false, visit));
    for field in value.fields() {
        if named || !DATA.contains(&field.key) {
            let inner = !named && NAMED.contains(&field.key);
            scan(field.value, &base, inner, visit);
        }
    }
}

/// What a schema calls itself, if that is more than an anchor.
fn id_of(value: Value<'_>) -> Option<&str> {
    let old = || value.get("id").filter(|_| value.get("$schema").is_some());
    let id = value.get("$id").or_else(old)?.text()?;
    (!id.starts_with('#')).then_some(id)
}

/// Where references lead.
pub(super) struct Index<'d> {
    files: &'d Files,
    bases: HashMap<(usize, u32), Arc<str>>,
    resources: HashMap<Arc<str>, (usize, Value<'d>)>,
    anchors: HashMap<(Arc<str>, String), (usize, Value<'d>)>,
    /// How often each dynamic anchor is there.
    dynamic: HashMap<String, usize>,
}

impl<'d> Index<'d> {
    fn keep(&mut self, file: usize, value: Value<'d>, base: &Arc<str>) {
        self.bases.insert((file, value.id()), Arc::clone(base));
        if id_of(value).is_some() {
            self.resources.insert(Arc::clone(base), (file, value));
        }
        let text = |key: &str| value.get(key).and_then(Value::text).map(str::to_owned);
        let old = || {
            text("$id")
                .or_else(|| text("id"))
                .filter(|id| id.starts_with('#'))
        };
        let plain =
            text("$anchor").or_else(|| old().map(|id| id.trim_start_matches('#').to_owned()));
        let dynamic = text("$dynamicAnchor");
        if let Some(name) = &dynamic {
            *self.dynamic.entry(name.clone()).or_default() += 1;
        }
        if value.get("$recursiveAnchor").and_then(Value::bool) == Some(true) {
            *self.dynamic.entry(String::new()).or_default() += 1;
        }
        for anchor in plain.into_iter().chain(dynamic) {
            self.anchors
                .insert((Arc::clone(base), anchor), (file, value));
        }
    }

    pub(super) fn place(&self, spot: &Spot) -> Place {
        match self.files.documents.get(spot.file) {
            Some(document) => Place::of(document.source(), spot.span, &*spot.pointer),
            None => Place::whole("schema"),
        }
    }

    /// Whether a dynamic reference may lead to more than one place.
    pub(super) fn is_ambiguous(&self, reference: &str) -> bool {
        let anchor = reference.split_once('#').map_or("", |(_, anchor)| anchor);
        self.dynamic.get(anchor).is_some_and(|count| *count > 1)
    }

    /// The value that a reference leads to, with its file and, if it is known, the pointer to it.
    pub(super) fn find(
        &self,
        file: usize,
        from: Value<'d>,
        reference: &str,
    ) -> Option<(usize, Value<'d>, String)> {
        let own = self.files.path(self.files.documents.get(file)?.source());
        let base = self
            .bases
            .get(&(file, from.id()))
            .cloned()
            .unwrap_or(own.clone());
        let name: Arc<str> = uri::join(&base, reference).into();
        let fragment = uri::fragment(reference)?;
        let (found, root) = match self.resources.get(&name) {
            Some(found) => *found,
            None => {
                let beside = uri::join(&own, reference);
                let number = *self.files.names.get(&beside)?;
                (number, self.files.documents.get(number)?.root())
            }
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            return Some((found, root.at(&fragment)?, fragment));
        }
        let base = self.bases.get(&(found, root.id())).cloned().unwrap_or(name);
        let (file, value) = self.anchors.get(&(base, fragment))?;
        Some((*file, *value, String::new()))
    }
}
