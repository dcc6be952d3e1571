//! Verifying, exporting and replaying.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::sync::{Arc, Mutex};

use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Approve, Say};
use holdpoint_domain::{Digest, Sealed};
use holdpoint_engine::audit::{
    DirectoryBundle, ExportOptions, Fault, TarBundle, TarSink, Trust, export, replay, verify,
    verify_bundle,
};
use holdpoint_ledger::sink::DirectorySink;
use holdpoint_ports::BlobDigest;

use crate::faulty::{Faulty, Plan};
use crate::shop::{self, deploy, evidence, grant, made, release};
use crate::world::{World, person};

fn quiet(_: u64, _: u64) {}

/// What somebody knows who was given the key.
fn signed_by(key: &str) -> Trust {
    Trust {
        key: Some(key.to_owned()),
        ..Trust::default()
    }
}

fn blob(world: &World, text: &str) -> Digest {
    let (digest, _) = world.engine.blobs().put(&mut text.as_bytes()).unwrap();
    Digest(digest.0)
}

/// Two releases, evidence, an approval with a sealed comment, and a deployment to production.
fn history(world: &World) {
    world.person(4, "bruno", "Bruno Owner");
    world.done(1, grant(4, Role::BusinessOwner));
    for number in [1, 2] {
        for command in made(number) {
            world.done(3, command);
        }
        let statement = blob(world, &format!("statement {number}"));
        world.done(3, evidence(number, statement));
    }
    let approve = Approve {
        release: release(1),
        say: Say::Approve,
        role: Role::BusinessOwner,
        environment: None,
        on_behalf_of: None,
        manifest: None,
        comment: Some(Sealed {
            sealed: blob(world, "sealed words"),
        }),
        signature: None,
    };
    world.done(4, approve);
    world.done(2, deploy(1, "production"));
}

fn lying() -> (World, Arc<Mutex<Plan>>) {
    let ledger = MemoryLedger::new();
    let store = Faulty::new(ledger.clone());
    let plan = Arc::clone(&store.plan);
    let world = shop::on(World::on(ledger, Box::new(store)), &[]);
    history(&world);
    // More than a tile, so that there are full tiles and bundles.
    for number in 10..300 {
        world.done(
            1,
            holdpoint_domain::organisation::AddPerson {
                person: person(number),
            },
        );
    }
    (world, plan)
}

#[test]
fn a_sound_ledger_verifies() {
    let (world, _) = lying();
    let seen = Mutex::new(BTreeMap::new());
    let report = verify(&world.engine, &Trust::default(), &|done, total| {
        seen.lock().unwrap().insert(total, done);
    });
    let report = report.unwrap();
    assert!(report.sound, "{report:#?}");
    assert_eq!(report.entries, world.engine.published().size());
    assert_eq!((report.blobs.named, report.blobs.sound), (3, 3));
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.get(&report.entries), Some(&report.entries));
    assert!(
        serde_json::to_string(&report)
            .unwrap()
            .contains("\"sound\":true")
    );
    let empty = verify(&World::new().engine, &Trust::default(), &quiet).unwrap();
    assert!(empty.sound && empty.log.is_none());
}

#[test]
fn every_change_of_an_entry_is_found_and_named() {
    let (world, plan) = lying();
    let entry = world.engine.entry(5).unwrap().unwrap();
    let text = String::from_utf8(entry).unwrap();
    let faults = |other: String| {
        plan.lock().unwrap().entry = Some((5, other.into_bytes()));
        let report = verify(&world.engine, &Trust::default(), &quiet).unwrap();
        assert!(!report.sound);
        let damages = report.log.unwrap().damages;
        assert!(
            damages.iter().any(|damage| damage.entry == Some(5)),
            "{damages:#?}"
        );
        report
            .problems
            .iter()
            .map(|problem| (problem.position, problem.fault))
            .collect::<Vec<_>>()
    };
    assert_eq!(faults(text.replacen("per_0", "per_1", 1)), []);
    assert_eq!(
        faults(text.replacen(':', ": ", 1)),
        [(Some(5), Fault::NotCanonical)]
    );
    let unknown = text.replacen("io.holdpoint.", "io.holdpoint.x", 1);
    assert_eq!(faults(unknown), [(Some(5), Fault::UnknownType)]);
    let stranger = text.replacen("/organisation", "/elsewhere", 1);
    assert_eq!(faults(stranger), [(Some(5), Fault::Malformed)]);
    let earlier = text.replacen("\"time\":\"2026", "\"time\":\"2025", 1);
    assert_eq!(faults(earlier), [(Some(5), Fault::Time)]);
}

#[test]
fn a_changed_tile_is_found_and_named() {
    let (world, plan) = lying();
    plan.lock().unwrap().tile = Some((0, 0));
    let report = verify(&world.engine, &Trust::default(), &quiet).unwrap();
    let damages = report.log.unwrap().damages;
    let named = damages.iter().any(|damage| damage.path == "tile/0/000");
    assert!(named, "{damages:#?}");
    assert!(!report.sound);
}

#[test]
fn blobs_that_are_gone_or_damaged_are_found() {
    let (world, _) = lying();
    let digest = |text: &str| BlobDigest(Digest::of(text.as_bytes()).0);
    world.engine.blobs().remove(&digest("statement 1")).unwrap();
    let report = verify(&world.engine, &Trust::default(), &quiet).unwrap();
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].fault, Fault::BlobMissing);
    let position = report.problems[0].position.unwrap();
    let entry = String::from_utf8(world.engine.entry(position).unwrap().unwrap()).unwrap();
    assert!(entry.contains(&digest("statement 1").to_string()));
}

