//! Up to where the ledger is witnessed.

use holdpoint_domain::Fact;
use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::environment::{Environment, Level};
use holdpoint_domain::gate::{Ask, Criterion, Outcome};
use holdpoint_engine::HorizonError;
use holdpoint_engine::audit::{
    DirectoryBundle, ExportOptions, Trust, export, replay, verify, verify_bundle,
};
use holdpoint_ledger::sink::DirectorySink;

use crate::shop::{self, deploy, evidence, made, release};
use crate::witnesses::{believing, cosigned, policy};
use crate::world::World;

fn quiet(_: u64, _: u64) {}

#[test]
fn enough_cosignatures_move_the_horizon_and_older_ones_do_not_move_it_back() {
    let world = World::new().found();
    assert_eq!(
        world.engine.cosigned(&cosigned(&world, &[0, 1])).unwrap(),
        None,
        "nobody is believed yet"
    );
    world.done(1, believing(2, 3));
    let early = cosigned(&world, &[1, 2]);
    let size = world.engine.published().size();
    assert_eq!(
        world.engine.cosigned(&cosigned(&world, &[1])).unwrap(),
        None,
        "one is not enough"
    );
    let horizon = world.engine.cosigned(&early).unwrap().unwrap();
    assert_eq!(horizon.size, size);
    let by: Vec<_> = horizon.by.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(by, ["w1", "w2"]);
    world.person(2, "rosa", "Rosa Manager");
    let late = world
        .engine
        .cosigned(&cosigned(&world, &[0, 1, 2]))
        .unwrap()
        .unwrap();
    assert!(late.size > size);
    assert_eq!(world.engine.cosigned(&early).unwrap().unwrap(), late);
    assert_eq!(world.engine.horizon().unwrap(), late);
    let report = verify(&world.engine, &Trust::default(), &quiet).unwrap();
    assert!(report.sound, "{report:#?}");
    assert_eq!(report.witnessed.unwrap().size, late.size);
}

#[test]
fn who_is_believed_no_more_has_witnessed_nothing() {
    let world = World::new().found();
    world.done(1, believing(1, 2));
    assert!(
        world
            .engine
            .cosigned(&cosigned(&world, &[1]))
            .unwrap()
            .is_some()
    );
    world.done(1, believing(1, 1));
    assert_eq!(world.engine.horizon(), None);
    assert_eq!(
        world.engine.cosigned(&cosigned(&world, &[1])).unwrap(),
        None
    );
    assert!(
        world
            .engine
            .cosigned(&cosigned(&world, &[0]))
            .unwrap()
            .is_some()
    );
    let size = world.engine.published().size();
    let text = String::from_utf8(cosigned(&world, &[0])).unwrap();
    let forged = text.replacen(&format!("\n{size}\n"), "\n1\n", 1);
    assert_ne!(text, forged);
    assert!(matches!(
        world.engine.cosigned(forged.as_bytes()),
        Err(HorizonError::Checkpoint(_))
    ));
}

#[test]
fn a_ledger_that_was_put_back_contradicts_what_was_cosigned() {
    let world = World::new().found();
    world.done(1, believing(1, 1));
    let other = World::new().found();
    other.done(1, believing(1, 1));
    other.person(2, "rosa", "Rosa Manager");
    // One entry more than this one has: as if it had been put back.
    let later = cosigned(&other, &[0]);
    let error = world.engine.cosigned(&later).unwrap_err();
    assert!(matches!(error, HorizonError::RolledBack { .. }), "{error}");
    // Going on from there is another history of the same size.
    world.person(3, "dev", "Devan Oper");
    let error = world.engine.cosigned(&later).unwrap_err();
    assert!(matches!(error, HorizonError::Forked { .. }), "{error}");
    assert_eq!(
        world.engine.contradiction().unwrap().size,
        other.engine.published().size()
    );
    let report = verify(&world.engine, &Trust::default(), &quiet).unwrap();
    assert!(!report.sound, "{report:#?}");
}

