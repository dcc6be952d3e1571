//! A contract with all files that it imports.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use holdpoint_findings::{Place, Source, Unreadable};

use crate::mistakes::{IMPORT_CYCLE, IMPORT_MISSING, TOO_LARGE, Work};
use crate::model::{File, Origin};
use crate::{builtin, descriptor, link, parse};

/// Files that a contract may consist of.
const FILES: usize = 20_000;
/// Bytes that all of them may have.
const BYTES: usize = 256 << 20;

/// A file, and what imports call it.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its path from where imports start.
    pub path: String,
    /// Its text.
    pub source: Arc<Source>,
}

/// How a file is found that is imported and not given; none if it is not there.
pub type Loader<'a> = &'a mut dyn FnMut(&str) -> Result<Option<Arc<Source>>, Unreadable>;

/// A contract, read and understood.
#[derive(Debug)]
pub struct Contract {
    pub(crate) files: Vec<File>,
}

impl Contract {
    /// Reads files, and all that they import.
    ///
    /// # Errors
    /// All mistakes of all files, each at its place.
    pub fn parse(inputs: Vec<Input>, loader: Loader<'_>) -> Result<Self, Unreadable> {
        let mut work = Work::new();
        let mut files = load(inputs, loader, &mut work);
        circles(&files, &mut work);
        if !work.enough() {
            link::link(&mut files, &mut work);
        }
        work.done()?;
        Ok(Self { files })
    }

    /// Reads a set of descriptors, as `protoc` or `buf build` writes it.
    ///
    /// # Errors
    /// If it is none, or what it describes is no contract.
    pub fn decode(name: &str, bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut work = Work::new();
        let mut files = descriptor::decode(name, bytes, &mut work)?;
        if !work.enough() {
            link::link_descriptors(&mut files, &mut work);
        }
        work.done()?;
        Ok(Self { files })
    }

    /// The texts of all files, if it was read from text.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.files.iter().filter_map(|file| match &file.origin {
            Origin::Text(source) => Some(source),
            Origin::Places(_) => None,
        })
    }
}

/// Whether these bytes are a set of descriptors.
#[must_use]
pub fn is_descriptors(bytes: &[u8]) -> bool {
    descriptor::looks_like(bytes)
}

fn load(inputs: Vec<Input>, loader: Loader<'_>, work: &mut Work) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut bytes = 0;
    let mut queue: VecDeque<(Input, bool)> = VecDeque::new();
    for input in inputs {
        if known.insert(input.path.clone()) {
            queue.push_back((input, false));
        }
    }
    while let Some((input, builtin)) = queue.pop_front() {
        bytes += input.source.text().len();
        if files.len() >= FILES || bytes > BYTES {
            let what = format!("{FILES} files or {} MiB", BYTES >> 20);
            let place = Place::whole(input.source.name());
            work.add(&TOO_LARGE, place, &[("what", &what)]);
            break;
        }
        let mut file = parse::parse(&input.path, &input.source, work);
        file.builtin = builtin;
        if work.enough() {
            break;
        }
        imports(&file, loader, &mut known, &mut queue, work);
        files.push(file);
    }
    files
}

/// Finds what a file imports, if it is not known yet.
fn imports(
    file: &File,
    loader: Loader<'_>,
    known: &mut HashSet<String>,
    queue: &mut VecDeque<(Input, bool)>,
    work: &mut Work,
) {
    for import in &file.imports {
        if !known.insert(import.path.to_string()) {
            continue;
        }
        match found(&import.path, loader) {
            Ok(Some((source, builtin))) => {
                let path = import.path.to_string();
                queue.push_back((Input { path, source }, builtin));
            }
            Ok(None) if import.optional => {}
            Ok(None) => {
                let words = [("name", &*import.path), ("why", "there is no such file")];
                work.at(file, import.at, &IMPORT_MISSING, &words);
            }
            Err(error) => work.take(&error),
        }
    }
}

/// A file that is imported, and whether it came along.
fn found(path: &str, loader: Loader<'_>) -> Result<Option<(Arc<Source>, bool)>, Unreadable> {
    if let Some(source) = loader(path)? {
        return Ok(Some((source, false)));
    }
    let Some(text) = builtin::file(path) else {
        return Ok(None);
    };
    Source::new(path, text.as_bytes().to_vec()).map(|source| Some((Arc::new(source), true)))
}

/// Files that import each other: each circle is said once.
fn circles(files: &[File], work: &mut Work) {
    let index: HashMap<&str, usize> = { files.iter().enumerate() }
        .map(|(at, file)| (&*file.path, at))
        .collect();
    // Nothing, on the way, done.
    let mut state = vec![0_u8; files.len()];
    for start in 0..files.len() {
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((at, next)) = way.last_mut() {
            let (at, import) = (*at, *next);
            *next += 1;
            let Some(file) = files.get(at) else { break };
            let done = state.get(at).copied() == Some(2);
            let import = (!done).then(|| file.imports.get(import)).flatten();
            let Some(import) = import else {
                if let Some(state) = state.get_mut(at) {
                    *state = 2;
                }
                way.pop();
                continue;
            };
            if let Some(state) = state.get_mut(at) {
                *state = 1;
            }
            let Some(to) = index.get(&*import.path) else {
                continue;
            };
            match state.get(*to) {
                Some(0) => way.push((*to, 0)),
                Some(1) => {
                    let first = way.iter().position(|(on, _)| on == to).unwrap_or(0);
                    let names = way.iter().skip(first).take(8);
                    let names = names.filter_map(|(on, _)| files.get(*on));
                    let names: Vec<&str> = names.map(|file| &*file.path).collect();
                    let words = [("name", &*import.path), ("circle", &names.join(" → "))];
                    work.at(file, import.at, &IMPORT_CYCLE, &words);
                }
                _ => {}
            }
        }
    }
}
