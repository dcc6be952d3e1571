//! tlog-witness 1.0.0, request by request.

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::SignedCheckpoint;
use holdpoint_ledger::cosignature::cosigned_at;
use holdpoint_ledger::log::LogIdentity;

use crate::world::{Answer, Log, NAME, NOW, World};

const ORIGIN: &str = "ledger.example/acme";

fn log() -> Log {
    Log::new(ORIGIN, "honest", 40)
}

/// The checkpoint with what was answered behind it, as the specification reads it.
fn opened(world: &World, log: &Log, checkpoint: &[u8], answer: &Answer) -> SignedCheckpoint {
    let note = [checkpoint, answer.body.as_bytes()].concat();
    let identity = LogIdentity::new(&log.signer.verifier_key().to_string()).unwrap();
    let identity = identity
        .with_witness(&world.witness.key().to_string())
        .unwrap();
    identity.open(&note).unwrap()
}

#[tokio::test]
async fn a_checkpoint_is_cosigned_when_it_extends_what_was_cosigned() {
    let log = log();
    let world = World::of(&[&log]);
    for (old, size) in [(0, 3), (3, 3), (3, 4), (4, 40)] {
        let submission = log.submission(old, size);
        let answer = world.submit(&submission).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.kind, "text/plain; charset=utf-8");
        let signed = opened(&world, &log, &submission.checkpoint, &answer);
        let by: Vec<_> = signed.note.signatures().collect();
        assert_eq!(by.len(), 2);
        assert_eq!(by[1].name, NAME);
        assert_eq!(cosigned_at(by[1]), Some(NOW as u64 / 1_000));
    }
}

#[tokio::test]
async fn what_is_not_to_be_cosigned_is_answered_as_the_specification_says() {
    let (log, fork) = (log(), Log::new(ORIGIN, "forged", 40));
    let (stranger, thief) = (Log::new("elsewhere.example", "x", 3), log.submission(0, 3));
    let world = World::of(&[&log]);
    assert_eq!(world.submit(&log.submission(0, 10)).await.status, 200);
    let expect = async |submission, status: u16, kind: &str, body: &str| {
        let answer = world.submit(&submission).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.kind),
            (status, kind),
            "{answer:?}"
        );
        assert!(answer.body.contains(body), "{answer:?}");
    };
    let text = "text/plain; charset=utf-8";
    expect(
        stranger.submission(0, 3),
        404,
        text,
        "`elsewhere.example` is not known",
    )
    .await;
    expect(log.submission(0, 20), 409, "text/x.tlog.size", "10\n").await;
    expect(thief, 409, "text/x.tlog.size", "10\n").await;
    expect(fork.submission(10, 10), 409, text, "the log has forked").await;
    expect(fork.submission(10, 20), 422, text, "not proven to extend").await;
    let mut beyond = log.submission(0, 9);
    beyond.old = 10;
    expect(beyond, 400, text, "beyond the checkpoint's size 9").await;
    let mut unsigned = log.submission(10, 11);
    let at = unsigned.checkpoint.len() - 10;
    unsigned.checkpoint[at] ^= 1;
    expect(unsigned, 403, text, "is wrong").await;
    let mut malformed = log.submission(10, 11);
    malformed.checkpoint.truncate(20);
    expect(malformed, 400, text, "").await;
    let large = "old 0\n\n".to_owned() + &"x".repeat(70_000);
    let answer = world
        .send("POST", "/add-checkpoint", large.into_bytes())
        .await;
    assert_eq!(answer.status, 413, "{answer:?}");
    assert_eq!(world.get("/add-checkpoint").await.status, 405);
    // None of it moved what is held.
    assert_eq!(world.submit(&log.submission(10, 11)).await.status, 200);
}

#[tokio::test]
async fn a_fork_is_kept_as_proof() {
    let (log, fork) = (log(), Log::new(ORIGIN, "forged", 40));
    let world = World::of(&[&log]);
    world.submit(&log.submission(0, 10)).await;
    for _ in 0..20 {
        world.submit(&fork.submission(10, 10)).await;
    }
    let rows = world.place().register().unwrap().logs().unwrap();
    assert_eq!(rows[0].forks.len(), 16, "more would prove nothing more");
    let kept = &rows[0].forks[0];
    let identity = LogIdentity::new(&log.signer.verifier_key().to_string()).unwrap();
    let [one, other] =
        [&kept.note, &kept.cosigned].map(|note| identity.open(note).unwrap().checkpoint);
    assert_eq!((one.size, other.size), (10, 10));
    assert_ne!(one.root, other.root);
    assert!(
        world
            .get("/metrics")
            .await
            .body
            .contains("holdpoint_witness_log_forks{origin=\"ledger.example/acme\"} 16")
    );
}

