//! What records of one kind are called, by identifier, by title, by name.

use std::collections::HashMap;

use crate::slug::{Names, slug};
use crate::table::Value;

/// Names by everything that may stand for them.
#[derive(Debug, Default)]
pub(super) struct Keys {
    names: Names,
    ids: HashMap<String, String>,
    titles: HashMap<String, String>,
    slugs: HashMap<String, String>,
}

/// What became of a record that was added.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// It has this name.
    New(String),
    /// It has this name, and another record has its title.
    Namesake(String),
    /// It is there already, under this name.
    Known(String),
    /// Nothing of its title can stand in a name.
    Nameless,
}

impl Keys {
    /// Takes up a record. Those with different identifiers are different, whatever their titles.
    pub(super) fn add(&mut self, id: Option<&str>, title: &str) -> Added {
        let id = id.map(fold).filter(|id| !id.is_empty());
        if let Some(known) = id.as_ref().and_then(|id| self.ids.get(id)) {
            return Added::Known(known.clone());
        }
        let before = self.titles.get(&fold(title)).cloned();
        if let (None, Some(known)) = (&id, &before) {
            return Added::Known(known.clone());
        }
        let Some(name) = self.names.take(title) else {
            return Added::Nameless;
        };
        if let Some(id) = id {
            self.ids.insert(id, name.clone());
        }
        if before.is_some() {
            return Added::Namesake(name);
        }
        self.alias(title, &name);
        Added::New(name)
    }

    /// Another title for a name.
    pub(super) fn alias(&mut self, title: &str, name: &str) {
        self.titles.insert(fold(title), name.to_owned());
        if let Some(slug) = slug(title) {
            self.slugs.entry(slug).or_insert_with(|| name.to_owned());
        }
    }

    /// The name of what a value refers to.
    pub(super) fn find(&self, value: &Value) -> Option<&str> {
        let by_id = |text: &str| self.ids.get(&fold(text));
        let found = value
            .id
            .as_deref()
            .and_then(by_id)
            .or_else(|| by_id(&value.text));
        let found = found.or_else(|| self.titles.get(&fold(&value.text)));
        let found = found.or_else(|| self.slugs.get(&slug(&value.text)?));
        found.map(String::as_str)
    }
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether a text is only an identifier of ServiceNow: there is nothing in it that people would call something.
pub(super) fn is_sys_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
