//! Processes that supervise the steps of an agent, many each: to start the whole program for every step takes longer than the
//! step. They outlive the agent as long as their steps run.

mod child;
mod inside;
mod words;

use std::ffi::OsString;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use child::Nursery;
pub(crate) use child::Room;
pub use inside::STEPS;
pub(crate) use inside::run;

use crate::AgentError;

/// Nurseries without a step that are kept for the next ones.
const IDLE: usize = 3;

/// The nurseries of an agent; clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nurseries(Arc<Mutex<Vec<Arc<Nursery>>>>);

impl Nurseries {
    /// Room for a step in one that runs, or in a new one. `over` is dropped when the step is over.
    pub(crate) fn room(
        &self,
        program: &Path,
        arguments: &[OsString],
        over: &Sender<()>,
    ) -> Result<Room, AgentError> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = match all.iter().find_map(|nursery| nursery.room(over)) {
            Some(room) => room,
            None => {
                let new = Arc::new(Nursery::start(program, arguments)?);
                all.push(Arc::clone(&new));
                new.first(over)
            }
        };
        tidy(&mut all);
        Ok(room)
    }
}

/// Forgets those that are gone, and lets those go that are too many.
fn tidy(all: &mut Vec<Arc<Nursery>>) {
    let mut idle = 0;
    all.retain(|nursery| {
        idle += usize::from(nursery.is_idle());
        !nursery.is_gone() && idle <= IDLE
    });
}
