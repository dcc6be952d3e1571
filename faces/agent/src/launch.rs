//! Finds a supervisor for a step.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::AgentError;
use crate::ends::Ends;
use crate::nursery::{Nurseries, Room};
use crate::place::Place;
use crate::supervise::{SUPERVISE, is_claimed, supervise};

/// A supervisor that has not claimed its step after that time is stuck: it has only a file to read.
const PATIENCE: Duration = Duration::from_secs(20);

/// Nurseries that a step is handed to, one after the other, when they end before they have claimed it.
const TRIES: usize = 3;

/// Values for the environment of a step, by variable.
pub(crate) type Secrets = Vec<(String, String)>;

/// Who watches over a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supervisor {
    /// Processes of their own, which outlive the agent as long as their steps run. Each takes many steps and is called with
    /// [`crate::STEPS`] as last argument; it must hand that to [`crate::supervise_if_asked`].
    Process {
        /// What to run.
        program: PathBuf,
        /// Its first arguments.
        arguments: Vec<OsString>,
    },
    /// A thread of this process: for tests, and for programs that cannot be started again. Its steps
    /// become [`crate::Status::Unknown`] when this process ends before them.
    Thread,
}

impl Supervisor {
    /// This very program, started again.
    ///
    /// # Errors
    /// When the path of the program cannot be found out.
    pub fn this_program() -> Result<Self, AgentError> {
        let program = std::env::current_exe().map_err(AgentError::io("find", "this program"))?;
        Ok(Self::Process {
            program,
            arguments: vec![SUPERVISE.into()],
        })
    }

    /// Has the step supervised, and returns when some supervisor has claimed it.
    pub(crate) fn launch(
        &self,
        key: u64,
        place: &Place,
        secrets: &Secrets,
        hearers: (&Ends, &Nurseries),
    ) -> Result<(), AgentError> {
        let refused = |why: String| AgentError::NotSupervised { key, why };
        let (ends, nurseries) = hearers;
        match self {
            Self::Thread => in_thread(place, secrets.clone(), ends.awaited(key)).map_err(refused),
            Self::Process { program, arguments } => {
                let mut how = String::new();
                for _ in 0..TRIES {
                    let over = ends.awaited(key);
                    let room = nurseries.room(program, arguments, &over)?;
                    drop(over);
                    match in_nursery(&room, place, secrets) {
                        Begun::Yes => return Ok(()),
                        Begun::No(why) => return Err(refused(why)),
                        Begun::NeverWill(ended) => how = ended,
                    }
                }
                Err(refused(how))
            }
        }
    }
}

/// Whether a step has begun.
enum Begun {
    /// By whomever.
    Yes,
    /// Not yet, at least.
    No(String),
    /// Its supervisor is gone, so, and had not claimed it.
    NeverWill(String),
}

fn in_thread(place: &Place, secrets: Secrets, over: Sender<()>) -> Result<(), String> {
    let (begin, begun) = channel();
    let place = place.clone();
    std::thread::spawn(move || {
        let _over = over;
        let tell = begin.clone();
        let done = supervise(&place, &secrets, || drop(tell.send(Ok(()))));
        let _told_before = begin.send(done.map_err(|error| error.to_string()));
    });
    let heard = begun.recv_timeout(PATIENCE);
    heard.unwrap_or_else(|error| Err(error.to_string()))
}

fn in_nursery(room: &Room, place: &Place, secrets: &Secrets) -> Begun {
    // Where it cannot be handed over the nursery has ended, and then that is heard.
    let _gone = room.hand(place.path(), secrets.clone());
    match room.begun.recv_timeout(PATIENCE) {
        Ok(Ok(())) => Begun::Yes,
        Ok(Err(why)) => Begun::No(why),
        Err(RecvTimeoutError::Timeout) => {
            room.heard_nothing();
            let seconds = PATIENCE.as_secs();
            Begun::No(format!("nothing was heard of it for {seconds} s"))
        }
        // Only now: nobody is left who could claim it between this question and the answer.
        Err(RecvTimeoutError::Disconnected) if is_claimed(place) => Begun::Yes,
        Err(RecvTimeoutError::Disconnected) => Begun::NeverWill(room.gone()),
    }
}
