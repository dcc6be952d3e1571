//! Waiting, deploying, and looking whether it works.

use super::Strategy;
use super::sound::wait;
use crate::expression::Template;
use crate::shape::{Brief, Duration, FromBrief, Word, record};

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
    }
}

impl FromBrief for Deploy {
    type Short = Word;

    fn from_brief(environment: Word) -> Self {
        Self {
            environment: Some(environment),
            release: None,
            components: Vec::new(),
            strategy: None,
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
