//! Views that somebody has saved: a page with its filters, under a name; shared with everybody if they say so.

use holdpoint_domain::organisation::PersonId;
use holdpoint_ports::{PersonalKind, PersonalStore, PersonalThing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ServiceError;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    /// What its owner calls it.
    pub name: String,
    /// The page, as a path on this site: `/releases`.
    pub page: String,
    /// Its filters and order, as they stand in the address after `?`.
    #[serde(default)]
    pub query: String,
    /// Whether everybody is offered it.
    #[serde(default)]
    pub shared: bool,
}

/// The most views of one person.
const MOST: usize = 100;

impl SavedView {
    fn check(&self) -> Result<(), ServiceError> {
        let wrong = |why: &str| Err(ServiceError::Malformed(why.to_owned()));
        if self.name.trim().is_empty() || self.name.chars().count() > 80 {
            return wrong("a view has a name of at most 80 characters");
        }
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_graphic() && c != '\\');
        // Whoever opens a shared view stays on this site: `//elsewhere.example` would not.
        let here = self.page.starts_with('/') && !self.page.starts_with("//");
        if !here || self.page.contains(['?', '#']) || !plain(&self.page) || self.page.len() > 200 {
            return wrong("a view is of a page on this site, such as `/releases`");
        }
        if !plain(&self.query) || self.query.contains(['?', '#']) || self.query.len() > 2_000 {
            return wrong(
                "the filters of a view are what stands behind `?`, at most 2000 characters",
            );
        }
        Ok(())
    }
}

/// Views that a person sees: their own, then those that others share.
pub(crate) fn saved(
    store: &dyn PersonalStore,
    person: &PersonId,
) -> Result<Vec<(PersonId, SavedView)>, ServiceError> {
    let all = store.personal_everywhere(PersonalKind::View)?;
    let read = |(owner, thing): (String, PersonalThing)| {
        let view: SavedView = serde_json::from_str(&thing.text).ok()?;
        Some((PersonId::new(owner).ok()?, view))
    };
    let mut views: Vec<_> = all
        .into_iter()
        .filter_map(read)
        .filter(|(owner, view)| owner == person || view.shared)
        .collect();
    views.sort_by(|one, other| {
        let order = |(owner, view): &(PersonId, SavedView)| (owner != person, view.name.clone());
        order(one).cmp(&order(other))
    });
    Ok(views)
}

pub(super) fn keep(
    store: &dyn PersonalStore,
    person: &PersonId,
    view: &SavedView,
) -> Result<(), ServiceError> {
    view.check()?;
    let kept = store.personal_all(person.as_str(), PersonalKind::View)?;
    if kept.len() >= MOST && !kept.iter().any(|thing| thing.name == view.name) {
        let why = format!("{MOST} views are kept for everybody; remove one first");
        return Err(ServiceError::Malformed(why));
    }
    let text = serde_json::to_string(view);
    let thing = PersonalThing {
        name: view.name.clone(),
        text: text.map_err(|error| ServiceError::Internal(error.to_string()))?,
    };
    Ok(store.keep_personal(person.as_str(), PersonalKind::View, &thing)?)
}
