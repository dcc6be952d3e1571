//! Views of a list that somebody has saved: its filters and order under a name.

use holdpoint_service::queries::ListViews;

use crate::desk::Desk;
use crate::visit::Fields;
use crate::words::{Language, messages};

messages! {
    /// Words of saved views.
    pub(crate) ViewWords {
        views: "Views" | "Ansichten";
        none: "Filter and sort the list, then keep that under a name." | "Filtern und sortieren Sie die Liste und merken Sie sich das unter einem Namen.";
        of(who): "by {who}" | "von {who}";
        save: "Save what is shown as" | "Was zu sehen ist, merken als";
        name: "Name of the view" | "Name der Ansicht";
        shared: "offer it to everybody" | "allen anbieten";
        keep: "Save" | "Merken";
        manage: "Rename or remove" | "Umbenennen oder entfernen";
    }
}

/// Saved views of the page, and what would be saved now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Views {
    pub(crate) t: ViewWords,
    pub(crate) all: Vec<View>,
    /// What is shown, as it stands in the address.
    pub(crate) query: String,
    /// The view that is shown, if it is one.
    pub(crate) shown: Option<String>,
    /// Whether views can be kept here: the past is none.
    pub(crate) live: bool,
}

impl Default for ViewWords {
    fn default() -> Self {
        Self(Language::English)
    }
}

impl PartialEq for ViewWords {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for ViewWords {}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) name: String,
    pub(crate) to: String,
    /// Whose it is, if it is another's.
    pub(crate) owner: Option<String>,
    pub(crate) here: bool,
}

/// Fields of the address that are no part of a view.
const PASSING: &[&str] = &["after", "at", "done", "format", "notch"];

impl Views {
    /// Those of the page that is shown. A list is shown without them if the vault does not answer.
    pub(super) fn of(desk: &Desk<'_>) -> Self {
        let page = Some(desk.visit.path.clone());
        let found = desk.ask(&ListViews { page });
        let query = lasting(&desk.visit.query);
        let all = found.map_or_else(|_| Vec::new(), |found| found.views);
        let all: Vec<_> = all
            .into_iter()
            .map(|line| View {
                here: line.view.query == query,
                to: desk.to(&line.link),
                owner: (!line.own).then(|| desk.called(&line.owner)),
                name: line.view.name,
            })
            .collect();
        Self {
            t: ViewWords(desk.language()),
            shown: all
                .iter()
                .find(|view| view.here)
                .map(|view| view.name.clone()),
            all,
            query,
            live: desk.at.is_none(),
        }
    }
}

/// What of an address a view keeps.
fn lasting(query: &Fields) -> String {
    let kept = query
        .0
        .iter()
        .filter(|(name, value)| !PASSING.contains(&name.as_str()) && !value.is_empty());
    let address = Fields(kept.cloned().collect()).address("");
    address.strip_prefix('?').unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::lasting;
    use crate::visit::Fields;

    #[test]
    fn a_view_keeps_filters_and_order_and_no_place_in_the_list() {
        let query = Fields::parse("q=a+b&after=50&sort=-name&stage=&done=x&at=12");
        assert_eq!(lasting(&query), "q=a%20b&sort=-name");
        assert_eq!(lasting(&Fields::default()), "");
    }
}
