//! Carries out the effects that the ledger intends on the machine where the server is: command steps by the agent, calls by
//! HTTP, and jobs of other systems. What they need is brought to them, what they made is kept, and the ledger is told how
//! they ended.
//!
//! | effect | what makes it run at most once |
//! |---|---|
//! | a command | the claim of its supervisor (`holdpoint-agent`) |
//! | a call that may change something | a note that it is about to be sent; after a crash nobody knows, and it is lost |
//! | a call that changes nothing | need not |
//! | a job elsewhere | how its order stands, kept before anything is sent (`holdpoint-workflows`) |

mod attempt;
mod caches;
mod collect;
mod external;
mod http;
mod log;
mod mail;
mod order;
mod secrets;
mod settings;
mod slots;
mod supply;
mod told;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_agent::{Agent, AgentError, Options, Supervisor};
use holdpoint_domain::pipeline::{StepResult, Work};
use holdpoint_domain::{Command, Effect};
use holdpoint_engine::{Executor, Found, Task};
use holdpoint_ports::{BlobStore, StepOutput};

use self::caches::Caches;
pub use self::mail::Desk;
use self::secrets::Values;
pub use self::settings::{Settings, SettingsError, placed};
use self::slots::Slots;
use self::told::told;

/// Carries out effects on this machine. Commands run as another user where that is possible, watched over by a process of
/// their own, so that they survive this one.
pub struct Hands {
    agent: Agent,
    blobs: Arc<dyn BlobStore>,
    place: PathBuf,
    values: Values,
    caches: Caches,
    settings: Settings,
    /// Whether a step may have begun on another machine.
    elsewhere: bool,
    slots: Slots,
    /// Who answers what steps ask.
    desk: Option<Arc<dyn Desk>>,
}

/// Why there are no hands.
#[derive(Debug, thiserror::Error)]
pub enum NoHands {
    /// The agent cannot be started.
    #[error("the built-in agent cannot be started")]
    Agent(#[from] AgentError),
    /// The settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

/// Commands that run at the same time on the machine of a server.
const AT_ONCE: u32 = 32;
/// How often it is looked whether something is still wanted.
const LOOK: Duration = Duration::from_millis(50);
/// How long another server has to tell how a step ended that this one knows nothing of.
const TOLD_WITHIN: Duration = Duration::from_secs(60);

impl Hands {
    /// With records in that directory.
    ///
    /// # Errors
    /// When the agent cannot be started, or the settings are wrong.
    pub fn open(
        place: &Path,
        blobs: Arc<dyn BlobStore>,
        settings: Settings,
    ) -> Result<Self, NoHands> {
        let mut options = Options::new(Supervisor::this_program()?);
        if options.user.is_some() {
            // The other user has to get there, and the data directory is closed to others.
            options.work = Some(std::env::temp_dir().join("holdpoint-steps"));
        }
        Self::with(place, options, blobs, settings)
    }

    /// The same, with an agent that runs steps so.
    ///
    /// # Errors
    /// When the agent cannot be started, or the settings are wrong.
    pub fn with(
        place: &Path,
        options: Options,
        blobs: Arc<dyn BlobStore>,
        settings: Settings,
    ) -> Result<Self, NoHands> {
        Ok(Self {
            agent: Agent::open(place, options)?,
            blobs,
            place: place.to_owned(),
            values: Values::open(&settings)?,
            caches: Caches::new(place.join("caches"), settings.cache_limit()),
            settings,
            elsewhere: false,
            slots: Slots::new(AT_ONCE),
            desk: None,
        })
    }

    /// The same, with room for so many commands at the same time.
    #[must_use]
    pub fn at_once(self, count: u32) -> Self {
        let slots = Slots::new(count);
        Self { slots, ..self }
    }

    /// The same on one of several servers, or not: what is not known here may have begun on another one.
    #[must_use]
    pub fn one_of_several(self, several: bool) -> Self {
        Self {
            elsewhere: several,
            ..self
        }
    }

    /// How many bytes a step has written so far.
    #[must_use]
    pub fn written_bytes(&self, key: u64) -> u64 {
        self.agent.log_bytes(key)
    }

    /// A folder for what is to be known of an effect after a crash.
    fn records(&self, task: &Task) -> PathBuf {
        self.place.join(format!("outside-{}", task.position))
    }

    /// Waits for whoever began the step, if anybody did, to tell how it ended; then nobody can know.
    fn wait_for_others(&self, task: &Task) -> Found {
        let begun = Instant::now();
        while begun.elapsed() < TOLD_WITHIN {
            if task.called_off() {
                return Found::Told(Vec::new());
            }
            std::thread::sleep(LOOK);
        }
        let lost = StepResult::lost("it may have begun on another server");
        Found::Told(told(task, lost))
    }

    fn unknown(&self, task: &Task) -> Found {
        match self.elsewhere {
            true => self.wait_for_others(task),
            false => Found::NeverBegan,
        }
    }
}

fn work(task: &Task) -> Option<&Work> {
    match &task.effect {
        Effect::RunPipelineStep { work, .. } => Some(work),
        Effect::RunStep { .. } => None,
    }
}

impl Executor for Hands {
    fn carry_out(&self, task: &Task) -> Vec<Command> {
        match work(task) {
            Some(Work::Http(call)) => told(task, self.call(task, call)),
            Some(Work::External(job)) => told(task, self.elsewhere(task, job)),
            _ => self.attempt(task),
        }
    }

    fn look_up(&self, task: &Task) -> Found {
        match work(task) {
            Some(Work::Http(call)) => match self.may_have_been_sent(task, call) {
                true => Found::Told(told(task, StepResult::lost(http::SENT))),
                false => self.unknown(task),
            },
            Some(Work::External(_)) => match self.ordered(task) {
                true => Found::NeverBegan,
                false => self.unknown(task),
            },
            _ => self.attempted(task),
        }
    }

    fn settled(&self, task: &Task) {
        // What is left takes room, and does no harm.
        let _ = std::fs::remove_dir_all(self.records(task));
        let _ = self.agent.discard(task.position);
    }
}

fn epoch(task: &Task) -> u64 {
    u64::try_from(task.epoch).unwrap_or_default()
}

impl StepOutput for Hands {
    fn written(&self, key: u64, offset: u64, most: u64) -> Option<Vec<u8>> {
        self.agent.log(key, offset, most).ok()
    }
}
