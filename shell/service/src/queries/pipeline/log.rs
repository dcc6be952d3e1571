//! `pipeline.log`.

use holdpoint_domain::Digest;
use holdpoint_ports::BlobDigest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::run::{absent, id};
use crate::queries::Query;
use crate::{Reader, ServiceError};

/// What the last attempt of a step wrote that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowStepLog {
    /// Of which run.
    pub run: String,
    /// The id of the step.
    pub step: String,
}

/// What a step wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepLog {
    /// Its digest; none if the step has written nothing, or not ended.
    pub digest: Option<Digest>,
    /// What it wrote, as far as that is text.
    pub text: String,
    /// Whether the step has ended.
    pub ended: bool,
}

impl Query for ShowStepLog {
    const NAME: &'static str = "pipeline.log";
    type View = StepLog;

    fn answer(&self, reader: &Reader<'_>) -> Result<StepLog, ServiceError> {
        let id = id(&self.run)?;
        let found = reader.ask(|state| {
            let run = state.runs.get(&id.key())?;
            Ok(run.map(|run| {
                let place = run.planned.find(&self.step)?;
                let end = run.ended.get(&place);
                let before = run.attempts.get(&place).and_then(|one| one.before.as_ref());
                let last = end.map(|end| &end.result).or(before);
                Some((end.is_some(), last.and_then(|last| last.log)))
            }))
        })?;
        let found = found.ok_or_else(|| absent(&self.run))?;
        let (ended, digest) =
            found.ok_or_else(|| absent(&format!("{} {}", self.run, self.step)))?;
        let blobs = reader.service.blobs();
        let bytes = digest.map(|digest| blobs.get(&BlobDigest(digest.0)));
        let bytes = bytes.transpose()?.flatten().unwrap_or_default();
        Ok(StepLog {
            digest,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            ended,
        })
    }
}
