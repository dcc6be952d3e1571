//! What there is that policies can be about.

use std::collections::HashMap;

use cedar_policy::{EntityTypeName, Schema as Cedar};

use crate::Mistake;

/// The things, actions and circumstances that there are.
#[derive(Debug, Clone)]
pub struct Schema {
    pub(crate) cedar: Cedar,
    /// Kinds of things by name, as reading a name takes longer than asking.
    pub(crate) kinds: HashMap<String, EntityTypeName>,
}

impl Schema {
    /// Reads a schema in Cedar's own format.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let read = Cedar::from_cedarschema_str(text);
        let (cedar, warnings) = read.map_err(|error| vec![Mistake::of(&error, None)])?;
        let doubtful: Vec<_> = warnings
            .map(|warning| Mistake::of(&warning, None))
            .collect();
        if !doubtful.is_empty() {
            return Err(doubtful);
        }
        let types = cedar.entity_types().cloned();
        let actions = cedar.actions().map(|action| action.type_name().clone());
        let kinds = types.chain(actions).map(|kind| (kind.to_string(), kind));
        let kinds = kinds.collect();
        Ok(Self { cedar, kinds })
    }
}
