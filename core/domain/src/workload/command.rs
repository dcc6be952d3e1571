//! What is asked about workloads: Holdpoint itself asks, when one has proved what it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::refusal::{admission_wrong, workload_unknown};
use super::{Admitted, RunId, WorkloadName};
use crate::access::Required;
use crate::kernel::{Context, Decide, Halt, Time};
use crate::organisation::not_founded;
use crate::{Fact, State};

/// Records that a run of a workload is let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdmitWorkload {
    /// Which workload.
    pub workload: WorkloadName,
    /// Which run.
    pub run: RunId,
    /// Who it is to its issuer.
    pub subject: String,
    /// What its issuer calls the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// The claims that let it in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, String>,
    /// Until when its token counts.
    pub until: Time,
}

/// How long what is told of a run may be in all, in bytes.
const LONGEST: usize = 16_000;

impl Decide for AdmitWorkload {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let organisation = state.organisation.as_ref().ok_or_else(not_founded)?;
        let workloads = organisation.settings.workloads.as_ref();
        let unknown = || workload_unknown(&self.workload);
        let rule = workloads.and_then(|all| all.rule(&self.workload));
        let rule = rule.ok_or_else(unknown)?;
        let issuer = workloads.and_then(|all| all.issuer(&rule.issuer));
        let issuer = issuer.ok_or_else(unknown)?;
        let pairs = self
            .claims
            .iter()
            .map(|(name, text)| name.len() + text.len());
        let size = self.subject.len() + pairs.sum::<usize>();
        if size + self.called.as_ref().map_or(0, String::len) > LONGEST {
            return Err(admission_wrong(size).into());
        }
        let admitted = Admitted {
            workload: self.workload.clone(),
            run: self.run.clone(),
            issuer: issuer.url.clone(),
            subject: self.subject.clone(),
            called: self.called.clone(),
            claims: self.claims.clone(),
            role: rule.role,
            scope: rule.scope.clone(),
            until: self.until,
        };
        Ok(vec![admitted.into()])
    }
}
