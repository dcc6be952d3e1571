//! `ledger.horizons`.

use holdpoint_domain::Time;
use holdpoint_engine::Horizon;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// Up to where the ledger is signed, and up to where others have witnessed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowHorizons {}

/// Up to where the ledger is signed, and up to where others have witnessed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HorizonsPage {
    /// Number of entries that a checkpoint is signed over.
    pub signed: u64,
    /// The newest checkpoint that enough witnesses have cosigned, if there is one.
    pub witnessed: Option<WitnessedView>,
    /// How many witnesses are enough; none if nobody is believed.
    pub quorum: Option<u32>,
    /// The witnesses that are believed.
    pub witnesses: Vec<WitnessView>,
    /// The size of a checkpoint that this ledger signed before and does not extend, if one has shown up: it was put
    /// back to an older state, or is another one.
    pub contradiction: Option<u64>,
}

/// A checkpoint that enough witnesses have cosigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WitnessedView {
    /// Number of entries below it.
    pub size: u64,
    /// Root of the tree over them, in base64.
    pub root: String,
    /// Who cosigned it, as the organisation calls them.
    pub by: Vec<String>,
    /// When the first of them did, as they state it.
    pub since: Option<Time>,
    /// The checkpoint with all its signatures, a C2SP note.
    pub checkpoint: String,
}

/// How it stands with a witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WitnessView {
    /// What the organisation calls it.
    pub name: String,
    /// Its verifier key.
    pub key: String,
    /// Where checkpoints are submitted.
    pub url: String,
    /// The size that it has cosigned, as far as is known since the server was started.
    pub size: Option<u64>,
    /// When it answered with a cosignature.
    pub cosigned: Option<Time>,
    /// Why it did not the last time that it was asked.
    pub problem: Option<String>,
}

impl Query for ShowHorizons {
    const NAME: &'static str = "ledger.horizons";
    type View = HorizonsPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<HorizonsPage, ServiceError> {
        let engine = reader.service.engine();
        let believed = engine.witnesses();
        let witnesses = believed.iter().flat_map(|all| &all.of).map(|one| {
            let standing = reader.service.witness_standing(&one.key);
            WitnessView {
                name: one.name.clone(),
                key: one.key.clone(),
                url: one.url.clone(),
                size: standing.size,
                cosigned: standing.cosigned_ms.map(Time::from_millis),
                problem: standing.problem,
            }
        });
        Ok(HorizonsPage {
            signed: reader.view().size(),
            witnessed: engine.horizon().map(|horizon| witnessed(&horizon)),
            quorum: believed.as_ref().map(|all| all.quorum),
            witnesses: witnesses.collect(),
            contradiction: engine.contradiction().map(|signed| signed.size),
        })
    }
}

fn witnessed(horizon: &Horizon) -> WitnessedView {
    let seconds = horizon.by.iter().map(|(_, seconds)| *seconds).min();
    let millis = |seconds: u64| i64::try_from(seconds.saturating_mul(1_000)).unwrap_or(i64::MAX);
    WitnessedView {
        size: horizon.size,
        root: horizon.root.to_base64(),
        by: horizon.by.iter().map(|(name, _)| name.clone()).collect(),
        since: seconds.map(|seconds| Time::from_millis(millis(seconds))),
        checkpoint: String::from_utf8_lossy(&horizon.note).into_owned(),
    }
}
