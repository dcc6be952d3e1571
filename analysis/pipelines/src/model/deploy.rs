//! Waiting, deploying, and looking whether it works.

use super::Strategy;
use super::sound::wait;
use crate::expression::Template;
use crate::shape::{Brief, Duration, FromBrief, Word, choice, record};

record! {
    /// Time that passes.
    Wait is "a wait"
    needs {}
    may {
        /// How long.
        r#for: Option<Duration>,
        /// Until one of these maintenance windows is open.
        window: Vec<Word>,
    }
    checked by wait
}

impl FromBrief for Wait {
    type Short = Duration;

    fn from_brief(duration: Duration) -> Self {
        Self {
            r#for: Some(duration),
            window: Vec::new(),
        }
    }
}

choice! {
    /// What is deployed at once.
    Per is "what is deployed at once" {
        /// All of a release.
        Release = "release",
        /// Each component, after those of the same run that it depends on.
        Component = "component",
    }
}

record! {
    /// A deployment to an environment.
    Deploy is "a deployment"
    needs {}
    may {
        /// Where to; the environment of the stage if nothing is said.
        environment: Option<Word>,
        /// Which release; that of the run if nothing is said.
        release: Option<Template>,
        /// Which of its components; all if nothing is said.
        components: Vec<Word>,
        /// How; as the stage says if nothing is said.
        strategy: Option<Brief<Strategy>>,
        /// What is deployed at once: a release, or a component after those that it depends on.
        per: Per,
        /// Whether what ran before is brought back when the run has failed or was cancelled.
        roll_back: bool,
    }
}

/// Bringing back what ran before another step deployed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RollBack {
    /// The id of that step.
    pub of: Box<str>,
}

impl FromBrief for Deploy {
    type Short = Word;

    fn from_brief(environment: Word) -> Self {
        Self {
            environment: Some(environment),
            release: None,
            components: Vec::new(),
            strategy: None,
            per: Per::Release,
            roll_back: false,
        }
    }
}

record! {
    /// Looking whether what was deployed works.
    Verify is "a verification"
    needs {}
    may {
        /// Where; the environment of the stage if nothing is said.
        environment: Option<Word>,
        /// How long it is watched.
        r#for: Option<Duration>,
        /// Key transactions that have to work; those of the components if nothing is said.
        transactions: Vec<Word>,
        /// Metrics that are compared with those of the old version.
        metrics: Vec<Word>,
    }
}

impl FromBrief for Verify {
    type Short = Duration;

    fn from_brief(duration: Duration) -> Self {
        Self {
            environment: None,
            r#for: Some(duration),
            transactions: Vec::new(),
            metrics: Vec::new(),
        }
    }
}
