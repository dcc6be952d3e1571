//! What is kept beside the ledger for questions about the present.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_domain::Time;
use holdpoint_domain::organisation::PersonId;

use crate::queries::Home;
use crate::roster::Roster;
use crate::tally::Counting;

/// How old a kept answer may be, in milliseconds: some criteria depend on the time.
const FRESH: i64 = 5_000;

/// For how long the number of what is new to somebody is shown without asking again, in milliseconds, if something
/// was recorded meanwhile.
const GLANCE: i64 = 3_000;

/// For how many people that number is kept.
const GLANCES: usize = 4_096;

/// What is kept for questions about the present.
#[derive(Default)]
pub(crate) struct Present {
    pub(crate) roster: Roster,
    home: Mutex<Option<(u64, Time, Arc<Home>)>>,
    news: Mutex<BTreeMap<PersonId, (u64, Time, usize)>>,
    pub(crate) tally: Counting,
}

impl Present {
    /// How much is new to somebody, as it was a moment ago or as it is counted now.
    pub(crate) fn news<E>(
        &self,
        person: &PersonId,
        size: u64,
        now: Time,
        count: impl FnOnce() -> Result<usize, E>,
    ) -> Result<usize, E> {
        let kept = || self.news.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept().get(person).copied();
        let still = |(seen, then, _): &(u64, Time, usize)| {
            let age = if *seen == size { FRESH } else { GLANCE };
            now < then.after(age)
        };
        if let Some((_, _, news)) = found.filter(still) {
            return Ok(news);
        }
        let news = count()?;
        let mut kept = kept();
        if kept.len() >= GLANCES {
            kept.clear();
        }
        kept.insert(person.clone(), (size, now, news));
        Ok(news)
    }

    /// They have done something: their number is counted anew.
    pub(crate) fn acted(&self, person: &PersonId) {
        let mut kept = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(person);
    }

    /// The home page as it was for the same entries a moment ago, or as it is made now.
    pub(crate) fn home<E>(
        &self,
        size: u64,
        now: Time,
        make: impl FnOnce() -> Result<Home, E>,
    ) -> Result<Arc<Home>, E> {
        let kept = self
            .home
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((_, _, home)) = kept.filter(|kept| kept.0 == size && now < kept.1.after(FRESH))
        {
            return Ok(home);
        }
        let home = Arc::new(make()?);
        let fresh = Some((size, now, Arc::clone(&home)));
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(home)
    }
}
