//! Names find what they stand for.

mod check;
mod enums;
mod resolve;
mod symbols;

use std::collections::{HashMap, HashSet};

use crate::mistakes::Work;
use crate::model::{File, Scope};
use crate::parse::{MOST, MOST_OF_SET};
use resolve::Resolver;
use symbols::Symbols;

/// Finds types of all fields and methods, and checks what compilers check.
pub(crate) fn link(files: &mut [File], work: &mut Work) {
    let mut symbols = Symbols::default();
    for (at, file) in files.iter().enumerate() {
        symbols.declare_file(at, file, work);
    }
    if work.enough() {
        return;
    }
    let seen = Seen::of(files);
    for at in 0..files.len() {
        let visible = seen.from(at);
        let packages = packages(files, &visible);
        let Some(file) = files.get_mut(at) else { break };
        resolve_file(file, &symbols, &visible, &packages, work);
    }
    if !work.enough() {
        check::check(files, work);
    }
}

/// Finds what the names in a file stand for.
fn resolve_file(
    file: &mut File,
    symbols: &Symbols,
    visible: &HashSet<usize>,
    packages: &HashSet<String>,
    work: &mut Work,
) {
    let mut scope = std::mem::take(&mut file.scope);
    let mut services = std::mem::take(&mut file.services);
    let mut resolver = Resolver {
        symbols,
        visible,
        packages,
        file,
        work,
    };
    let package = resolver.file.package.clone();
    resolver.scope(&mut scope, &package);
    resolver.services(&mut services, &package);
    resolver.customs();
    (file.scope, file.services) = (scope, services);
    sets(&mut file.scope);
}

/// The same of descriptors, in which every name is a full one already.
pub(crate) fn link_descriptors(files: &mut [File], work: &mut Work) {
    let mut symbols = Symbols::default();
    for (at, file) in files.iter().enumerate() {
        symbols.declare_file(at, file, work);
    }
}

/// Numbers up to `max` go further in a set of messages.
fn sets(scope: &mut Scope) {
    for message in &mut scope.messages {
        if message.message_set {
            let ranges = message.extension_ranges.iter_mut();
            let open = ranges.filter(|range| range.end == MOST);
            open.for_each(|range| range.end = MOST_OF_SET);
        }
        sets(&mut message.scope);
    }
}

/// Which files a file sees.
struct Seen {
    imports: Vec<Vec<usize>>,
    public: Vec<Vec<usize>>,
}

impl Seen {
    fn of(files: &[File]) -> Self {
        let index: HashMap<&str, usize> = { files.iter().enumerate() }
            .map(|(at, file)| (&*file.path, at))
            .collect();
        let of = |file: &File, public: bool| {
            let imports = file.imports.iter();
            let wanted = imports.filter(|import| import.public || !public);
            { wanted.filter_map(|import| index.get(&*import.path).copied()) }.collect()
        };
        Self {
            imports: files.iter().map(|file| of(file, false)).collect(),
            public: files.iter().map(|file| of(file, true)).collect(),
        }
    }

    /// Itself, what it imports, and what that imports publicly.
    fn from(&self, file: usize) -> HashSet<usize> {
        let mut seen = HashSet::from([file]);
        let mut left = self.imports.get(file).cloned().unwrap_or_default();
        while let Some(next) = left.pop() {
            if seen.insert(next) {
                left.extend(self.public.get(next).into_iter().flatten());
            }
        }
        seen
    }
}

/// Packages of these files, and the packages that those are in.
fn packages(files: &[File], visible: &HashSet<usize>) -> HashSet<String> {
    let mut packages = HashSet::new();
    for file in visible.iter().filter_map(|at| files.get(*at)) {
        let mut name = file.package.as_str();
        while !name.is_empty() && packages.insert(name.to_owned()) {
            name = name.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }
    packages
}
