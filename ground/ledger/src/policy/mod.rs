//! Trust policies, as C2SP tlog-policy says (a draft without a version): which logs are believed, which
//! witnesses, and how many of them must have cosigned a checkpoint before it counts as witnessed.
//!
//! ```text
//! log ledger.example.org+7d1c8a53+AcYt…
//! witness audit witness.example.org+91f3…+BJk… https://witness.example.org
//! witness board witness.board.example+02ab…+BPq…
//! group both 2 audit board
//! quorum both
//! ```

mod mistake;
mod parse;
mod quorum;
mod witnessed;

pub use mistake::PolicyMistake;
pub use witnessed::Witnessed;

use quorum::Quorum;

use crate::note::VerifierKey;

/// A log that a policy believes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLog {
    /// Its key, whose name is the log's origin.
    pub key: VerifierKey,
    /// Where it is reached, if the policy says so.
    pub url: Option<String>,
}

/// A witness that a policy believes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWitness {
    /// What the policy calls it.
    pub name: String,
    /// Its key, of the cosignature type.
    pub key: VerifierKey,
    /// Its submission prefix, if the policy says so.
    pub url: Option<String>,
}

/// Whom to believe about a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustPolicy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    quorum: Quorum,
}

impl TrustPolicy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// Every mistake in it, each with its line.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<PolicyMistake>> {
        parse::parse(bytes)
    }

    /// A policy of witnesses of which any `threshold` are enough, in no groups.
    ///
    /// # Errors
    /// What would be wrong with it as a file.
    pub fn of(
        threshold: u32,
        logs: Vec<PolicyLog>,
        witnesses: Vec<PolicyWitness>,
    ) -> Result<Self, Vec<PolicyMistake>> {
        let policy = parse::k_of_n(threshold, &logs, &witnesses);
        Self::parse(policy.as_bytes())
    }

    /// The logs that are believed.
    #[must_use]
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The witnesses that are believed.
    #[must_use]
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Whether these witnesses, by their place in [`TrustPolicy::witnesses`], are enough.
    #[must_use]
    pub fn satisfied(&self, cosigned: &[usize]) -> bool {
        self.quorum.holds(cosigned)
    }
}
