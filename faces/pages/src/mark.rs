//! Marks: a word in a colour that says how good that is. The word alone says it, too.

use holdpoint_domain::deployment::DeploymentStage;
use holdpoint_domain::gate::Outcome;
use holdpoint_domain::release::Stage;

use crate::icon::Icon;
use crate::words::{Language, messages};

messages! {
    /// Where things stand.
    Standing {
        go: "Go" | "Frei";
        hold: "Hold" | "Halt";
        no_go: "No-go" | "Gesperrt";
        draft: "Draft" | "Entwurf";
        submitted: "Submitted" | "Eingereicht";
        at(place): "In {place}" | "In {place}";
        stopped: "Stopped" | "Gestoppt";
        cancelled: "Cancelled" | "Abgesagt";
        closed: "Closed" | "Abgeschlossen";
        imported: "Past" | "Vergangen";
        running: "Running" | "Läuft";
        uncertain: "Uncertain" | "Ungewiss";
        current: "Current" | "Aktuell";
        failed: "Failed" | "Gescheitert";
        aborted: "Aborted" | "Abgebrochen";
        superseded: "Superseded" | "Abgelöst";
    }
}

/// How good something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tone {
    /// It is well.
    Good,
    /// It waits.
    Wait,
    /// It is not well.
    Bad,
    /// It is under way.
    Live,
    /// It is over, or nothing to be looked at.
    Quiet,
}

impl Tone {
    /// The class that colours it.
    #[must_use]
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Bad => "bad",
            Self::Live => "live",
            Self::Quiet => "quiet",
        }
    }
}

/// A word in a colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The colour.
    pub(crate) tone: Tone,
    /// What stands before the word.
    pub(crate) icon: Icon,
    /// The word.
    pub(crate) word: String,
}

impl Mark {
    /// A word of its own.
    pub(crate) fn new(tone: Tone, icon: Icon, word: &str) -> Self {
        Self {
            tone,
            icon,
            word: word.to_owned(),
        }
    }

    /// Of a verdict.
    pub(crate) fn verdict(outcome: Outcome, language: Language) -> Self {
        let words = Standing(language);
        match outcome {
            Outcome::Go => Self::new(Tone::Good, Icon::Check, words.go()),
            Outcome::Hold => Self::new(Tone::Wait, Icon::Pause, words.hold()),
            Outcome::NoGo => Self::new(Tone::Bad, Icon::Cross, words.no_go()),
        }
    }

    /// Of where a release stands.
    pub(crate) fn stage(stage: Stage, language: Language) -> Self {
        let words = Standing(language);
        match stage {
            Stage::Draft => Self::new(Tone::Quiet, Icon::Document, words.draft()),
            Stage::Submitted => Self::new(Tone::Live, Icon::Journey, words.submitted()),
            Stage::Stopped => Self::new(Tone::Bad, Icon::Cross, words.stopped()),
            Stage::Cancelled => Self::new(Tone::Quiet, Icon::Cross, words.cancelled()),
            Stage::Closed => Self::new(Tone::Quiet, Icon::Check, words.closed()),
            Stage::Imported => Self::new(Tone::Quiet, Icon::Clock, words.imported()),
        }
    }

    /// Of how far a release has come: the last place where all of it runs.
    pub(crate) fn reached(place: &str, production: bool, language: Language) -> Self {
        let tone = if production { Tone::Good } else { Tone::Live };
        Self::new(tone, Icon::Check, &Standing(language).at(place))
    }

    /// Of where a deployment stands.
    pub(crate) fn deployment(stage: DeploymentStage, language: Language) -> Self {
        let words = Standing(language);
        match stage {
            DeploymentStage::Running => Self::new(Tone::Live, Icon::Play, words.running()),
            DeploymentStage::Uncertain => Self::new(Tone::Wait, Icon::Alert, words.uncertain()),
            DeploymentStage::Current => Self::new(Tone::Good, Icon::Check, words.current()),
            DeploymentStage::Failed => Self::new(Tone::Bad, Icon::Cross, words.failed()),
            DeploymentStage::Aborted => Self::new(Tone::Quiet, Icon::Cross, words.aborted()),
            DeploymentStage::Superseded => Self::new(Tone::Quiet, Icon::Undo, words.superseded()),
        }
    }
}
