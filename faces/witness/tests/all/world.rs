//! A log and a witness of its own directory.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ledger::tree::{MemoryTree, consistency_proof, root_of};
use holdpoint_ledger::witness::Submission;
use holdpoint_ports::ManualClock;
use holdpoint_witness::{Place, Witness};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

pub(crate) const NAME: &str = "witness.example/w1";
/// In milliseconds since the epoch.
pub(crate) const NOW: i64 = 1_800_000_000_000;

/// A log of `tree`, whose entries are told apart by `history`.
pub(crate) struct Log {
    pub(crate) signer: Ed25519Signer,
    tree: MemoryTree,
}

impl Log {
    pub(crate) fn new(origin: &str, history: &str, size: u64) -> Self {
        let signer = Ed25519Signer::from_seed(origin, &[9; 32]).unwrap();
        let mut tree = MemoryTree::default();
        for at in 0..size {
            tree.append(Hash::leaf(format!("{history} {at}").as_bytes()));
        }
        Self { signer, tree }
    }

    pub(crate) fn submission(&self, old: u64, size: u64) -> Submission {
        let proof = match old {
            0 => Vec::new(),
            old => consistency_proof(&self.tree, old, size).unwrap_or_default(),
        };
        let root = root_of(&self.tree, size).unwrap();
        let checkpoint = Checkpoint::new(&self.signer.verifier_key().name, size, root);
        let checkpoint = checkpoint.sign(&[&self.signer]).unwrap();
        Submission {
            old,
            proof,
            checkpoint,
        }
    }
}

pub(crate) struct World {
    pub(crate) directory: tempfile::TempDir,
    pub(crate) witness: Witness,
    pub(crate) clock: ManualClock,
}

impl World {
    /// A witness that knows these logs.
    pub(crate) fn of(logs: &[&Log]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let place = Place::new(directory.path(), None);
        place.create(NAME, &[3; 32]).unwrap();
        for log in logs {
            let key = log.signer.verifier_key();
            place.register().unwrap().add(&key.name, key, 0).unwrap();
        }
        Self::again(directory)
    }

    /// The same witness, started once more.
    pub(crate) fn again(directory: tempfile::TempDir) -> Self {
        let clock = ManualClock::at(NOW);
        let place = Place::new(directory.path(), None);
        let witness = Witness::open(&place, Arc::new(clock.clone())).unwrap();
        Self {
            directory,
            witness,
            clock,
        }
    }

    pub(crate) fn place(&self) -> Place {
        Place::new(self.directory.path(), None)
    }

    pub(crate) async fn submit(&self, submission: &Submission) -> Answer {
        self.send("POST", "/add-checkpoint", submission.to_bytes())
            .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, Vec::new()).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = request.body(Body::from(body)).unwrap();
        let response = self.witness.router().oneshot(request).await.unwrap();
        let kind = response.headers().get("content-type");
        let kind = kind.map(|kind| kind.to_str().unwrap().to_owned());
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            kind: kind.unwrap_or_default(),
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) kind: String,
    pub(crate) body: String,
}
