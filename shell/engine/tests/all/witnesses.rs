//! Witnesses that a test plays, and what they cosign.

use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::organisation::{Settings, Witness, Witnesses};
use holdpoint_ledger::cosignature::Cosigner;
use holdpoint_ledger::note::Note;
use holdpoint_ledger::policy::TrustPolicy;

use crate::world::World;

pub const SECONDS: u64 = 1_800_000_000;

pub fn cosigner(at: u8) -> Cosigner {
    Cosigner::from_seed(&format!("witness.example/{at}"), &[60 + at; 32]).unwrap()
}

/// Settings that believe `count` witnesses, any `quorum` of which are enough.
pub fn believing(quorum: u32, count: u8) -> Apply {
    let of = (0..count).map(|at| Witness {
        name: format!("w{at}"),
        key: cosigner(at).verifier_key().to_string(),
        url: format!("https://witness-{at}.example"),
    });
    let witnesses = Some(Witnesses {
        quorum,
        of: of.collect(),
    });
    let settings = Settings {
        witnesses,
        ..Settings::default()
    };
    Apply {
        changes: vec![Change::Settings(settings)],
        ..Apply::default()
    }
}

/// The newest checkpoint with cosignatures of these.
pub fn cosigned(world: &World, by: &[u8]) -> Vec<u8> {
    let mut note = Note::parse(&world.engine.checkpoint().unwrap()).unwrap();
    for at in by {
        note.sign(&cosigner(*at).at(SECONDS)).unwrap();
    }
    note.to_bytes()
}

/// What an auditor was given: the log's key, the witnesses' keys, and how many are enough.
pub fn policy(world: &World, quorum: u32, count: u8) -> TrustPolicy {
    let mut text = format!("log {}\n", world.engine.key());
    for at in 0..count {
        text += &format!("witness w{at} {}\n", cosigner(at).verifier_key());
    }
    let names: Vec<_> = (0..count).map(|at| format!("w{at}")).collect();
    text += &format!("group enough {quorum} {}\nquorum enough\n", names.join(" "));
    TrustPolicy::parse(text.as_bytes()).unwrap()
}
