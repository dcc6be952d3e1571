//! The server's end.
//!
//! | in its directory | is |
//! |---|---|
//! | `authority.pem` | the certificate authority that says who agents are |
//! | `placed` | which agent was chosen for a step, a line each, written before it is told |
//! | `logs/` | what steps have written so far, by key |
//! | `incoming/` | artifacts that are on their way |

mod desk;
mod enrolment;
mod events;
mod listen;
mod placed;
mod seen;
mod yard;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use holdpoint_courier::dispatcher::Options;
use holdpoint_courier::drive::Hub;
use holdpoint_engine::Task;
use holdpoint_ports::BlobStore;

use self::desk::Desk;
use self::placed::Placed;
use crate::pieces::{Readings, Receiving};
use crate::told::Seen;

pub use enrolment::ServerError;
pub use listen::{Listening, Where};
pub use yard::Yard;

/// The agents of a server, and the steps that they have. It exists as long as the server decides; whether it listens is another
/// matter ([`Agents::listen`]): until it does, steps wait.
pub struct Agents {
    hub: Hub,
    desk: Mutex<Desk>,
    placed: Mutex<Placed>,
    receiving: Mutex<Receiving>,
    readings: Mutex<Readings>,
    /// What agents said of their hosts last.
    seen: Mutex<BTreeMap<String, Heard>>,
    /// What is said while nobody waits for it.
    early: Mutex<HashMap<u64, desk::News>>,
    /// Steps that agents have, for what those ask.
    tasks: Mutex<HashMap<u64, Task>>,
    blobs: Arc<dyn BlobStore>,
    place: PathBuf,
    /// The pin of the authority, as soon as it listens.
    pin: Mutex<Option<String>>,
}

#[derive(Debug, Default, Clone)]
struct Heard {
    seen: Seen,
    program: String,
    executes: bool,
    /// When it was heard last, in milliseconds since the epoch.
    at: i64,
}

impl Agents {
    /// With what is kept in that directory.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn open(place: &Path, blobs: Arc<dyn BlobStore>) -> std::io::Result<Self> {
        holdpoint_durable::create_directories(&place.join("logs"))?;
        let epoch = u64::try_from(now_ms()).unwrap_or_default();
        Ok(Self {
            hub: Hub::new(Options::new(epoch)),
            desk: Mutex::default(),
            placed: Mutex::new(Placed::open(&place.join("placed"))?),
            receiving: Mutex::new(Receiving::new(&place.join("incoming"))?),
            readings: Mutex::default(),
            seen: Mutex::default(),
            early: Mutex::default(),
            tasks: Mutex::default(),
            blobs,
            place: place.to_owned(),
            pin: Mutex::default(),
        })
    }

    /// A step, if that agent has it.
    fn asking(&self, key: u64, agent: &str) -> Option<Task> {
        let its = locked(&self.placed).of(key) == Some(agent);
        locked(&self.tasks).get(&key).filter(|_| its).cloned()
    }

    fn log_of(&self, key: u64) -> PathBuf {
        self.place.join("logs").join(key.to_string())
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Milliseconds since the epoch.
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}
