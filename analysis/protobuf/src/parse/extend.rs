//! Extensions of messages that are declared elsewhere.

use super::{Parsed, Parser};
use crate::model::Scope;

impl Parser<'_> {
    /// `extend Name { … }`
    pub(super) fn extend(&mut self, scope: &mut Scope) -> Parsed<()> {
        self.advance();
        let (extendee, at) = self.full_name("the message to extend")?;
        let before = scope.extensions.len();
        self.block(|this| {
            let mut fields = Vec::new();
            this.field(&mut fields, scope)?;
            let added = { &mut fields }.iter_mut();
            added.for_each(|field| field.extendee.clone_from(&extendee));
            scope.extensions.append(&mut fields);
            Ok(())
        })?;
        match scope.extensions.len() > before {
            true => Ok(()),
            false => self.mistake(at, "an extension has at least one field"),
        }
    }
}
