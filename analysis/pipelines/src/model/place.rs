//! Where a step runs, and as whom.

use holdpoint_findings::Value;

use super::sound::identity;
use crate::expression::Template;
use crate::shape::{Count, Cpu, FromBrief, Reader, Size, record};

record! {
    /// Which agents can run a step.
    Agent is "an agent"
    needs {}
    may {
        /// Labels that it has, all of them.
        labels: Vec<Template>,
        /// How many of its places the step takes; one if nothing is said.
        slots: Option<Count>,
    }
}

impl FromBrief for Agent {
    type Short = Vec<Template>;

    fn from_brief(labels: Vec<Template>) -> Self {
        Self {
            labels,
            slots: None,
        }
    }
}

record! {
    /// What a step may use up; beyond that it is stopped.
    Limits is "the limits"
    needs {}
    may {
        /// Processors.
        cpu: Option<Cpu>,
        /// Memory.
        memory: Option<Size>,
        /// What it writes into its folder.
        disk: Option<Size>,
        /// Processes at the same time.
        processes: Option<Count>,
        /// What it writes into its log.
        output: Option<Size>,
    }
}

record! {
    /// A token of a few minutes that says which step of which run it is, for others to trust.
    Identity is "an identity"
    needs {
        /// For whom the tokens are; one for each.
        audience: Vec<Template> = "[https://vault.example.org]",
    }
    may {}
    checked by identity
}

impl FromBrief for Identity {
    type Short = Vec<Template>;

    fn from_brief(audience: Vec<Template>) -> Self {
        Self { audience }
    }

    fn checked(&self, reader: &mut Reader<'_>, value: Value<'_>) {
        identity(self, reader, value);
    }
}
