//! Reads the trace: which file a descriptor means, and which a name.

use std::collections::{BTreeMap, HashMap};

use super::{Change, Disk, File, Ignore, Naming, Node, Span};
use crate::crash::trace::{Call, Step};

/// What an open descriptor stands for.
enum Open {
    File {
        file: usize,
        offset: u64,
        append: bool,
    },
    Directory(String),
    Other,
}

/// The disk as far as the trace has been read, and what is open.
pub(super) struct Recorder {
    disk: Disk,
    ignore: Ignore,
    names: BTreeMap<String, Node>,
    open: HashMap<u32, Open>,
}

impl Recorder {
    /// A disk on which the calls were made.
    pub(super) fn record(disk: Disk, steps: &[Step], ignore: Ignore) -> Disk {
        let names = BTreeMap::from([(disk.root.clone(), Node::Directory)]);
        let mut recorder = Self {
            disk,
            ignore,
            names,
            open: HashMap::new(),
        };
        steps.iter().for_each(|step| recorder.step(step));
        recorder.disk
    }

    fn step(&mut self, step: &Step) {
        let span = (step.start, step.end);
        match &step.call {
            Call::Open {
                path,
                flags,
                descriptor,
            } => self.open(span, path, flags, *descriptor),
            Call::Write {
                descriptor,
                offset,
                data,
            } => {
                self.write(span, *descriptor, *offset, data);
            }
            Call::Seek {
                descriptor,
                offset: to,
            } => {
                if let Some(Open::File { offset, .. }) = self.open.get_mut(descriptor) {
                    *offset = *to;
                }
            }
            Call::Resize { descriptor, size } => {
                if let Some(Open::File { file, .. }) = self.open.get(descriptor) {
                    let (file, size) = (*file, *size);
                    self.change(span, file, Change::Resize { size });
                }
            }
            Call::Sync { descriptor } => self.sync(span, *descriptor),
            Call::MakeDirectory { path } => self.name(span, &[(path, Some(Node::Directory))]),
            Call::Rename { from, to } => {
                let node = self.names.get(from).copied();
                self.name(span, &[(from, None), (to, node)]);
            }
            Call::Link { from, to } => {
                let node = self.names.get(from).copied();
                self.name(span, &[(to, node)]);
            }
            Call::Unlink { path } => self.name(span, &[(path, None)]),
        }
    }

    fn name(&mut self, span: Span, names: &[(&String, Option<Node>)]) {
        let below = |name: &&(&String, _)| name.0.starts_with(&self.disk.root);
        let names: Vec<_> = names
            .iter()
            .filter(below)
            .map(|n| (n.0.clone(), n.1))
            .collect();
        for (name, node) in &names {
            match node {
                Some(node) => self.names.insert(name.clone(), *node),
                None => self.names.remove(name),
            };
        }
        if !names.is_empty() {
            self.disk.namings.push(Naming { span, names });
        }
    }

    fn open(&mut self, span: Span, path: &String, flags: &str, descriptor: u32) {
        let opened = match self.names.get(path) {
            // The shared memory of the write-ahead log is mapped, and made anew after a crash.
            _ if !path.starts_with(&self.disk.root) || path.ends_with("-shm") => Open::Other,
            Some(Node::Directory) => Open::Directory(path.clone()),
            Some(Node::File(file)) => self.opened(span, *file, flags),
            None => {
                assert!(
                    flags.contains("O_CREAT"),
                    "{path} was opened but never made"
                );
                self.disk.files.push(File::default());
                let file = self.disk.files.len() - 1;
                self.name(span, &[(path, Some(Node::File(file)))]);
                self.opened(span, file, flags)
            }
        };
        self.open.insert(descriptor, opened);
    }

    fn opened(&mut self, span: Span, file: usize, flags: &str) -> Open {
        if flags.contains("O_TRUNC") {
            self.change(span, file, Change::Resize { size: 0 });
        }
        Open::File {
            file,
            offset: 0,
            append: flags.contains("O_APPEND"),
        }
    }

    fn write(&mut self, span: Span, descriptor: u32, at: Option<u64>, data: &[u8]) {
        let Some(Open::File {
            file,
            offset,
            append,
        }) = self.open.get_mut(&descriptor)
        else {
            return;
        };
        if *append {
            *offset = self.disk.files[*file].size;
        }
        let start = at.unwrap_or(*offset);
        if at.is_none() {
            *offset += data.len() as u64;
        }
        let file = *file;
        self.change(
            span,
            file,
            Change::Write {
                offset: start,
                data: data.to_vec(),
            },
        );
    }

    fn change(&mut self, span: Span, file: usize, change: Change) {
        let file = &mut self.disk.files[file];
        file.size = match &change {
            Change::Write { offset, data } => file.size.max(offset + data.len() as u64),
            Change::Resize { size } => *size,
        };
        file.changes.push((span, change));
    }

    fn sync(&mut self, span: Span, descriptor: u32) {
        match self.open.get(&descriptor) {
            Some(Open::File { file, .. }) if self.ignore != Ignore::SyncsOfFiles => {
                self.disk.files[*file].syncs.push(span);
            }
            Some(Open::Directory(path)) if self.ignore != Ignore::SyncsOfDirectories => {
                self.disk
                    .directory_syncs
                    .entry(path.clone())
                    .or_default()
                    .push(span);
            }
            _ => (),
        }
    }
}
