//! Custom rules (Rego) and policies on who may do what (Cedar), whose text is kept as a blob.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_authorisation::PolicySet;
use holdpoint_configuration::read_policies;
use holdpoint_domain::{Digest, RuleError, RuleOutcome, RuleQuestion, Rules};
use holdpoint_ports::{BlobDigest, BlobStore};
use holdpoint_rego::Policy;

/// The rules and policies whose texts these blobs are.
#[must_use]
pub fn rules(blobs: &Arc<dyn BlobStore>) -> Arc<dyn Rules + Send + Sync> {
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
    fn text(&self, digest: &Digest) -> Result<String, RuleError> {
        let text = self.blobs.get(&BlobDigest(digest.0));
        // The ledger does not name a rule that is not there: one that is not now was damaged.
        let text = text.map_err(|error| RuleError::Unanswered(error.to_string()))?;
        let missing = || RuleError::Unanswered(format!("there is no rule `{digest}`"));
        let text = text.ok_or_else(missing)?;
        String::from_utf8(text).map_err(|_| RuleError::Wrong("it is no text".to_owned()))
    }

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
        let text = self.text(digest)?;
        let policy = Policy::load(&[("policy.rego", text)]).map_err(|problems| {
            let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
            RuleError::Wrong(said.join("; "))
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
    fn evaluate(&self, question: &RuleQuestion) -> Result<RuleOutcome, RuleError> {
        let outcome = self.policy(&question.policy)?.evaluate(&question.input);
        let outcome = outcome.map_err(|error| match error.is_lasting() {
            true => RuleError::Wrong(error.to_string()),
            false => RuleError::Unanswered(error.to_string()),
        })?;
        Ok(RuleOutcome {
            passed: outcome.allowed,
            messages: outcome.messages,
        })
    }

    fn policies(&self, policy: &Digest) -> Result<Arc<dyn PolicySet>, RuleError> {
        self.read_policies(&self.text(policy)?)
    }

    fn read_policies(&self, text: &str) -> Result<Arc<dyn PolicySet>, RuleError> {
        Ok(Arc::new(read_policies(text).map_err(|mistakes| {
            let said: Vec<_> = mistakes.iter().map(|mistake| mistake.at(text)).collect();
            RuleError::Wrong(said.join("; "))
        })?))
    }
}
