//! One nursery, as the agent sees it that has started it.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::inside::STEPS;
use super::words::{Ordered, Said};
use crate::AgentError;
use crate::launch::Secrets;

/// Steps that a nursery runs at once, at most: so many are lost when it is killed.
const MOST: usize = 64;

/// A process that supervises steps. It ends by itself when this is dropped and its steps are over.
#[derive(Debug)]
pub(crate) struct Nursery {
    orders: Mutex<ChildStdin>,
    steps: Arc<Mutex<Steps>>,
}

/// The steps of a nursery.
#[derive(Debug, Default)]
struct Steps {
    last: u64,
    open: HashMap<u64, Open>,
    /// It was waited for in vain, and has said nothing since.
    silent: bool,
    /// How it ended.
    gone: Option<String>,
}

/// A step that is not over. Both are told by dropping what is here, too: that the nursery is gone.
#[derive(Debug)]
struct Open {
    begun: Sender<Result<(), String>>,
    _over: Sender<()>,
}

/// Room for a step in a nursery.
pub(crate) struct Room {
    nursery: Arc<Nursery>,
    number: u64,
    /// Whether the step has begun, or why not; nothing when the nursery is gone.
    pub(crate) begun: Receiver<Result<(), String>>,
}

impl Nursery {
    pub(crate) fn start(program: &Path, arguments: &[OsString]) -> Result<Self, AgentError> {
        let failed = || AgentError::io("start", program);
        let mut command = Command::new(program);
        command.args(arguments).arg(STEPS);
        command.env_clear().current_dir("/");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(failed())?;
        let no_pipe = || std::io::Error::other("it has no standard input");
        let orders = child.stdin.take().ok_or_else(no_pipe).map_err(failed())?;
        let steps = Arc::<Mutex<Steps>>::default();
        let told = Arc::clone(&steps);
        let listener = std::thread::Builder::new().spawn(move || listen(child, &told));
        listener.map_err(failed())?;
        Ok(Self {
            orders: Mutex::new(orders),
            steps,
        })
    }

    /// Room for one more, if there is any. `over` is dropped when the step is over.
    pub(crate) fn room(self: &Arc<Self>, over: &Sender<()>) -> Option<Room> {
        let mut steps = held(&self.steps);
        let taken = steps.gone.is_some() || steps.silent || steps.open.len() >= MOST;
        (!taken).then(|| self.given(&mut steps, over))
    }

    /// Room for the first one. If the nursery has ended already, that is heard as of any other.
    pub(crate) fn first(self: &Arc<Self>, over: &Sender<()>) -> Room {
        let mut steps = held(&self.steps);
        let room = self.given(&mut steps, over);
        if steps.gone.is_some() {
            steps.open.clear();
        }
        room
    }

    fn given(self: &Arc<Self>, steps: &mut Steps, over: &Sender<()>) -> Room {
        let (begin, begun) = channel();
        steps.last += 1;
        let (number, nursery) = (steps.last, Arc::clone(self));
        let open = Open {
            begun: begin,
            _over: over.clone(),
        };
        steps.open.insert(number, open);
        Room {
            nursery,
            number,
            begun,
        }
    }

    pub(crate) fn is_gone(&self) -> bool {
        held(&self.steps).gone.is_some()
    }

    pub(crate) fn is_idle(&self) -> bool {
        held(&self.steps).open.is_empty()
    }
}

impl Room {
    /// Hands the step over. Where that fails the nursery has gone or goes, and `begun` tells when.
    pub(crate) fn hand(&self, place: &Path, secrets: Secrets) -> std::io::Result<()> {
        let order = Ordered::new(self.number, place, secrets).bytes()?;
        let orders = self.nursery.orders.lock();
        let mut orders = orders.unwrap_or_else(PoisonError::into_inner);
        orders.write_all(&order)
    }

    /// Nothing was heard of it: nothing more goes there until it says something.
    pub(crate) fn heard_nothing(&self) {
        held(&self.nursery.steps).silent = true;
    }

    /// How the nursery ended; empty while it lives.
    pub(crate) fn gone(&self) -> String {
        held(&self.nursery.steps).gone.clone().unwrap_or_default()
    }
}

/// Hears what becomes of the steps of a nursery, to its end, and clears it away: it would stay in the process table.
fn listen(mut child: Child, steps: &Mutex<Steps>) {
    if let Some(stdout) = child.stdout.take() {
        let lines = BufReader::new(stdout).split(b'\n').map_while(Result::ok);
        lines
            .filter_map(|line| Said::parse(&line))
            .for_each(|said| held(steps).hear(said));
    }
    let ended = child.wait();
    let how = ended.map_or_else(|error| error.to_string(), |how| format!("it ended ({how})"));
    let mut steps = held(steps);
    steps.gone = Some(how);
    steps.open.clear();
}

impl Steps {
    fn hear(&mut self, said: Said) {
        self.silent = false;
        let (number, begun) = match said {
            Said::Claimed(number) => {
                if let Some(step) = self.open.get(&number) {
                    let _nobody_waits = step.begun.send(Ok(()));
                }
                return;
            }
            Said::Over(number) => (number, Ok(())),
            Said::Refused(number, why) => (number, Err(why)),
        };
        if let Some(step) = self.open.remove(&number) {
            let _began_before = step.begun.send(begun);
        }
    }
}

fn held(steps: &Mutex<Steps>) -> MutexGuard<'_, Steps> {
    steps.lock().unwrap_or_else(PoisonError::into_inner)
}
