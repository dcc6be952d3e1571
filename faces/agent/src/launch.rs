//! Starts the supervisor of a step.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::AgentError;
use crate::ends::Ends;
use crate::place::{CLAIM, Place};
use crate::supervise::{SUPERVISE, supervise};

/// A supervisor that has not claimed its step after that time never will: it has only a file to read.
const PATIENCE: Duration = Duration::from_secs(20);

/// Values for the environment of a step, by variable.
pub(crate) type Secrets = Vec<(String, String)>;

/// Who watches over a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supervisor {
    /// A process of its own, which outlives the agent. It is called with the step's directory as last argument and
    /// must hand it to [`crate::supervise_if_asked`].
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
        secrets: Secrets,
        ends: &Ends,
    ) -> Result<(), AgentError> {
        let refused = |why: String| AgentError::NotSupervised { key, why };
        let over = ends.awaited(key);
        match self {
            Self::Thread => {
                let directory = place.clone();
                let thread = std::thread::spawn(move || {
                    let _over = over;
                    supervise(&directory, &secrets)
                });
                until_claimed(place, || thread.is_finished().then(String::new)).map_err(refused)
            }
            Self::Process { program, arguments } => {
                let mut child = start(program, arguments, place)?;
                hand(&mut child, &secrets).map_err(|error| refused(error.to_string()))?;
                let claimed = until_claimed(place, || ended(&mut child)).map_err(refused);
                // Somebody has to hear of its end, or it would stay in the process table.
                std::thread::spawn(move || {
                    let _over = over;
                    child.wait()
                });
                claimed
            }
        }
    }
}

fn start(program: &PathBuf, arguments: &[OsString], place: &Place) -> Result<Child, AgentError> {
    let mut command = Command::new(program);
    command.args(arguments).arg(place.path());
    command.env_clear().current_dir("/");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().map_err(AgentError::io("start", program))
}

/// Tells the supervisor the secrets, and that there are no more.
fn hand(child: &mut Child, secrets: &Secrets) -> std::io::Result<()> {
    let Some(mut stdin) = child.stdin.take() else {
        return Ok(());
    };
    if secrets.is_empty() {
        return Ok(());
    }
    stdin.write_all(&serde_json::to_vec(secrets)?)
}

/// Why the supervisor process has ended, if it has.
fn ended(child: &mut Child) -> Option<String> {
    let status = child.try_wait().ok()??;
    Some(format!("it ended ({status})"))
}

fn until_claimed(place: &Place, mut ended: impl FnMut() -> Option<String>) -> Result<(), String> {
    let claim = place.file(CLAIM);
    let begin = Instant::now();
    let mut pause = Duration::from_micros(100);
    loop {
        // Asked first: it may claim, finish and end between the two questions.
        let ended = ended();
        if claim.exists() {
            return Ok(());
        }
        if let Some(why) = ended {
            return Err(why);
        }
        if begin.elapsed() > PATIENCE {
            return Err(format!(
                "nothing was heard of it for {} s",
                PATIENCE.as_secs()
            ));
        }
        std::thread::sleep(pause);
        pause = (pause * 5 / 4).min(Duration::from_millis(20));
    }
}
