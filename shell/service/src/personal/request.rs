//! What somebody changes of what is theirs.

use holdpoint_domain::Actor;
use holdpoint_domain::access::Permission;
use holdpoint_ports::PersonalKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{SavedView, Seen, Settings, mark, person, settings, view};
use crate::queries::{InboxPart, Query, ShowInbox};
use crate::{At, Service, ServiceError};

/// Something to be changed. It is always one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PersonalRequest {
    /// These settings from now on, all of them.
    SetSettings(Settings),
    /// How much of some things in the inbox was seen.
    Mark {
        /// Which, by id.
        items: Vec<String>,
        /// How much.
        seen: Seen,
    },
    /// A view at hand from now on, instead of one of the same name.
    SaveView(SavedView),
    /// A view no more.
    RemoveView {
        /// Which, by name.
        name: String,
    },
}

impl PersonalRequest {
    /// Whether nothing but who asks is touched: then no role is needed.
    fn of_nothing_else(&self) -> bool {
        match self {
            Self::SetSettings(_) | Self::RemoveView { .. } => true,
            Self::Mark { .. } | Self::SaveView(_) => false,
        }
    }
}

impl Service {
    /// Changes what belongs to who asks.
    ///
    /// # Errors
    /// When it is not what it should be, the vault fails, or the actor may not read what it is about: settings are
    /// everybody's who is known.
    pub fn personal(
        &self,
        actor: &Actor,
        request: &PersonalRequest,
    ) -> Result<Value, ServiceError> {
        let person = person(actor)?;
        let store = self.personal_store();
        if !request.of_nothing_else() {
            self.may(actor, Permission::Read)?;
        }
        match request {
            PersonalRequest::SetSettings(wanted) => {
                settings::keep(store, person, wanted)?;
                Ok(json!({ "settings": wanted }))
            }
            PersonalRequest::Mark { items, seen } => {
                mark::keep(store, person, items, *seen)?;
                self.present().acted(person);
                let inbox = {
                    let all = ShowInbox {
                        which: InboxPart::All,
                        ..ShowInbox::default()
                    };
                    all.answer(&self.reader_for(actor, At::Now)?)?
                };
                mark::tidy(store, person, |name| {
                    inbox.items.iter().any(|item| item.id == name)
                })?;
                Ok(json!({ "marked": items.len(), "waiting": inbox.waiting }))
            }
            PersonalRequest::SaveView(wanted) => {
                view::keep(store, person, wanted)?;
                Ok(json!({ "saved": wanted.name }))
            }
            PersonalRequest::RemoveView { name } => {
                let removed = store.forget_personal(person.as_str(), PersonalKind::View, name)?;
                Ok(json!({ "removed": removed }))
            }
        }
    }

    /// How much in the inbox of who asks was not read, as of a moment ago.
    ///
    /// # Errors
    /// When nobody asks, or the ledger or the vault fails.
    pub fn news(&self, actor: &Actor) -> Result<usize, ServiceError> {
        let reader = self.reader_for(actor, At::Now)?;
        let (size, now) = (reader.view().size(), reader.now());
        let count = || Ok(ShowInbox::default().answer(&reader)?.new);
        self.present().news(person(actor)?, size, now, count)
    }

    /// The settings of who asks.
    ///
    /// # Errors
    /// When nobody asks, or the vault fails.
    pub fn settings(&self, actor: &Actor) -> Result<Settings, ServiceError> {
        settings::of(self.personal_store(), person(actor)?)
    }
}
