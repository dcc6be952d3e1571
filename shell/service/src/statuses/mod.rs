//! Statuses of commits: forges show what gates say.
//!
//! The ledger has the intent before a forge is told anything, and whether it is shown afterwards. To show the same again
//! changes nothing at a forge, so what a crash leaves open is told again. Whatever a forge does, nobody waits for it: it is
//! told from a thread of its own, and tried again after pauses that grow.

mod look;
mod show;

use std::collections::HashMap;

use holdpoint_domain::status::{Forge, Trouble};
use holdpoint_ports::CommitStatuses;

use crate::{Service, ServiceError};

/// Opens the forges that an organisation has declared: knows where tokens stand.
pub trait Forges: Send + Sync {
    /// The statuses of a commit in a repository, as the forge calls it.
    ///
    /// # Errors
    /// Says why there are none, and nothing that is secret.
    fn open(
        &self,
        forge: &Forge,
        repository: &str,
        commit: &str,
    ) -> Result<Box<dyn CommitStatuses>, (Trouble, String)>;
}

/// What a server remembers of statuses from one round to the next.
#[derive(Debug, Default)]
pub struct Statuses {
    /// Size of the ledger that gates were asked at last, and when.
    asked: Option<(u64, i64)>,
    /// How often each that is to be shown was tried, and when it is tried again, by the position of its intent.
    tries: HashMap<u64, (u32, i64)>,
}

/// What a round has done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusRound {
    /// How many are shown.
    pub shown: u32,
    /// What went wrong, for whoever runs the server.
    pub problems: Vec<String>,
}

impl Statuses {
    /// Asks gates whether they say something else than forges show, and tells forges what is to be told. It may take its
    /// time, and must not be called twice at once. `here` is where people reach this server, if the settings do not say so.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn round(
        &mut self,
        service: &Service,
        forges: &dyn Forges,
        here: Option<&str>,
    ) -> Result<StatusRound, ServiceError> {
        let mut round = StatusRound::default();
        look::at_gates(self, service, &mut round)?;
        show::all(self, service, forges, here, &mut round)?;
        Ok(round)
    }
}
