//! Custom rules (Rego), whose text is kept as a blob.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_domain::{Digest, RuleError, RuleOutcome, Rules};
use holdpoint_ports::{BlobDigest, BlobStore};
use holdpoint_rego::Policy;
use serde_json::Value;

/// The rules whose texts these blobs are.
pub(super) fn policies(blobs: &Arc<dyn BlobStore>) -> Arc<dyn Rules + Send + Sync> {
    Arc::new(Policies {
        blobs: Arc::clone(blobs),
        loaded: Mutex::default(),
    })
}

struct Policies {
    blobs: Arc<dyn BlobStore>,
    loaded: Mutex<HashMap<Digest, Arc<Policy>>>,
}

/// Loaded policies that are kept: an organisation has a few.
const KEPT: usize = 64;

impl Policies {
    fn policy(&self, digest: &Digest) -> Result<Arc<Policy>, RuleError> {
        let known = self
            .loaded
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(digest)
            .cloned();
        if let Some(policy) = known {
            return Ok(policy);
        }
        let text = self.blobs.get(&BlobDigest(digest.0));
        let text = text.map_err(|error| RuleError(error.to_string()))?;
        let text = text.ok_or_else(|| RuleError(format!("there is no rule `{digest}`")))?;
        let text = String::from_utf8(text).map_err(|_| RuleError("it is no text".to_owned()))?;
        let policy = Policy::load(&[("policy.rego", text)]).map_err(|problems| {
            let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
            RuleError(said.join("; "))
        })?;
        let policy = Arc::new(policy);
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if loaded.len() >= KEPT {
            loaded.clear();
        }
        loaded.insert(*digest, Arc::clone(&policy));
        Ok(policy)
    }
}

impl Rules for Policies {
    fn evaluate(&self, policy: &Digest, input: &Value) -> Result<RuleOutcome, RuleError> {
        let outcome = self.policy(policy)?.evaluate(input);
        let outcome = outcome.map_err(|error| RuleError(error.to_string()))?;
        Ok(RuleOutcome {
            passed: outcome.allowed,
            messages: outcome.messages,
        })
    }
}
