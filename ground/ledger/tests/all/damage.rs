//! Damage: every flipped bit is found, and named where it is.

use holdpoint_ledger::Hash;
use holdpoint_ledger::bundle::bundle_bytes;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::log::{Damage, FsckOptions, FsckReport, What, fsck};
use holdpoint_ledger::source::MemoryLog;

use proptest::prelude::*;

use crate::sample;

fn check(log: &MemoryLog) -> FsckReport {
    fsck(
        log,
        &sample::identity(),
        &FsckOptions {
            threads: 1,
            ..FsckOptions::default()
        },
    )
}

fn kinds(report: &FsckReport) -> Vec<(What, &str)> {
    report
        .damages
        .iter()
        .map(|damage| (damage.what, damage.path.as_str()))
        .collect()
}

#[test]
fn logs_of_every_shape_are_sound() {
    for size in [
        0, 1, 2, 255, 256, 257, 300, 511, 512, 65_535, 65_536, 65_537, 66_000,
    ] {
        let log = sample::log(size);
        let report = check(&log);
        assert!(report.sound, "{size}: {report}");
        assert_eq!(report.size, Some(size));
        assert_eq!(
            report.resources,
            log.len() as u64 - 1,
            "every file but the checkpoint was read"
        );
    }
}

#[test]
fn a_report_is_read_by_people_and_programs() {
    let mut log = sample::log(300);
    log.get_mut("tile/entries/001.p/44").unwrap()[5] ^= 1;
    let report = check(&log);
    let text = report.to_string();
    assert!(
        text.contains("log `example.com/log`, size 300, root "),
        "{text}"
    );
    assert!(
        text.contains("tile/entries/001.p/44: the hash of the entry is not the one that the tree holds for it; entry 256; expected "),
        "{text}"
    );
    assert!(text.ends_with("damaged: 1 damage"), "{text}");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["sound"], false);
    assert_eq!(json["damages"][0]["what"], "entry");
    assert_eq!(json["damages"][0]["entry"], 256);
    assert_eq!(json["damages"][0]["tile"], 1);
    assert_eq!(json["damages"][0]["size"], 300);
    assert_eq!(json["signatures"][0]["name"], "example.com/log");
}

#[test]
fn every_bit_of_the_checkpoint_that_the_log_signed_counts() {
    let log = sample::log(300);
    let bits = log["checkpoint"].len() * 8;
    for bit in 0..bits {
        let mut log = log.clone();
        log.get_mut("checkpoint").unwrap()[bit / 8] ^= 1 << (bit % 8);
        let report = check(&log);
        assert!(!report.sound, "bit {bit}");
        assert_eq!(report.damages.len(), 1, "bit {bit}: {report}");
        assert_eq!(report.damages[0].path, "checkpoint");
    }
}

/// Each of some 125,000 bits; one thread takes every so many of them.
#[test]
fn every_flipped_bit_of_tiles_and_bundles_is_named_where_it_is() {
    let log = sample::log(300);
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    let flipped: usize = std::thread::scope(|scope| {
        let work = (0..threads).map(|first| {
            scope.spawn({
                let log = &log;
                move || flip(log, first, threads)
            })
        });
        let work: Vec<_> = work.collect();
        work.into_iter().map(|part| part.join().unwrap()).sum()
    });
    let resources = log.iter().filter(|(path, _)| *path != "checkpoint");
    let bits: usize = resources.map(|(_, bytes)| bytes.len() * 8).sum();
    assert_eq!(flipped, bits);
    assert!(bits > 100_000, "{bits} bits");
}

/// Every 1009th bit of two full bundles: 1009 is prime, so that all places within a byte and a hash occur.
#[test]
fn flipped_bits_of_full_tiles_and_bundles_are_named_where_they_are() {
    assert!(flip(&sample::log(512), 0, 1009) > 150);
}

