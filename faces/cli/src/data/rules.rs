//! Custom rules, whose text is kept as a blob.

use std::sync::Arc;

use holdpoint_domain::{Digest, RuleError, RuleOutcome, Rules};
use holdpoint_ports::{BlobDigest, BlobStore};
use serde_json::Value;

/// The rules whose texts these blobs are.
pub(super) fn policies(blobs: &Arc<dyn BlobStore>) -> Arc<dyn Rules + Send + Sync> {
    Arc::new(Policies {
        blobs: Arc::clone(blobs),
    })
}

struct Policies {
    blobs: Arc<dyn BlobStore>,
}

impl Rules for Policies {
    fn evaluate(&self, policy: &Digest, _: &Value) -> Result<RuleOutcome, RuleError> {
        let text = self.blobs.get(&BlobDigest(policy.0));
        match text.map_err(|error| RuleError(error.to_string()))? {
            None => Err(RuleError(format!("there is no rule `{policy}`"))),
            Some(_) => Err(RuleError("this program was built without Rego".to_owned())),
        }
    }
}
