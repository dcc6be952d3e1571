//! Pairs of contracts that differ here and there.
//!
//! Each pair has a folder and a package of its own, so that one run of `buf` compares hundreds of them.

mod change;
mod render;

use std::path::Path;
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_protobuf::{Contract, Input};

/// Numbers that look random and are the same for the same seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Two,
    Three,
    E23,
    E24,
}

#[derive(Clone)]
pub(crate) struct Proto {
    pub(crate) name: &'static str,
    pub(crate) syntax: Syntax,
    pub(crate) package: String,
    pub(crate) options: Vec<(&'static str, String)>,
    pub(crate) features: Vec<String>,
    pub(crate) messages: Vec<Message>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) services: Vec<Service>,
    pub(crate) gone: bool,
}

#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) nested: Vec<Message>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) reserved: Vec<(i64, i64)>,
    pub(crate) names: Vec<String>,
    pub(crate) open: Vec<(i64, i64)>,
    pub(crate) accessor: bool,
    pub(crate) json: Option<&'static str>,
    pub(crate) extensions: Vec<Field>,
}

#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) number: i64,
    /// None, optional, required, repeated, map.
    pub(crate) label: usize,
    pub(crate) kind: String,
    pub(crate) key: &'static str,
    pub(crate) oneof: Option<usize>,
    pub(crate) default: Option<usize>,
    pub(crate) json_name: Option<String>,
    pub(crate) jstype: Option<&'static str>,
    pub(crate) ctype: Option<&'static str>,
    pub(crate) utf8: Option<&'static str>,
    pub(crate) presence: Option<&'static str>,
    pub(crate) delimited: bool,
    pub(crate) cpp: Option<&'static str>,
    pub(crate) java: Option<&'static str>,
}

#[derive(Clone)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) values: Vec<(String, i64)>,
    pub(crate) reserved: Vec<(i64, i64)>,
    pub(crate) names: Vec<String>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) json: Option<&'static str>,
}

#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) methods: Vec<Method>,
}

#[derive(Clone)]
pub(crate) struct Method {
    pub(crate) name: String,
    pub(crate) input: String,
    pub(crate) output: String,
    pub(crate) streams: (bool, bool),
    pub(crate) level: Option<&'static str>,
}

/// Writes that many pairs.
pub(crate) fn write(folder: &Path, pairs: usize, seed: u64) {
    let mut dice = Dice(seed);
    let mut written = 0;
    while written < pairs {
        let old = change::contract(&mut dice, written);
        let mut new = old.clone();
        for _ in 0..=dice.below(6) {
            change::change(&mut dice, &mut new);
        }
        let (old, new) = (render::all(&old), render::all(&new));
        // What compilers refuse is no pair.
        if !(reads(&old) && reads(&new)) {
            continue;
        }
        for (side, files) in [("previous", old), ("current", new)] {
            for (path, text) in files {
                let path = folder.join(side).join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
        }
        written += 1;
    }
}

fn reads(files: &[(String, String)]) -> bool {
    let inputs = files.iter().map(|(path, text)| Input {
        path: path.clone(),
        source: Arc::new(Source::new(path, text.as_bytes().to_vec()).unwrap()),
    });
    let read = Contract::parse(inputs.collect(), &mut |_| Ok(None));
    if let Err(error) = &read
        && std::env::var_os("VERBOSE").is_some()
    {
        println!("{error}");
    }
    read.is_ok()
}