/// Flips one bit after the other, those at `first` and every `step` behind it, and says how many.
fn flip(log: &MemoryLog, first: usize, step: usize) -> usize {
    let mut log = log.clone();
    let paths = log.keys().filter(|path| *path != "checkpoint");
    let paths: Vec<_> = paths.cloned().collect();
    let mut flipped = 0;
    for path in paths {
        for bit in (first..log[&path].len() * 8).step_by(step) {
            log.get_mut(&path).unwrap()[bit / 8] ^= 1 << (bit % 8);
            let report = check(&log);
            log.get_mut(&path).unwrap()[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(report.damages.len(), 1, "bit {bit} of {path}: {report}");
            named(&report.damages[0], &path, bit / 8, &log[&path]);
            flipped += 1;
        }
    }
    flipped
}

fn named(damage: &Damage, path: &str, byte: usize, sound: &[u8]) {
    assert_eq!(damage.path, path, "{damage}");
    if path.starts_with("tile/entries") {
        assert!(
            matches!(damage.what, What::Entry | What::Malformed),
            "{damage}"
        );
        assert_eq!(
            damage.entry,
            Some(entry_at(damage.tile.unwrap(), sound, byte)),
            "{damage}"
        );
    } else {
        assert_eq!(damage.what, What::Hash, "{damage}");
        let (level, tile) = (damage.level.unwrap(), damage.tile.unwrap());
        let node = tile * 256 + byte as u64 / 32;
        assert_eq!(damage.entry, Some(node << (8 * level)), "{damage}");
    }
}

/// Index of the entry whose length or bytes stand at `byte` of a sound bundle.
fn entry_at(bundle: u64, bytes: &[u8], byte: usize) -> u64 {
    let (mut offset, mut entry) = (0, bundle * 256);
    loop {
        offset += 2 + usize::from(u16::from_be_bytes([bytes[offset], bytes[offset + 1]]));
        if byte < offset {
            return entry;
        }
        entry += 1;
    }
}

#[test]
fn missing_short_long_and_swapped_resources_are_named() {
    let sound = sample::log(600);
    let damaged = |damage: &dyn Fn(&mut MemoryLog)| {
        let mut log = sound.clone();
        damage(&mut log);
        check(&log)
    };
    for path in sound.keys() {
        let report = damaged(&|log| drop(log.remove(path)));
        assert_eq!(kinds(&report), [(What::Missing, path.as_str())], "{report}");
    }
    let tile = "tile/0/001";
    for change in [
        |bytes: &mut Vec<u8>| bytes.truncate(8191),
        |bytes: &mut Vec<u8>| bytes.push(0),
    ] {
        let report = damaged(&|log| change(log.get_mut(tile).unwrap()));
        assert_eq!(kinds(&report), [(What::Length, tile)], "{report}");
        assert_eq!(report.damages[0].expected.as_deref(), Some("8192"));
    }
    let bundle = "tile/entries/002.p/88";
    let report = damaged(&|log| log.get_mut(bundle).unwrap().push(0));
    assert_eq!(kinds(&report), [(What::Malformed, bundle)]);
    assert!(
        report.damages[0]
            .message
            .contains("1 stray bytes follow the last entry"),
        "{report}"
    );
    let report = damaged(&|log| {
        log.get_mut(bundle).unwrap().pop();
    });
    assert_eq!(report.damages[0].entry, Some(599), "{report}");
    let report = damaged(&|log| {
        let first = log["tile/entries/000"].clone();
        let second = log.insert("tile/entries/001".into(), first).unwrap();
        log.insert("tile/entries/000".into(), second);
    });
    assert_eq!(
        report.damages.len(),
        512,
        "every entry of both bundles stands at another index"
    );
    assert!(
        report
            .damages
            .iter()
            .all(|damage| damage.what == What::Entry)
    );
}

#[test]
fn a_full_resource_serves_for_a_partial_one() {
    let (mut log, larger) = (sample::log(600), sample::log(800));
    for (partial, full) in [
        ("tile/0/002.p/88", "tile/0/002"),
        ("tile/entries/002.p/88", "tile/entries/002"),
    ] {
        log.remove(partial);
        log.insert(full.into(), larger[full].clone());
    }
    let report = check(&log);
    assert!(report.sound, "{report}");
}

/// Who can write to the log but not sign changes an entry, its leaf hash, and what he likes above.
#[test]
fn an_entry_that_was_changed_together_with_the_tiles_above_it_is_found() {
    let changed = |index: u64, log: &mut MemoryLog| {
        let (bundle, position) = (index / 256, (index % 256) as usize);
        let entries = (bundle * 256..(bundle * 256 + 256).min(600)).map(|at| {
            if at == index {
                b"forged".to_vec()
            } else {
                sample::entry(at)
            }
        });
        let entries: Vec<_> = entries.collect();
        let path = log
            .keys()
            .find(|path| path.starts_with(&format!("tile/entries/{bundle:03}")))
            .unwrap()
            .clone();
        log.insert(
            path,
            bundle_bytes(entries.iter().map(Vec::as_slice)).unwrap(),
        );
        let path = log
            .keys()
            .find(|path| path.starts_with(&format!("tile/0/{bundle:03}")))
            .unwrap()
            .clone();
        let leaf = Hash::leaf(b"forged");
        log.get_mut(&path).unwrap()[position * 32..][..32].copy_from_slice(&leaf.0);
        path
    };
    let mut log = sample::log(600);
    let path = changed(300, &mut log);
    let report = check(&log);
    assert_eq!(kinds(&report), [(What::Hash, path.as_str())], "{report}");
    assert!(
        report.damages[0].message.contains("changed together"),
        "{report}"
    );
    // At the right edge only the signed root is above.
    let mut log = sample::log(600);
    changed(599, &mut log);
    let report = check(&log);
    assert_eq!(kinds(&report), [(What::Root, "checkpoint")], "{report}");
}

#[test]
fn damage_at_several_places_is_named_at_each() {
    let mut log = sample::log(70_000);
    let places = [
        "tile/0/003",
        "tile/entries/017",
        "tile/1/000",
        "tile/0/273.p/112",
        "tile/2/000.p/1",
    ];
    for path in places {
        log.get_mut(path).unwrap()[10] ^= 0x10;
    }
    let report = check(&log);
    let mut named: Vec<_> = report
        .damages
        .iter()
        .map(|damage| damage.path.as_str())
        .collect();
    named.dedup();
    let mut expected = places.to_vec();
    expected.sort_unstable();
    assert_eq!(named, expected, "{report}");
}

#[test]
fn a_tile_and_its_bundle_both_damaged_are_both_named() {
    let mut log = sample::log(600);
    log.get_mut("tile/0/000").unwrap()[0] ^= 1;
    log.get_mut("tile/entries/000").unwrap()[40] ^= 1;
    let report = check(&log);
    assert!(
        report
            .damages
            .iter()
            .all(|damage| damage.what == What::Disagreement),
        "{report}"
    );
    assert_eq!(report.damages.len(), 2, "{report}");
    assert!(
        report.damages[0].message.contains("`tile/entries/000`"),
        "{report}"
    );
}

#[test]
fn a_rolled_back_or_forked_log_is_found_by_a_checkpoint_kept_elsewhere() {
    let kept = |size| {
        let root = crate::oracle::mth(
            &(0..size)
                .map(|at| Hash::leaf(&sample::entry(at)))
                .collect::<Vec<_>>(),
        );
        Checkpoint::new(sample::ORIGIN, size, root)
    };
    let check = |known| {
        let options = FsckOptions {
            known: vec![known],
            ..FsckOptions::default()
        };
        fsck(&sample::log(600), &sample::identity(), &options)
    };
    assert!(check(kept(599)).sound && check(kept(600)).sound && check(kept(0)).sound);
    assert_eq!(kinds(&check(kept(601))), [(What::RolledBack, "checkpoint")]);
    let forked = Checkpoint::new(sample::ORIGIN, 400, Hash::leaf(b"another history"));
    assert_eq!(kinds(&check(forked)), [(What::Forked, "checkpoint")]);
}

#[test]
fn a_flood_of_damage_ends_the_check() {
    let mut log = sample::log(66_000);
    log.retain(|path, _| path == "checkpoint");
    let options = FsckOptions {
        limit: 10,
        threads: 2,
        ..FsckOptions::default()
    };
    let report = fsck(&log, &sample::identity(), &options);
    assert!(report.stopped && !report.sound);
    assert!(
        report.damages.len() <= 10 && !report.damages.is_empty(),
        "{report}"
    );
}

#[test]
fn an_unsigned_wrongly_signed_or_foreign_checkpoint_ends_the_check_at_once() {
    let log = sample::log(10);
    let other =
        holdpoint_ledger::note::Ed25519Signer::from_seed("other.example/log", &[8; 32]).unwrap();
    let identity =
        holdpoint_ledger::log::LogIdentity::new(&other.verifier_key().to_string()).unwrap();
    let report = fsck(&log, &identity, &FsckOptions::default());
    assert_eq!(kinds(&report), [(What::Signature, "checkpoint")]);
    assert!(
        report.damages[0].message.contains("`example.com/log`"),
        "{report}"
    );
    let identity = sample::identity().with_origin("other.example/log");
    let report = fsck(&log, &identity, &FsckOptions::default());
    assert_eq!(kinds(&report), [(What::Origin, "checkpoint")]);
    assert_eq!((report.size, report.resources), (None, 0));
}

/// An edit of a stored log by somebody who cannot sign.
#[derive(Debug, Clone)]
enum Edit {
    Overwrite(prop::sample::Index, prop::sample::Index, Vec<u8>),
    Insert(prop::sample::Index, prop::sample::Index, u8),
    Truncate(prop::sample::Index, prop::sample::Index),
    Remove(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    /// A resource of an older size of the same log, such as its checkpoint, in the place of the newer one.
    Replace(prop::sample::Index, prop::sample::Index),
}

fn edits() -> impl Strategy<Value = Edit> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        (
            place(),
            place(),
            proptest::collection::vec(any::<u8>(), 1..40)
        )
            .prop_map(|(a, b, c)| Edit::Overwrite(a, b, c)),
        (place(), place(), any::<u8>()).prop_map(|(a, b, c)| Edit::Insert(a, b, c)),
        (place(), place()).prop_map(|(a, b)| Edit::Truncate(a, b)),
        place().prop_map(Edit::Remove),
        (place(), place()).prop_map(|(a, b)| Edit::Swap(a, b)),
        (place(), place()).prop_map(|(a, b)| Edit::Replace(a, b)),
    ]
}

