//! What differs between two schemas.

use std::rc::Rc;

use super::schema::{Key, Schema};

/// What differs between two schemas. There is one only if something does.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) base: Rc<Schema<'a>>,
    pub(crate) revision: Rc<Schema<'a>>,
    /// It stands within itself on one side, and is not looked into.
    pub(crate) circular: bool,
    /// More than remarks differs.
    pub(crate) substantial: bool,
    pub(crate) children: Vec<(Key, Child)>,
    pub(crate) branches: Vec<(Key, Branches)>,
    pub(crate) members: Vec<(Key, Members<'a>)>,
    /// Nothing but that it may be null, as one of two branches.
    pub(crate) nullable: Option<bool>,
}

/// A schema under a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Child {
    Added,
    Removed,
    Changed(usize),
}

/// Schemas in a list, by their places in it.
#[derive(Debug, Default)]
pub(crate) struct Branches {
    pub(crate) added: Vec<usize>,
    pub(crate) removed: Vec<usize>,
    pub(crate) changed: Vec<(usize, usize, usize)>,
}

/// Schemas by names.
#[derive(Debug, Default)]
pub(crate) struct Members<'a> {
    pub(crate) added: Vec<&'a str>,
    pub(crate) removed: Vec<&'a str>,
    pub(crate) changed: Vec<(&'a str, usize)>,
}

impl Branches {
    pub(crate) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl Members<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl<'a> Node<'a> {
    pub(crate) fn child(&self, key: Key) -> Option<Child> {
        let found = self.children.iter().find(|(known, _)| *known == key);
        found.map(|(_, child)| *child)
    }

    pub(crate) fn branches(&self, key: Key) -> Option<&Branches> {
        let found = self.branches.iter().find(|(known, _)| *known == key);
        found.map(|(_, branches)| branches)
    }

    pub(crate) fn members(&self, key: Key) -> Option<&Members<'a>> {
        let found = self.members.iter().find(|(known, _)| *known == key);
        found.map(|(_, members)| members)
    }
}