#[test]
fn a_bundle_carries_what_was_cosigned_and_proofs_of_it() {
    let world = shop::world(&[]);
    world.done(1, believing(2, 3));
    made(1)
        .into_iter()
        .for_each(|command| drop(world.done(3, command)));
    world
        .engine
        .cosigned(&cosigned(&world, &[0, 2]))
        .unwrap()
        .unwrap();
    made(2)
        .into_iter()
        .for_each(|command| drop(world.done(3, command)));
    let room = tempfile::tempdir().unwrap();
    let options = ExportOptions {
        release: Some(release(1).key()),
    };
    export(
        &world.engine,
        &mut DirectorySink::new(room.path()),
        &options,
        &quiet,
    )
    .unwrap();
    let bundle = DirectoryBundle::new(room.path());
    let check = |quorum, known: Vec<Vec<u8>>| {
        let trust = Trust {
            policy: Some(policy(&world, quorum, 3)),
            known,
            ..Trust::default()
        };
        verify_bundle(&bundle, &trust, &quiet)
    };
    let report = check(2, Vec::new());
    assert!(report.sound && !report.key_from_bundle, "{report:#?}");
    assert_eq!(report.witnessed.unwrap().by, ["w0", "w2"]);
    // Every proof of an entry below the horizon has the cosignatures with it.
    let proofs = std::fs::read_dir(room.path().join("proofs")).unwrap();
    let cosigned = proofs.filter(|file| {
        let text = std::fs::read_to_string(file.as_ref().unwrap().path()).unwrap();
        text.contains("\u{2014} witness.example/0 ") && text.contains("\u{2014} witness.example/2 ")
    });
    assert_eq!(cosigned.count() as u64, report.proofs);
    let strict = check(3, Vec::new());
    assert!(
        strict.problems[0]
            .message
            .contains("cosigned by too few: w0, w2"),
        "{strict:#?}"
    );
    std::fs::remove_file(room.path().join("witnessed")).unwrap();
    let without = check(2, Vec::new());
    assert!(
        !without.sound
            && without.problems[0]
                .message
                .contains("no checkpoint is there"),
        "{without:#?}"
    );
}

/// Where a release may go only when what it rests on is witnessed.
fn watched() -> Apply {
    let environment = Environment {
        name: "test".parse().unwrap(),
        title: String::new(),
        after: None,
        protected: false,
        production: false,
        level: Level::Enforce,
        criteria: vec![Criterion {
            name: "witnessed".into(),
            ask: Ask::Witnessed {},
            waivable: true,
        }],
        steps: Vec::new(),
        planned: false,
        freeze: None,
        calendar: None,
    };
    Apply {
        changes: vec![Change::Environment(Box::new(environment))],
        ..Apply::default()
    }
}

#[test]
fn a_gate_waits_until_what_a_release_rests_on_is_witnessed() {
    let world = shop::world(&[]);
    world.done(1, believing(1, 2));
    world.done(1, watched());
    for command in made(1) {
        world.done(3, command);
    }
    let refused = world.refused(2, deploy(1, "test"));
    assert_eq!(refused.verdict, Some(Outcome::Hold), "{refused:?}");
    assert_eq!(refused.reasons[0].code, "not-witnessed");
    let early = cosigned(&world, &[1]);
    world.engine.cosigned(&early).unwrap().unwrap();
    // What is said of it later is not below that checkpoint.
    let (digest, _) = world
        .engine
        .blobs()
        .put(&mut b"a report".as_slice())
        .unwrap();
    world.done(3, evidence(1, holdpoint_domain::Digest(digest.0)));
    let refused = world.refused(2, deploy(1, "test"));
    assert_eq!(refused.reasons[0].code, "not-witnessed", "{refused:?}");
    world
        .engine
        .cosigned(&cosigned(&world, &[1]))
        .unwrap()
        .unwrap();
    let answer = world.done(2, deploy(1, "test"));
    let judged = answer.events.iter().find_map(|event| match &event.fact {
        Fact::GateJudged(judged) => Some(&judged.verdict),
        _ => None,
    });
    assert_eq!(
        judged.unwrap().witnessed,
        world.engine.horizon().map(|horizon| horizon.size)
    );
    // Judged again it comes out the same, whatever is witnessed by then.
    world
        .engine
        .cosigned(&cosigned(&world, &[1]))
        .unwrap()
        .unwrap();
    let report = replay(&world.engine, &quiet).unwrap();
    assert!(
        report.verdicts > 0 && report.differences.is_empty(),
        "{report:#?}"
    );
}
