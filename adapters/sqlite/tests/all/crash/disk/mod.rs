//! A disk that keeps its word, and not a bit more.
//!
//! It is built from recorded calls and asked for the image that a crash at some line of the trace could leave.
//! A write is safe once a sync of its file began after it and ended before the crash; a name, once its directory
//! was synced so. Of everything else an image has what chance decides: sectors, sizes and names each for itself. Only
//! within one sector does order hold, as in a page cache that is written back whole, and a rename happens wholly.

mod recorder;
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::mixed;
use super::trace::Step;
use recorder::Recorder;

/// What becomes of what was not synced.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    /// All of it is lost.
    Lost,
    /// Sectors of so many bytes reach the disk up to some call each, at most so many calls before the crash; names
    /// and sizes likewise. The last number is the seed.
    Torn {
        sector: u64,
        reach: usize,
        seed: u64,
    },
}

/// Syncs that a control leaves out, to show that they are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ignore {
    Nothing,
    SyncsOfFiles,
    SyncsOfDirectories,
}

/// A span of lines: when something began and ended.
type Span = (usize, usize);

enum Change {
    Write { offset: u64, data: Vec<u8> },
    Resize { size: u64 },
}

#[derive(Default)]
struct File {
    changes: Vec<(Span, Change)>,
    syncs: Vec<Span>,
    /// While the trace is read: how long the file is.
    size: u64,
}

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    File(usize),
    Directory,
}

/// Names that change together.
struct Naming {
    span: Span,
    names: Vec<(String, Option<Node>)>,
}

pub(super) struct Disk {
    root: String,
    files: Vec<File>,
    namings: Vec<Naming>,
    directory_syncs: HashMap<String, Vec<Span>>,
}

impl Disk {
    /// What the calls do below `root`, which is there and safe from the beginning.
    pub(super) fn new(root: &Path, steps: &[Step], ignore: Ignore) -> Self {
        let root = root.to_str().unwrap().to_owned();
        let disk = Self {
            root: root.clone(),
            files: Vec::new(),
            namings: Vec::new(),
            directory_syncs: HashMap::new(),
        };
        Recorder::record(disk, steps, ignore)
    }

    /// Files, by path below the root, as a crash at line `at` could leave them.
    pub(super) fn image(&self, at: usize, fate: Fate) -> BTreeMap<String, Option<Vec<u8>>> {
        let mut names: BTreeMap<&str, Node> = BTreeMap::new();
        for (number, naming) in self.namings.iter().enumerate() {
            if naming.span.0 >= at || !self.is_named(naming, number, at, fate) {
                continue;
            }
            for (name, node) in &naming.names {
                match node {
                    Some(node) => names.insert(name, *node),
                    None => names.remove(name.as_str()),
                };
            }
        }
        let reachable = |path: &&str| {
            let above = Path::new(path)
                .ancestors()
                .skip(1)
                .map(|above| above.to_str().unwrap());
            above
                .take_while(|above| *above != self.root)
                .all(|above| names.get(above) == Some(&Node::Directory))
        };
        names
            .keys()
            .copied()
            .filter(reachable)
            .map(|path| {
                let content = match names[path] {
                    Node::Directory => None,
                    Node::File(file) => Some(self.content(file, at, fate)),
                };
                (path[self.root.len() + 1..].to_owned(), content)
            })
            .collect()
    }

    fn is_named(&self, naming: &Naming, number: usize, at: usize, fate: Fate) -> bool {
        let safe = |name: &str| {
            let directory = Path::new(name).parent().unwrap().to_str().unwrap();
            let syncs = self
                .directory_syncs
                .get(directory)
                .map_or(&[][..], Vec::as_slice);
            is_safe(naming.span, syncs, at)
        };
        // A rename between directories is safe when that of the new name is synced.
        naming.names.last().is_some_and(|(name, _)| safe(name))
            || naming.span.0 < reached(at, fate, &[1, number as u64])
    }

    fn content(&self, number: usize, at: usize, fate: Fate) -> Vec<u8> {
        let file = &self.files[number];
        let began = |change: &&(Span, Change)| change.0.0 < at;
        let changes = || file.changes.iter().filter(began);
        let resized = reached(at, fate, &[2, number as u64]);
        let (mut size, mut content) = (0, Vec::new());
        for (span, change) in changes() {
            let safe = is_safe(*span, &file.syncs, at);
            let (from, to) = match change {
                Change::Write { offset, data } => (*offset, offset + data.len() as u64),
                Change::Resize { size } => (*size, (content.len() as u64).max(*size)),
            };
            if content.len() < to as usize {
                content.resize(to as usize, 0);
            }
            for (from, to) in pieces(from, to, if safe { u64::MAX } else { sector(fate) }) {
                let which = [3, number as u64, from / sector(fate)];
                if safe || span.0 < reached(at, fate, &which) {
                    write(&mut content, from, to, change);
                }
            }
            if safe || span.0 < resized {
                size = match change {
                    Change::Write { .. } => to.max(size),
                    Change::Resize { size } => *size,
                };
            }
        }
        content.resize(size as usize, 0);
        content
    }
}

fn is_safe(span: Span, syncs: &[Span], at: usize) -> bool {
    syncs.iter().any(|sync| sync.0 > span.1 && sync.1 < at)
}

/// The line up to which something reached the disk although nothing demanded it.
fn reached(at: usize, fate: Fate, which: &[u64]) -> usize {
    match fate {
        Fate::Lost => 0,
        Fate::Torn { reach, seed, .. } => {
            let back = mixed(&[&[seed], which].concat()) % (reach as u64 + 1);
            at.saturating_sub(back as usize)
        }
    }
}

fn sector(fate: Fate) -> u64 {
    match fate {
        Fate::Lost => 4_096,
        Fate::Torn { sector, .. } => sector,
    }
}

/// A span of bytes, cut at the ends of sectors.
fn pieces(from: u64, to: u64, sector: u64) -> impl Iterator<Item = (u64, u64)> {
    let mut from = from;
    std::iter::from_fn(move || {
        let end = (from / sector)
            .saturating_add(1)
            .saturating_mul(sector)
            .min(to);
        let piece = (from, end);
        from = end;
        (piece.0 < to).then_some(piece)
    })
}

fn write(content: &mut [u8], from: u64, to: u64, change: &Change) {
    let place = &mut content[from as usize..to as usize];
    match change {
        Change::Write { offset, data } => {
            let start = (from - offset) as usize;
            place.copy_from_slice(&data[start..start + place.len()]);
        }
        // What is beyond the new end reads as zeros if the file ever grows again.
        Change::Resize { .. } => place.fill(0),
    }
}

/// Writes an image into a directory.
pub(super) fn materialise(image: &BTreeMap<String, Option<Vec<u8>>>, room: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    // A file system that is mounted after a crash has every directory before what is in it.
    let directories = image.iter().filter(|(_, content)| content.is_none());
    let mut directories: Vec<_> = directories.map(|(path, _)| path).collect();
    directories.sort();
    directories
        .iter()
        .for_each(|path| std::fs::create_dir(room.join(path)).unwrap());
    for (path, content) in image {
        let Some(content) = content else { continue };
        let mut options = std::fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(room.join(path))
            .unwrap();
        std::io::Write::write_all(&mut file, content).unwrap();
    }
}
