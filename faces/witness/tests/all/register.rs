//! The directory of a witness, and many who write at once.

use std::collections::BTreeMap;

use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::note::Note;
use holdpoint_witness::{Place, PlaceError, RegisterError};

use crate::world::{Log, World};

#[test]
fn nothing_is_overwritten_and_nothing_foreign_is_opened() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place::new(directory.path(), None);
    assert!(matches!(place.register(), Err(PlaceError::Nothing(_))));
    assert!(matches!(place.cosigner(), Err(PlaceError::Nothing(_))));
    assert!(matches!(
        place.create("no name", &[1; 32]),
        Err(PlaceError::Cosigner(_))
    ));
    assert!(!directory.path().join("witness.key").exists());
    place.create("w", &[1; 32]).unwrap();
    assert!(matches!(
        place.create("w", &[2; 32]),
        Err(PlaceError::Taken(_))
    ));
    assert_eq!(place.cosigner().unwrap().verifier_key().name, "w");
    let file = directory.path().join("witness.sqlite");
    let set = |pragma: &str, value: i64| {
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.pragma_update(None, pragma, value).unwrap();
    };
    set("user_version", 7);
    let newer = place.register().unwrap_err();
    assert!(
        matches!(
            newer,
            PlaceError::Register(RegisterError::Newer { found: 7, known: 1 })
        ),
        "{newer}"
    );
    set("application_id", 1);
    assert!(matches!(
        place.register(),
        Err(PlaceError::Register(RegisterError::Foreign))
    ));
}

/// Two programs on one directory, and two histories of one log pushed into both at once: whoever comes first for a
/// size, no second root of that size is cosigned by either.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_programs_on_one_register_never_cosign_a_fork() {
    const SIZE: u64 = 24;
    let histories =
        ["honest", "forged"].map(|history| Log::new("ledger.example/acme", history, SIZE));
    for _ in 0..5 {
        let one = World::of(&[&histories[0]]);
        let clock = std::sync::Arc::new(one.clock.clone());
        let two = holdpoint_witness::Witness::open(&one.place(), clock).unwrap();
        let mut asks = tokio::task::JoinSet::new();
        for seed in 0..200_u64 {
            let log = &histories[(seed % 2) as usize];
            // Every old size up to there, so that some fit what is held by then.
            let (old, size) = (seed * 7 % SIZE, seed * 7 % SIZE + 1 + seed % 3);
            let submission = log.submission(old, size.min(SIZE));
            let router = if seed % 3 == 0 {
                two.router()
            } else {
                one.witness.router()
            };
            asks.spawn(async move {
                use tower::ServiceExt as _;
                let request = axum::http::Request::post("/add-checkpoint");
                let request = request
                    .body(axum::body::Body::from(submission.to_bytes()))
                    .unwrap();
                let response = router.oneshot(request).await.unwrap();
                (response.status() == 200).then_some(submission.checkpoint)
            });
        }
        let mut roots: BTreeMap<u64, holdpoint_ledger::Hash> = BTreeMap::new();
        while let Some(cosigned) = asks.join_next().await {
            let Some(note) = cosigned.unwrap() else {
                continue;
            };
            let note = Note::parse(&note).unwrap();
            let head: Checkpoint = note.unverified_text().parse().unwrap();
            assert_eq!(*roots.entry(head.size).or_insert(head.root), head.root);
        }
        assert!(!roots.is_empty());
    }
}
