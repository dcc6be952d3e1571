//! Hold points: gates, approvals, strategies.

use holdpoint_findings::Value;

use super::sound::{approval, strategy};
use crate::expression::Template;
use crate::shape::{Count, Duration, FromBrief, Percent, Reader, Word, choice, record};

choice! {
    /// How much a gate weighs.
    GateMode is "a mode of gates" {
        /// The run waits until it passes.
        Enforce = "enforce",
        /// The run goes on, and says that it would have stopped.
        Warn = "warn",
        /// The run goes on; what it would have done is recorded.
        Observe = "observe",
        /// There is no gate.
        None = "none",
    }
}

record! {
    /// A place where the run waits until the gate of an environment passes.
    Gate is "a gate"
    needs {}
    may {
        /// Whose gate: that of the stage if nothing is said.
        environment: Option<Word>,
        /// For which release; that of the run if nothing is said.
        release: Option<Template>,
        /// How much it weighs; `enforce` if nothing is said.
        mode: GateMode,
        /// How long the run waits for it; for ever if nothing is said. Then it has failed.
        timeout: Option<Duration>,
    }
}

impl FromBrief for Gate {
    type Short = GateMode;

    fn from_brief(mode: GateMode) -> Self {
        Self {
            environment: None,
            release: None,
            mode,
            timeout: None,
        }
    }
}

record! {
    /// People decide.
    Approval is "an approval"
    needs {
        /// Roles of those who decide; each has to.
        roles: Vec<Word> = "[release-manager]",
    }
    may {
        /// How many of each role; one if nothing is said.
        quorum: Option<Count>,
        /// What they are asked.
        instructions: Option<Template>,
        /// After which time without an answer it has failed.
        expires: Option<Duration>,
    }
    checked by approval
}

impl FromBrief for Approval {
    type Short = Vec<Word>;

    fn from_brief(roles: Vec<Word>) -> Self {
        Self {
            roles,
            quorum: None,
            instructions: None,
            expires: None,
        }
    }

    fn checked(&self, reader: &mut Reader<'_>, value: Value<'_>) {
        approval(self, reader, value);
    }
}

choice! {
    /// How a new version takes the place of the old one.
    StrategyKind is "a strategy" {
        /// The old one is stopped, then the new one is started.
        Recreate = "recreate",
        /// Instance by instance.
        Rolling = "rolling",
        /// Both stand side by side; traffic moves at once.
        BlueGreen = "blue-green",
        /// Traffic moves in steps, each judged before the next.
        Canary = "canary",
    }
}

record! {
    /// How a new version takes the place of the old one.
    Strategy is "a strategy"
    needs {
        /// Which one.
        kind: StrategyKind = "canary",
    }
    may {
        /// Of a canary: shares of the traffic, rising.
        steps: Vec<Percent>,
        /// How long each step is watched.
        pause: Option<Duration>,
        /// Of a rolling one: how much at a time.
        batch: Option<Percent>,
        /// Names of the metrics that judge it.
        metrics: Vec<Word>,
    }
    checked by strategy
}

impl FromBrief for Strategy {
    type Short = StrategyKind;

    fn from_brief(kind: StrategyKind) -> Self {
        Self {
            kind,
            steps: Vec::new(),
            pause: None,
            batch: None,
            metrics: Vec::new(),
        }
    }
}