fn apply(edit: &Edit, log: &mut MemoryLog, older: &MemoryLog) {
    let paths: Vec<_> = log.keys().cloned().collect();
    let path = |at: &prop::sample::Index| at.get(&paths).clone();
    match edit {
        Edit::Overwrite(which, at, with) => {
            let bytes = log.get_mut(&path(which)).unwrap();
            let at = at.index(bytes.len() + 1);
            bytes
                .iter_mut()
                .skip(at)
                .zip(with)
                .for_each(|(byte, with)| *byte = *with);
        }
        Edit::Insert(which, at, byte) => {
            let bytes = log.get_mut(&path(which)).unwrap();
            bytes.insert(at.index(bytes.len() + 1), *byte);
        }
        Edit::Truncate(which, at) => {
            let bytes = log.get_mut(&path(which)).unwrap();
            bytes.truncate(at.index(bytes.len() + 1));
        }
        Edit::Remove(which) => drop(log.remove(&path(which))),
        Edit::Swap(one, other) => {
            let (one, other) = (path(one), path(other));
            let (first, second) = (log[&one].clone(), log[&other].clone());
            log.extend([(one, second), (other, first)]);
        }
        Edit::Replace(which, by) => {
            let older: Vec<_> = older.values().collect();
            log.insert(path(which), (*by.get(&older)).clone());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Against a checkpoint that was kept elsewhere, which also shows a log that was rolled back as a whole.
    #[test]
    fn whatever_is_edited_is_found(
        size in prop_oneof![1_u64..40, 200_u64..300, 500_u64..530],
        edits in proptest::collection::vec(edits(), 1..4),
    ) {
        let (sound, older) = (sample::log(size), sample::log(size / 2));
        let kept = sample::identity().open(&sound["checkpoint"]).unwrap().checkpoint;
        let mut log = sound.clone();
        edits.iter().for_each(|edit| if !log.is_empty() { apply(edit, &mut log, &older) });
        let options = FsckOptions { threads: 1, known: vec![kept], ..FsckOptions::default() };
        let report = fsck(&log, &sample::identity(), &options);
        prop_assert_eq!(report.sound, log == sound, "{}", report);
    }
}
