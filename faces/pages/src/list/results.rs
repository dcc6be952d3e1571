//! What came of an act on many: a result for each.

use askama::Template;

use crate::frame::Frame;
use crate::words::messages;

messages! {
    /// Words about results.
    pub(crate) ResultWords {
        done: "Done" | "Erledigt";
        not_done: "Not done" | "Nicht erledigt";
        nothing_chosen: "Nothing was chosen." | "Es war nichts gewählt.";
        back: "Back to the list" | "Zurück zur Liste";
        summary(done, all): "{done} of {all} done" | "{done} von {all} erledigt";
    }
}

/// What came of it for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ItemResult {
    pub(crate) name: String,
    pub(crate) to: String,
    /// Why not, if it was not done.
    pub(crate) refused: Option<String>,
}

/// What came of it for each.
#[derive(Template)]
#[template(path = "results.html")]
pub(crate) struct ResultsPage {
    pub(crate) frame: Frame,
    pub(crate) t: ResultWords,
    pub(crate) heading: String,
    pub(crate) results: Vec<ItemResult>,
    pub(crate) back: String,
}

impl ResultsPage {
    fn done(&self) -> usize {
        self.results
            .iter()
            .filter(|one| one.refused.is_none())
            .count()
    }
}