#[test]
fn a_bundle_verifies_offline_and_holds_nothing_personal() {
    let (world, _) = lying();
    let room = tempfile::tempdir().unwrap();
    let options = ExportOptions {
        release: Some(release(1).key()),
    };
    let mut sink = DirectorySink::new(room.path());
    let manifest = export(&world.engine, &mut sink, &options, &quiet).unwrap();
    assert_eq!((manifest.blobs.len(), manifest.withheld.len()), (2, 1));
    let key = world.engine.key().to_string();
    let bundle = DirectoryBundle::new(room.path());
    let report = verify_bundle(&bundle, &signed_by(&key), &quiet);
    assert!(report.sound, "{report:#?}");
    assert_eq!(report.proofs, manifest.proofs.len() as u64);
    assert!(report.proofs > 6 && !report.key_from_bundle);
    assert!(verify_bundle(&bundle, &Trust::default(), &quiet).key_from_bundle);

    let everything = read_all(room.path());
    let sealed = world
        .engine
        .blobs()
        .get(&BlobDigest(Digest::of(b"sealed words").0));
    assert_eq!(sealed.unwrap().unwrap(), b"sealed words");
    for personal in ["sealed words", "Bruno", "bruno", "rosa", "acme.example"] {
        let found = everything
            .iter()
            .find(|(_, bytes)| holds(bytes, personal.as_bytes()));
        assert!(found.is_none(), "{personal} in {:?}", found.unwrap().0);
    }
    let other = holdpoint_ledger::note::Ed25519Signer::from_seed(crate::world::ORIGIN, &[9; 32]);
    let other = other.unwrap().verifier_key().to_string();
    assert!(!verify_bundle(&bundle, &signed_by(&other), &quiet).sound);
}

#[test]
fn every_changed_file_of_a_bundle_is_noticed() {
    let (world, _) = lying();
    let room = tempfile::tempdir().unwrap();
    let options = ExportOptions {
        release: Some(release(1).key()),
    };
    let mut sink = DirectorySink::new(room.path());
    export(&world.engine, &mut sink, &options, &quiet).unwrap();
    let bundle = DirectoryBundle::new(room.path());
    let key = world.engine.key().to_string();
    for (path, bytes) in read_all(room.path()) {
        if path.ends_with("key.pub") {
            continue;
        }
        let mut changed = bytes.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        fs::write(&path, &changed).unwrap();
        let report = verify_bundle(&bundle, &signed_by(&key), &quiet);
        // The manifest's time of making is the one thing in a bundle that nothing vouches for.
        let made = path.ends_with("manifest.json") && report.sound;
        assert!(!report.sound || made, "{path:?} changed");
        fs::remove_file(&path).unwrap();
        assert!(
            !verify_bundle(&bundle, &signed_by(&key), &quiet).sound,
            "{path:?} gone"
        );
        fs::write(&path, &bytes).unwrap();
    }
    assert!(verify_bundle(&bundle, &signed_by(&key), &quiet).sound);
}

#[test]
fn a_bundle_is_the_same_as_one_file() {
    let (world, _) = lying();
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("bundle.tar");
    let mut sink = TarSink::new(File::create(&path).unwrap());
    export(&world.engine, &mut sink, &ExportOptions::default(), &quiet).unwrap();
    sink.finish().unwrap();
    let bundle = TarBundle::open(File::open(&path).unwrap()).unwrap();
    let report = verify_bundle(&bundle, &Trust::default(), &quiet);
    assert!(report.sound, "{report:#?}");
    let mut bytes = fs::read(&path).unwrap();
    let at = memchr_of(&bytes, b"statement 2");
    bytes[at] ^= 1;
    fs::write(&path, bytes).unwrap();
    let bundle = TarBundle::open(File::open(&path).unwrap()).unwrap();
    let report = verify_bundle(&bundle, &Trust::default(), &quiet);
    assert_eq!(report.problems[0].fault, Fault::BlobDamaged);
}

#[test]
fn every_verdict_comes_out_again() {
    let (world, _) = lying();
    let report = replay(&world.engine, &quiet).unwrap();
    assert!(report.same, "{report:#?}");
    assert!(report.verdicts > 0);
    assert_eq!(report.entries, world.engine.published().size());
}

#[test]
fn a_verdict_that_was_changed_does_not_come_out_again() {
    let (world, plan) = lying();
    let size = world.engine.published().size();
    let judged = (0..size).find_map(|position| {
        let text = String::from_utf8(world.engine.entry(position).unwrap()?).unwrap();
        text.contains("gate.judged.v1").then_some((position, text))
    });
    let (position, text) = judged.unwrap();
    let changed = text.replacen("\"verdict\":\"go\"", "\"verdict\":\"hold\"", 1);
    assert_ne!(changed, text);
    plan.lock().unwrap().entry = Some((position, changed.into_bytes()));
    let report = replay(&world.engine, &quiet).unwrap();
    assert!(!report.same);
    assert_eq!(report.differences[0].position, position);
    assert!(
        report.differences[0]
            .recorded
            .contains("\"verdict\":\"hold\"")
    );
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn memchr_of(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .position(|window| window == part)
        .unwrap()
}

fn read_all(directory: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(read_all(&path));
        } else {
            files.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    files
}
