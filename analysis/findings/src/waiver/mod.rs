//! Exceptions: somebody answers for a finding, with a reason, until a day.
//!
//! ```yaml
//! waivers:
//!   - rule: api-path-removed       # its id, or what another tool calls it
//!     subject: GET /pets           # one of these at least; `*` stands for anything
//!     file: "*.yaml"
//!     pointer: /paths/*
//!     fingerprint: 3f1c…
//!     owner: team-pets             # who mends it
//!     approver: anna               # who accepts it until then
//!     reason: the last client moves in March
//!     expires: 2027-03-31          # the last day on which it holds
//! ```

mod apply;
mod glob;
mod read;
mod rules;

use jiff::civil::Date;
use serde::Serialize;

pub(crate) use rules::RULES;

use crate::Place;

/// One exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Which rule.
    pub rule: String,
    /// Which subject; any if nothing is said.
    pub subject: Option<String>,
    /// Which file.
    pub file: Option<String>,
    /// Which pointer.
    pub pointer: Option<String>,
    /// Exactly this finding.
    pub fingerprint: Option<String>,
    /// What is said with it in a report.
    pub applied: Applied,
    /// Where it stands.
    pub place: Place,
}

/// A waiver as it stands with the finding that it excuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Who mends it.
    pub owner: String,
    /// Who accepts it until then.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    #[serde(serialize_with = "written")]
    pub expires: Date,
}

fn written<S: serde::Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// All exceptions of a file.
#[derive(Debug)]
pub struct Waivers {
    list: Vec<Waiver>,
    source: std::sync::Arc<crate::Source>,
}

impl Waivers {
    /// The exceptions, in the order of the file.
    #[must_use]
    pub fn list(&self) -> &[Waiver] {
        &self.list
    }
}
