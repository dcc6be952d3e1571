//! What is kept beside the ledger for questions about the present.

use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_domain::Time;

use crate::queries::Home;
use crate::roster::Roster;

/// How old a kept answer may be, in milliseconds: some criteria depend on the time.
const FRESH: i64 = 5_000;

/// What is kept for questions about the present.
#[derive(Default)]
pub(crate) struct Present {
    pub(crate) roster: Roster,
    home: Mutex<Option<(u64, Time, Arc<Home>)>>,
}

impl Present {
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
