//! What forges show of a verdict, in one line below its hold point.

use holdpoint_domain::gate::Outcome;
use holdpoint_domain::status::{Progress, Trouble};
use holdpoint_service::queries::StatusView;

use crate::mark::Tone;
use crate::when::When;
use crate::words::{Language, messages};

messages! {
    /// Words of that line.
    ShownWords {
        at[n]: "at {n} commit" / "at {n} commits" | "an {n} Commit" / "an {n} Commits";
        shown(name, verdict, place): "The forge shows {name} as {verdict} {place}" | "Die Forge zeigt {name} als {verdict} {place}";
        waiting(name, verdict, place): "The forge is still to show {name} as {verdict} {place}" | "Die Forge soll {name} noch als {verdict} {place} zeigen";
        trouble(name, verdict, place): "The forge does not show {name} as {verdict} {place}, and is asked again" | "Die Forge zeigt {name} nicht als {verdict} {place} und wird wieder gefragt";
        given_up(name, verdict, place): "The forge does not show {name} as {verdict} {place}" | "Die Forge zeigt {name} nicht als {verdict} {place}";
        go: "go" | "frei";
        hold: "hold" | "Halt";
        no_go: "no-go" | "gesperrt";
        token_missing: "its token is not where the settings say" | "ihr Token ist nicht, wo die Einstellungen es sagen";
        token_unknown: "it does not know the token" | "sie kennt das Token nicht";
        forbidden: "the token may not do that" | "das Token darf das nicht";
        absent: "it does not find the repository or the commit" | "sie findet Repository oder Commit nicht";
        limited: "it wants to be left alone for a while" | "sie will eine Weile in Ruhe gelassen werden";
        refused: "it says no" | "sie lehnt ab";
        unreachable: "it cannot be reached" | "sie ist nicht erreichbar";
    }
}

/// The line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(super) tone: Tone,
    pub(super) text: String,
    pub(super) when: When,
}

pub(super) fn shown(status: &StatusView, when: When, language: Language) -> Shown {
    let t = ShownWords(language);
    let verdict = match status.verdict {
        Outcome::Go => t.go(),
        Outcome::Hold => t.hold(),
        Outcome::NoGo => t.no_go(),
    };
    let (name, place) = (&status.context, t.at(status.targets.len()));
    let (tone, said) = match (status.progress, status.trouble) {
        (Progress::Shown, _) => (Tone::Quiet, t.shown(name, verdict, place)),
        (Progress::Waiting, None) => (Tone::Quiet, t.waiting(name, verdict, place)),
        (Progress::Waiting, Some(_)) => (Tone::Wait, t.trouble(name, verdict, place)),
        (Progress::GivenUp, _) => (Tone::Bad, t.given_up(name, verdict, place)),
    };
    let text = match status.trouble {
        Some(why) => format!("{said}: {}", in_words(why, language)),
        None => said,
    };
    Shown { tone, text, when }
}

/// Why a forge does not show it.
pub(super) fn in_words(trouble: Trouble, language: Language) -> &'static str {
    let t = ShownWords(language);
    match trouble {
        Trouble::TokenMissing => t.token_missing(),
        Trouble::TokenUnknown => t.token_unknown(),
        Trouble::Forbidden => t.forbidden(),
        Trouble::Absent => t.absent(),
        Trouble::Limited => t.limited(),
        Trouble::Refused => t.refused(),
        Trouble::Unreachable => t.unreachable(),
    }
}
