//! A contract with all files that it refers to.

mod at;
mod path;
mod scan;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use holdpoint_findings::{Document, Finding, Level, Rule, Source, Sources, Unreadable};

pub(crate) use at::{At, HOPS};

use crate::pointers::Pointers;

/// How a file that a contract refers to is read, by its path from where the first one was named.
pub type Loader<'a> = &'a mut dyn FnMut(&str) -> Result<Arc<Source>, Missing>;

/// Why a file cannot be had.
pub enum Missing {
    /// It is not there, or cannot be read: why.
    Absent(String),
    /// It is no text.
    Unreadable(Unreadable),
}

/// Files that one contract may consist of.
const FILES: usize = 2_000;
/// Bytes that all of them may have.
const BYTES: usize = 256 << 20;

/// A reference that leads nowhere.
pub(crate) static BROKEN: Rule = Rule {
    id: "api-reference-broken",
    level: Level::Error,
    message: "the reference `{name}` leads nowhere: {what}",
    why: "What stands behind a reference that cannot be followed cannot be compared.",
    help: "mend the reference; files are looked for beside the file that names them, and never on the network",
    example: "$ref: '#/components/schemas/Missing'",
    aliases: &[],
};

/// A contract with all files that it refers to.
pub struct Files {
    /// What the name of each file begins with that is no part of its path.
    prefix: String,
    files: Vec<File>,
    names: HashMap<Arc<str>, usize>,
}

struct File {
    document: Document,
    pointers: Pointers,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names.keys()).finish()
    }
}

impl Files {
    /// Reads a contract and, by the loader, what it refers to.
    ///
    /// # Errors
    /// Everything that is wrong with the first file that cannot be read, or all references that lead nowhere.
    pub fn read(first: &Arc<Source>, load: Loader<'_>) -> Result<Self, Unreadable> {
        Self::within("", first, load)
    }

    /// The same, where the name of each file begins with something that is no part of its path: the revision that it is of,
    /// such as `main:`.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn within(prefix: &str, first: &Arc<Source>, load: Loader<'_>) -> Result<Self, Unreadable> {
        let mut files = Self {
            prefix: prefix.to_owned(),
            files: Vec::new(),
            names: HashMap::new(),
        };
        let mut bytes = 0;
        files.add(first, &mut bytes)?;
        let mut broken = Vec::new();
        let mut at = 0;
        while at < files.files.len() {
            let wanted = files.wanted(at);
            for (name, place) in wanted {
                if files.names.contains_key(name.as_str()) {
                    continue;
                }
                let loaded = match files.files.len() < FILES && bytes < BYTES {
                    true => path::check(&name).and_then(|()| load(&name)),
                    false => Err(Missing::Absent(
                        "the contract has too many files".to_owned(),
                    )),
                };
                match loaded {
                    Ok(source) => files.add(&source, &mut bytes)?,
                    Err(Missing::Unreadable(error)) => return Err(error),
                    Err(Missing::Absent(what)) => {
                        let words = [("name", name.as_str()), ("what", what.as_str())];
                        broken.push(Finding::new(&BROKEN, place, name.clone(), &words));
                    }
                }
            }
            at += 1;
        }
        broken.extend(files.dangling());
        match broken.is_empty() {
            true => Ok(files),
            false => Err(Unreadable::new(broken, files.sources())),
        }
    }

    fn add(&mut self, source: &Arc<Source>, bytes: &mut usize) -> Result<(), Unreadable> {
        let document = Document::read(source)?;
        *bytes += source.text().len();
        self.names.insert(source.name(), self.files.len());
        self.files.push(File {
            document,
            pointers: Pointers::default(),
        });
        Ok(())
    }

    /// The texts of all files.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        { self.files.iter() }.for_each(|file| sources.add(file.document.source()));
        sources
    }

    /// The texts of all files, one by one.
    pub fn each_source(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.files.iter().map(|file| file.document.source())
    }

    fn root_of(&self, file: usize) -> Option<At<'_>> {
        let value = self.files.get(file)?.document.root();
        Some(At::new(self, file, value))
    }

    /// Where the contract begins.
    pub(crate) fn root(&self) -> Option<At<'_>> {
        self.root_of(0)
    }
}
