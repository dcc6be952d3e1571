//! Aggregates that were looked up for one question, which is then asked again.

use std::collections::{BTreeSet, HashSet};

use holdpoint_domain::Key;

use crate::EngineError;

/// What was looked up so far.
#[derive(Debug, Default)]
pub(crate) struct Lookups(HashSet<Key>);

impl Lookups {
    /// Notes what is looked up now.
    ///
    /// # Errors
    /// When one of them was looked up before: the question would be asked for ever.
    pub(crate) fn note(&mut self, keys: &BTreeSet<Key>) -> Result<(), EngineError> {
        for key in keys {
            if !self.0.insert(key.clone()) {
                let key = key.to_string();
                return Err(EngineError::Unanswerable { key });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::Kind;

    use super::*;

    #[test]
    fn nothing_is_looked_up_twice() {
        let keys = |names: &[&str]| -> BTreeSet<Key> {
            let keys = names.iter().map(|name| Key::new(Kind::Release, name));
            keys.collect()
        };
        let mut lookups = Lookups::default();
        assert!(lookups.note(&keys(&["march", "april"])).is_ok());
        assert!(lookups.note(&keys(&["may"])).is_ok());
        let again = lookups.note(&keys(&["june", "april"])).unwrap_err();
        assert!(matches!(again, EngineError::Unanswerable { key } if key == "release/april"));
    }
}