#[tokio::test]
async fn what_was_cosigned_is_known_after_a_restart_and_after_removal() {
    let log = log();
    let world = World::of(&[&log]);
    world.submit(&log.submission(0, 10)).await;
    let world = World::again(world.directory);
    assert_eq!(world.submit(&log.submission(0, 20)).await.body, "10\n");
    let mut register = world.place().register().unwrap();
    assert!(register.remove(ORIGIN).unwrap() && !register.remove(ORIGIN).unwrap());
    let world = World::again(world.directory);
    assert_eq!(world.submit(&log.submission(10, 20)).await.status, 404);
    register.add(ORIGIN, log.signer.verifier_key(), 0).unwrap();
    let world = World::again(world.directory);
    assert_eq!(world.submit(&log.submission(0, 20)).await.body, "10\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_added_while_it_runs_is_known_soon() {
    let log = log();
    let world = World::of(&[]);
    assert_eq!(world.submit(&log.submission(0, 1)).await.status, 404);
    world
        .place()
        .register()
        .unwrap()
        .add(ORIGIN, log.signer.verifier_key(), 0)
        .unwrap();
    let mut answer = world.submit(&log.submission(0, 1)).await;
    for _ in 0..100 {
        if answer.status == 200 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        answer = world.submit(&log.submission(0, 1)).await;
    }
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn the_newest_cosigned_checkpoint_can_be_fetched_by_anybody() {
    let log = log();
    let world = World::of(&[&log]);
    let path = format!("/checkpoint/{}", hex(ORIGIN));
    assert_eq!(world.get(&path).await.status, 404);
    let submission = log.submission(0, 7);
    let answer = world.submit(&submission).await;
    let fetched = world.get(&path).await;
    assert_eq!(
        fetched.body.as_bytes(),
        [&*submission.checkpoint, answer.body.as_bytes()].concat()
    );
    assert!(
        world
            .get("/")
            .await
            .body
            .contains(&world.witness.key().to_string())
    );
    assert_eq!(world.get("/healthz").await.body, "ok\n");
    assert_eq!(world.get("/checkpoint/nothing").await.status, 404);
    let metrics = world.get("/metrics").await.body;
    assert!(
        metrics.contains("holdpoint_witness_submissions_total{status=\"200\"} 1\n"),
        "{metrics}"
    );
    assert!(
        metrics.contains("holdpoint_witness_log_size{origin=\"ledger.example/acme\"} 7\n"),
        "{metrics}"
    );
}

#[tokio::test]
async fn either_key_of_a_log_is_enough() {
    let log = log();
    let world = World::of(&[&log]);
    let second = holdpoint_ledger::note::Ed25519Signer::from_seed("new-key", &[8; 32]).unwrap();
    world
        .place()
        .register()
        .unwrap()
        .add(ORIGIN, second.verifier_key(), 0)
        .unwrap();
    let world = World::again(world.directory);
    let checkpoint = holdpoint_ledger::checkpoint::Checkpoint::new(ORIGIN, 1, Hash::leaf(b"1"));
    let mut submission = log.submission(0, 1);
    submission.checkpoint = checkpoint.sign(&[&second]).unwrap();
    assert_eq!(world.submit(&submission).await.status, 200);
}

#[tokio::test]
async fn a_clock_that_goes_back_is_stated_as_it_is() {
    let log = log();
    let world = World::of(&[&log]);
    world.submit(&log.submission(0, 7)).await;
    world.clock.set(NOW - 5_000);
    let submission = log.submission(7, 8);
    let answer = world.submit(&submission).await;
    let signed = opened(&world, &log, &submission.checkpoint, &answer);
    let time = signed.note.signatures().last().and_then(cosigned_at);
    assert_eq!(time, Some((NOW as u64 - 5_000) / 1_000));
}

fn hex(origin: &str) -> String {
    use sha2::Digest as _;
    hex::encode(sha2::Sha256::digest(origin))
}
