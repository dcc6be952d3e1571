//! Refused acts are facts, but somebody who knocks a thousand times a second is one fact, not a thousand.

use std::collections::HashMap;

use holdpoint_domain::{Fact, Time};

/// One fact for a person, code and environment within this many milliseconds.
const SPAN_MS: i64 = 10_000;

/// When each kind of refusal was kept last.
#[derive(Debug, Default)]
pub(super) struct RefusedLimit(HashMap<(String, String, String), Time>);

impl RefusedLimit {
    /// Whether the fact is to be kept now.
    pub(super) fn keeps(&mut self, fact: &Fact, now: Time) -> bool {
        let Fact::Refused(refused) = fact else {
            return true;
        };
        let (person, environment) = (refused.person.to_string(), refused.environment.to_string());
        let key = (person, refused.code.clone(), environment);
        if self
            .0
            .get(&key)
            .is_some_and(|last| now < last.after(SPAN_MS))
        {
            return false;
        }
        if self.0.len() > 10_000 {
            self.0.retain(|_, last| now < last.after(SPAN_MS));
        }
        self.0.insert(key, now);
        true
    }
}
