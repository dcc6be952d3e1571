//! The dishonest administrator: has the database, every file and the server's own key, and changes history. An auditor
//! has one old checkpoint that witnesses cosigned.
//!
//! `HOLDPOINT_EDITS` says how many edits are tried.

use std::collections::BTreeMap;
use std::io;

use holdpoint_engine::audit::{
    BundleSource, ExportOptions, Manifest, Trust, export, verify_bundle,
};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ledger::sink::TileSink;
use holdpoint_ledger::source::{SourceError, TileSource};
use holdpoint_ledger::writer::TiledLogWriter;

use crate::shop::{self, made};
use crate::witnesses::{believing, cosigned, policy};
use crate::world::{ORIGIN, World};

fn quiet(_: u64, _: u64) {}

/// A bundle in memory.
#[derive(Clone, Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl TileSink for Files {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }
}

impl TileSource for Files {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(self.0.get(path).cloned())
    }
}

impl BundleSource for Files {
    fn content(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.get(path).cloned())
    }
}

/// What the administrator has.
struct Stolen {
    key: Ed25519Signer,
    entries: Vec<Vec<u8>>,
    bundle: Files,
    /// Entries below this are witnessed.
    witnessed: usize,
}

impl Stolen {
    /// A bundle of other entries, its tree computed and its checkpoint signed as the server would.
    fn signed_again(&self, entries: &[Vec<u8>]) -> Files {
        let mut files = self.bundle.clone();
        files.0.retain(|path, _| !path.starts_with("tile/"));
        let mut writer = TiledLogWriter::new(&mut files);
        for entry in entries {
            writer.append(entry).unwrap();
        }
        let head = writer.finish(ORIGIN, &[&self.key]).unwrap();
        let mut manifest: Manifest = serde_json::from_slice(&files.0["manifest.json"]).unwrap();
        (manifest.size, manifest.root) = (head.size, head.root);
        files
            .write("manifest.json", &serde_json::to_vec(&manifest).unwrap())
            .unwrap();
        files
    }

    /// One edit of what is witnessed, and what it is called.
    fn edited(&self, dice: &mut Dice) -> (&'static str, Files) {
        let mut entries = self.entries.clone();
        let at = dice.below(self.witnessed);
        match dice.below(8) {
            0 => ("byte of a file", self.flipped(dice)),
            1 => {
                let byte = dice.below(entries[at].len());
                entries[at][byte] = other(entries[at][byte]);
                ("changed entry", self.signed_again(&entries))
            }
            2 => {
                entries.remove(at);
                ("removed entry", self.signed_again(&entries))
            }
            3 => {
                let copy = entries[dice.below(entries.len())].clone();
                entries.insert(at, copy);
                ("added entry", self.signed_again(&entries))
            }
            4 => {
                let next = (at + 1 + dice.below(entries.len() - 1)) % entries.len();
                entries.swap(at, next);
                ("exchanged entries", self.signed_again(&entries))
            }
            5 => {
                entries.truncate(at.max(1));
                ("end cut off", self.signed_again(&entries))
            }
            6 => {
                // Put back to an older state, and gone on from there.
                entries.truncate(at);
                let more = dice.below(self.entries.len());
                entries.extend(
                    (0..more).map(|_| self.entries[dice.below(self.entries.len())].clone()),
                );
                entries.push(b"{}".to_vec());
                ("another history", self.signed_again(&entries))
            }
            _ => {
                let from = at.min(self.witnessed - 2);
                let until = from + 2 + dice.below(self.witnessed - from - 1);
                entries[from..until].rotate_left(1);
                ("other order", self.signed_again(&entries))
            }
        }
    }

    /// A byte of a tile, of entries or of the checkpoint.
    fn flipped(&self, dice: &mut Dice) -> Files {
        let mut files = self.bundle.clone();
        let paths: Vec<_> = files
            .0
            .keys()
            .filter(|path| path.starts_with("tile/") || *path == "checkpoint")
            .cloned()
            .collect();
        let file = files.0.get_mut(&paths[dice.below(paths.len())]).unwrap();
        let at = dice.below(file.len());
        file[at] ^= 1 << dice.below(8);
        files
    }
}

/// Another character of the same kind, so that what is changed still looks like what it was.
fn other(byte: u8) -> u8 {
    match byte {
        b'0'..=b'8' | b'a'..=b'y' | b'A'..=b'Y' => byte + 1,
        b'9' => b'0',
        b'z' => b'a',
        b'Z' => b'A',
        other => other ^ 1,
    }
}

/// A ledger of some hundred entries, most of them witnessed, and the checkpoint that the auditor kept.
fn stolen() -> (World, Stolen, Vec<u8>) {
    let world = shop::world(&[]);
    world.done(1, believing(2, 3));
    let mut kept = Vec::new();
    for number in 1..=110 {
        made(number)
            .into_iter()
            .for_each(|command| drop(world.done(3, command)));
        if number == 100 {
            kept = cosigned(&world, &[0, 1]);
        }
    }
    let witnessed = world.engine.cosigned(&kept).unwrap().unwrap().size;
    let mut bundle = Files::default();
    export(
        &world.engine,
        &mut bundle,
        &ExportOptions::default(),
        &quiet,
    )
    .unwrap();
    let stolen = Stolen {
        key: Ed25519Signer::from_seed(ORIGIN, &[7; 32]).unwrap(),
        entries: world.bytes(),
        bundle,
        witnessed: usize::try_from(witnessed).unwrap(),
    };
    (world, stolen, kept)
}

#[test]
fn every_edit_of_what_is_witnessed_is_found_from_one_old_checkpoint() {
    let (world, stolen, kept) = stolen();
    let trust = Trust {
        policy: Some(policy(&world, 2, 3)),
        known: vec![kept],
        ..Trust::default()
    };
    let believing = Trust {
        key: Some(world.engine.key().to_string()),
        ..Trust::default()
    };
    let honest = verify_bundle(&stolen.bundle, &trust, &quiet);
    assert!(honest.sound, "{honest:#?}");
    assert!(stolen.witnessed > 256, "several tiles");
    let edits = std::env::var("HOLDPOINT_EDITS")
        .ok()
        .and_then(|text| text.parse().ok());
    let mut dice = Dice(5);
    let mut tried: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for round in 0..edits.unwrap_or(400_u32) {
        let (what, mut files) = stolen.edited(&mut dice);
        if dice.below(2) == 0 {
            files.0.remove("witnessed");
        }
        let report = verify_bundle(&files, &trust, &quiet);
        assert!(!report.sound, "edit {round} was not found: {what}");
        let log = report.log.expect("the log is looked at");
        assert!(!log.sound, "edit {round} was not found in the log: {what}");
        let count = tried.entry(what).or_default();
        count.0 += 1;
        // Without the old checkpoint a tree that was signed again looks like any other.
        if what != "byte of a file" && count.0 == 1 {
            files.0.remove("witnessed");
            let deceived = verify_bundle(&files, &believing, &quiet);
            count.1 += u32::from(deceived.log.is_some_and(|log| log.sound));
        }
    }
    assert_eq!(tried.len(), 8, "{tried:?}");
    assert!(
        tried
            .iter()
            .all(|(what, (_, deceived))| *what == "byte of a file" || *deceived > 0),
        "{tried:?}"
    );
}

/// Throws that are the same in every run: SplitMix64 (Steele, Lea, Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}
