//! A value of a contract, with the file that it is in.

use std::fmt;

use holdpoint_findings::{Place, Source, Value};

use super::{Files, path};

/// References that are followed one after the other.
pub(crate) const HOPS: usize = 64;

/// A value of a contract, with the file that it is in.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    files: &'a Files,
    file: usize,
    pub(crate) value: Value<'a>,
}

impl fmt::Debug for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<'a> At<'a> {
    pub(super) fn new(files: &'a Files, file: usize, value: Value<'a>) -> Self {
        Self { files, file, value }
    }

    fn with(self, value: Value<'a>) -> Self {
        Self { value, ..self }
    }

    /// What tells it from others of its contract.
    pub(crate) fn id(self) -> (usize, u32) {
        (self.file, self.value.id())
    }

    /// Which file it is in.
    pub(crate) fn file(self) -> usize {
        self.file
    }

    pub(crate) fn source(self) -> &'a Source {
        self.value.source()
    }

    /// The value under a key; nothing if it is null.
    pub(crate) fn get(self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        (!value.is_null()).then(|| self.with(value))
    }

    /// The value under a key, which may be null where nothing but its name counts.
    pub(crate) fn entry(self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.with(value))
    }

    /// The value under a key, where a reference leads to; nothing if it is null.
    pub(crate) fn follow(self, key: &str) -> Option<Self> {
        self.get(key).map(Self::target)
    }

    /// The keys and values of a map.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'a str, Self)> {
        { self.value.fields() }.map(move |field| (field.key, self.with(field.value)))
    }

    /// The items of a list.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        self.value.items().map(move |item| self.with(item))
    }

    /// Its text, if it is text.
    pub(crate) fn text(self) -> Option<&'a str> {
        self.value.text()
    }

    /// The text under a key; empty if there is none.
    pub(crate) fn text_of(self, key: &str) -> &'a str {
        self.get(key)
            .and_then(|at| at.value.written())
            .unwrap_or("")
    }

    /// Whether the value under a key is true.
    pub(crate) fn flag(self, key: &str) -> bool {
        self.get(key)
            .and_then(|at| at.value.bool())
            .unwrap_or(false)
    }

    /// What it refers to, as it is written, if it is a reference.
    pub(crate) fn reference(self) -> Option<&'a str> {
        self.value.get("$ref")?.text()
    }

    /// Where it stands.
    pub(crate) fn place(self) -> Place {
        let pointer = match self.files.files.get(self.file) {
            Some(file) => file.pointers.of(&file.document, self.value),
            None => String::new(),
        };
        self.value.place(pointer)
    }

    fn step(self, reference: &str) -> Option<Self> {
        let file = match self.files.joined(&self.source().name(), reference) {
            Some(name) => *self.files.names.get(name.as_str())?,
            None => self.file,
        };
        let root = self.files.root_of(file)?;
        let pointer = path::fragment(reference)?;
        let value = root.value.at(&pointer)?;
        Some(root.with(value))
    }

    /// Why a reference that stands here leads nowhere, if so. Files that are not there are another matter.
    pub(super) fn broken(self, reference: &str) -> Option<&'static str> {
        let there = match self.files.joined(&self.source().name(), reference) {
            Some(name) => self.files.names.contains_key(name.as_str()),
            None => true,
        };
        match there {
            true => self.resolved().err(),
            false => None,
        }
    }

    fn resolved(self) -> Result<Self, &'static str> {
        let mut at = self;
        for _ in 0..HOPS {
            match at.reference() {
                Some(reference) => at = at.step(reference).ok_or("there is nothing there")?,
                None => return Ok(at),
            }
        }
        Err("it leads to itself, or to more than 64 references one after the other")
    }

    /// Where a reference leads to; nothing if it is none.
    pub(crate) fn next(self) -> Option<Self> {
        self.step(self.reference()?)
    }

    /// Whether what stands beside a reference counts: since OpenAPI 3.1.
    pub(crate) fn minds_siblings(self) -> bool {
        let root = self.files.root();
        root.is_some_and(|root| !root.text_of("openapi").starts_with("3.0"))
    }

    /// Where references lead to; itself if it is none.
    pub(crate) fn target(self) -> Self {
        self.resolved().unwrap_or(self)
    }
}
