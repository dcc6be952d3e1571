//! `settings.show` and `views.list`: what belongs to who asks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::personal::{SavedView, Settings, saved, settings_of};
use crate::{PersonRef, Reader, ServiceError};

/// How who asks likes to be served.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowSettings {}

/// How somebody likes to be served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SettingsPage {
    /// Who.
    pub person: PersonRef,
    /// What they have chosen.
    pub settings: Settings,
    /// Whether there is a mail address to send a bulletin to.
    pub mail: bool,
}

impl Query for ShowSettings {
    const NAME: &'static str = "settings.show";
    type View = SettingsPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<SettingsPage, ServiceError> {
        let person = reader.person()?;
        let profile = reader.names().profile(person);
        Ok(SettingsPage {
            person: reader.names().person(person),
            settings: settings_of(reader.personal, person)?,
            mail: profile.is_some_and(|profile| profile.mail.is_some()),
        })
    }
}

/// The saved views of who asks, then those that others share.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListViews {
    /// Only those of this page, such as `/releases`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// Saved views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Views {
    /// One's own, then those that others share, in order of name.
    pub views: Vec<ViewLine>,
}

/// A saved view and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ViewLine {
    /// Whose.
    pub owner: PersonRef,
    /// Whether it belongs to who asks.
    pub own: bool,
    /// The view.
    pub view: SavedView,
    /// Where it leads.
    pub link: String,
}

impl Query for ListViews {
    const NAME: &'static str = "views.list";
    type View = Views;

    fn answer(&self, reader: &Reader<'_>) -> Result<Views, ServiceError> {
        let person = reader.person()?;
        let all = saved(reader.personal, person)?.into_iter();
        let wanted =
            all.filter(|(_, view)| self.page.as_ref().is_none_or(|page| view.page == *page));
        let lines = wanted.map(|(owner, view)| ViewLine {
            owner: reader.names().person(&owner),
            own: owner == *person,
            link: match view.query.as_str() {
                "" => view.page.clone(),
                query => format!("{}?{query}", view.page),
            },
            view,
        });
        Ok(Views {
            views: lines.collect(),
        })
    }
}
