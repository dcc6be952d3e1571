//! How far findings agree with those of `buf breaking`.
//!
//! ```text
//! cargo run --release -p holdpoint-protobuf --example agreement -- BUF cases DIR
//! cargo run --release -p holdpoint-protobuf --example agreement -- BUF pair PREVIOUS CURRENT
//! cargo run --release -p holdpoint-protobuf --example agreement -- BUF random PAIRS SEED
//! ```
//!
//! `DIR` holds `previous/NAME` and `current/NAME`, two versions of each case; each is compared by its own `buf.yaml`, by all
//! rules, and by all rules once more from descriptors. `random` makes up pairs, several hundred in one contract.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is run by hand"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "it is run by hand"
)]

mod peer;
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "small numbers"
)]
mod random;
mod tree;

use std::collections::BTreeMap;
use std::path::Path;

use holdpoint_protobuf::{Category, Choice, Comparison, Contract, compare};

/// A finding as both say it: rule, file, line and column.
pub(crate) type Found = (String, String, u64, u64);

pub(crate) fn all() -> Choice {
    use Category::{File, Package, Wire, WireJson};
    Choice::of(&[File, Package, WireJson, Wire])
}

fn ours(comparison: &Comparison, revision: &Path) -> Vec<Found> {
    let each = comparison.findings.iter().map(|finding| {
        let place = &finding.place;
        let rule = finding.rule.aliases[0].trim_start_matches("buf:");
        let prefix = format!("{}/", revision.display());
        let path = place
            .file
            .strip_prefix(&*prefix)
            .unwrap_or_else(|| &place.file);
        (
            rule.to_owned(),
            path.to_owned(),
            place.line as u64,
            place.column as u64,
        )
    });
    let mut found: Vec<Found> = each.collect();
    found.sort();
    found
}

#[derive(Default)]
struct Tally {
    agree: usize,
    rules: BTreeMap<String, usize>,
    missed: Vec<String>,
    extra: Vec<String>,
}

impl Tally {
    fn add(&mut self, case: &str, mut ours: Vec<Found>, mut theirs: Vec<Found>) {
        // Those without a file fit to several: they come last.
        theirs.sort_by_key(|one| one.1.is_empty());
        for one in theirs {
            match position(&ours, &one) {
                Some(at) => {
                    ours.remove(at);
                    self.agree += 1;
                    *self.rules.entry(one.0).or_default() += 1;
                }
                None => self.missed.push(format!("{case}: {one:?}")),
            }
        }
        self.extra
            .extend(ours.iter().map(|one| format!("{case}: {one:?}")));
    }

    fn say(&self) {
        let (missed, extra) = (self.missed.len(), self.extra.len());
        println!(
            "agree: {}, only there: {missed}, only here: {extra}",
            self.agree
        );
        println!("rules seen: {}", self.rules.len());
        self.missed
            .iter()
            .take(40)
            .for_each(|line| println!("only there {line}"));
        self.extra
            .iter()
            .take(40)
            .for_each(|line| println!("only here  {line}"));
    }
}

/// What is said without a file there is said here of the old file.
fn position(ours: &[Found], theirs: &Found) -> Option<usize> {
    let same = |one: &Found| match theirs.1.as_str() {
        "" => one.0 == theirs.0,
        _ => one == theirs,
    };
    ours.iter().position(same)
}

fn case(buf: &Path, name: &str, previous: &Path, current: &Path, tally: &mut Tally) {
    if let Some(choice) = tree::configuration(current)
        && let Some(theirs) = peer::breaking(buf, previous, current, None)
    {
        match (tree::read(previous, true), tree::read(current, true)) {
            (Ok(old), Ok(new)) => {
                let ours = ours(&compare(&old, &new, &choice), current);
                tally.add(&format!("{name} configured"), ours, theirs);
            }
            (Err(error), _) | (_, Err(error)) => println!("{name}: {error}"),
        }
    }
    whole(buf, name, previous, current, tally);
}

/// Compares by all rules, from files and from descriptors.
fn whole(buf: &Path, name: &str, previous: &Path, current: &Path, tally: &mut Tally) {
    let Some(theirs) = peer::breaking(buf, previous, current, Some(peer::ALL)) else {
        println!("{name}: refused there");
        return;
    };
    match (tree::read(previous, false), tree::read(current, false)) {
        (Ok(old), Ok(new)) => {
            let ours = ours(&compare(&old, &new, &all()), current);
            tally.add(name, ours, theirs.clone());
        }
        (Err(error), _) | (_, Err(error)) => println!("{name}: {error}"),
    }
    let images = [previous, current].map(|path| peer::image(buf, path));
    let [Some(old), Some(new)] = images else {
        return;
    };
    let [old, new] = [old, new].map(|bytes| Contract::decode("image", &bytes).unwrap());
    let ours = ours(&compare(&old, &new, &all()), Path::new("none"));
    tally.add(&format!("{name} as descriptors"), ours, theirs);
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut tally = Tally::default();
    match arguments[..] {
        [buf, "cases", directory] => {
            let directory = Path::new(directory);
            let mut names: Vec<_> = { std::fs::read_dir(directory.join("current")).unwrap() }
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            for name in names {
                let [previous, current] =
                    ["previous", "current"].map(|side| directory.join(side).join(&name));
                case(Path::new(buf), &name, &previous, &current, &mut tally);
            }
        }
        [buf, "pair", previous, current] => {
            let [previous, current] = [previous, current].map(Path::new);
            whole(Path::new(buf), "pair", previous, current, &mut tally);
        }
        [buf, "random", pairs, seed] => {
            let (pairs, seed) = (pairs.parse().unwrap(), seed.parse().unwrap());
            let folder = tempfile::tempdir().unwrap();
            let folder = folder.path().join(format!("pairs-{seed}"));
            random::write(&folder, pairs, seed);
            let [previous, current] = ["previous", "current"].map(|side| folder.join(side));
            whole(Path::new(buf), "random", &previous, &current, &mut tally);
            if std::env::var_os("KEEP").is_some() {
                std::fs::rename(&folder, "/tmp/kept-pairs").unwrap();
            }
        }
        _ => panic!("BUF cases DIR, or BUF random PAIRS SEED"),
    }
    tally.say();
}
