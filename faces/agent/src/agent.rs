//! The agent: takes orders, looks up what became of them.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::ends::Ends;
use crate::epoch::Epoch;
use crate::lookup::look;
use crate::nursery::Nurseries;
use crate::order::Order;
use crate::place::{Claim, LOG, ORDER, PROCESS, Place, STAGING, private_directory};
use crate::process::Identity;
use crate::supervise::is_claimed;
use crate::{AgentError, Mail, Status, Step, Supervisor, User, Workplace};

/// How an agent runs steps.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who watches over them.
    pub supervisor: Supervisor,
    /// The operating-system user that they run as; none for the agent's own. See [`User::unprivileged`].
    pub user: Option<User>,
    /// Where their own directories (HOME) are made; without, beside their records. The step's user must be able to
    /// get there.
    pub work: Option<PathBuf>,
    /// How many bytes of a log are kept.
    pub log_limit: u64,
    /// How long a step whose time is up may take to end by itself, in milliseconds.
    pub grace_ms: u64,
}

impl Options {
    /// Steps run as an unprivileged user where that is possible, with 20 MiB of each log and 5 s of grace.
    #[must_use]
    pub fn new(supervisor: Supervisor) -> Self {
        let user = User::unprivileged();
        Self {
            supervisor,
            user,
            work: None,
            log_limit: 20 * 1024 * 1024,
            grace_ms: 5000,
        }
    }
}

/// Runs steps and knows what became of them. Several may share a directory, also in several processes; clones share their
/// supervisors, too.
#[derive(Debug, Clone)]
pub struct Agent {
    directory: PathBuf,
    options: Options,
    ends: Ends,
    nurseries: Nurseries,
}

impl Agent {
    /// The agent whose records are in `directory`, which is made if need be.
    ///
    /// # Errors
    /// [`AgentError::NotRoot`] when steps cannot be run as the user that the options name.
    pub fn open(directory: impl AsRef<Path>, options: Options) -> Result<Self, AgentError> {
        let directory = directory.as_ref();
        private_directory(directory)?;
        let directory = directory
            .canonicalize()
            .map_err(AgentError::io("open", directory))?;
        if let Some(user) = options.user {
            user.check()?;
        }
        Ok(Self {
            directory,
            options,
            ends: Ends::default(),
            nurseries: Nurseries::default(),
        })
    }

    /// Starts a step, unless it was started before; returns how it stands.
    ///
    /// # Errors
    /// [`AgentError::OldEpoch`]; [`AgentError::OtherStep`] when the key is another step's; whatever hinders it from
    /// beginning. After an error, [`Agent::lookup`] tells whether it began.
    pub fn start(&self, epoch: u64, step: &Step) -> Result<Status, AgentError> {
        // Nobody newer has come, nor comes until it is claimed.
        let _turn = Epoch::enter(&self.directory, epoch)?;
        step.check()?;
        let place = self.place(step.key);
        let order = self.order(step);
        if let Some(status) = self.known(&place, &order)? {
            return Ok(status);
        }
        place.create()?;
        let _alone = place.alone()?;
        // Somebody may have ordered it meanwhile.
        if let Some(status) = self.known(&place, &order)? {
            return Ok(status);
        }
        self.workplace(step.key).there()?;
        place.note(ORDER, &order)?;
        let secrets = step.secrets.clone().into_iter().collect();
        let (supervisor, hearers) = (&self.options.supervisor, (&self.ends, &self.nurseries));
        supervisor.launch(step.key, &place, &secrets, hearers)?;
        look(&place)
    }

    /// The folder of a step that has not begun, empty, to bring there what it needs.
    ///
    /// # Errors
    /// [`AgentError::OldEpoch`]; [`AgentError::Invalid`] when it has begun.
    pub fn prepared(&self, epoch: u64, key: u64) -> Result<Workplace, AgentError> {
        let _turn = Epoch::enter(&self.directory, epoch)?;
        let place = self.place(key);
        place.create()?;
        let _alone = place.alone()?;
        if is_claimed(&place) {
            let why = "it has begun, so nothing can be brought to it any more".to_owned();
            return Err(AgentError::Invalid { key, why });
        }
        let workplace = self.workplace(key);
        workplace.fresh()?;
        Ok(workplace)
    }

    /// The folder of a step, as it is.
    #[must_use]
    pub fn workplace(&self, key: u64) -> Workplace {
        let program = match &self.options.supervisor {
            Supervisor::Process { program, .. } => Some(reached(program)),
            Supervisor::Thread => std::env::current_exe().ok(),
        };
        Workplace::new(self.work(key), self.options.user, program)
    }

    /// A folder of the agent's own, empty, to get ready there what a step that has not begun needs.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn staging(&self, key: u64) -> Result<Workplace, AgentError> {
        self.place(key).create()?;
        let program = self.workplace(key).program();
        let staging = Workplace::new(self.place(key).file(STAGING), None, program);
        staging.fresh()?;
        Ok(staging)
    }

    /// Where a step that has not begun can ask whoever follows it; it is told where by [`crate::MAIL`].
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn with_mail(&self, key: u64) -> Result<Mail, AgentError> {
        let mail = self.mail(key);
        mail.there(self.options.user)?;
        Ok(mail)
    }

    /// Where a step asks that was begun so.
    #[must_use]
    pub fn mail(&self, key: u64) -> Mail {
        let mut folder = self.work(key).into_os_string();
        folder.push("-mail");
        Mail::new(folder.into())
    }

    /// Waits until a step has ended that this process has begun, but not longer than that; for any other it waits that
    /// long.
    pub fn wait(&self, key: u64, patience: Duration) {
        self.ends.wait(key, patience);
    }

    /// How the step with that key stands.
    ///
    /// # Errors
    /// [`AgentError::OldEpoch`].
    pub fn lookup(&self, epoch: u64, key: u64) -> Result<Status, AgentError> {
        let _turn = Epoch::enter(&self.directory, epoch)?;
        look(&self.place(key))
    }

    /// Makes sure that a step that has not begun never will; returns how it stands afterwards.
    ///
    /// # Errors
    /// [`AgentError::OldEpoch`].
    pub fn revoke(&self, epoch: u64, key: u64) -> Result<Status, AgentError> {
        let _turn = Epoch::enter(&self.directory, epoch)?;
        let place = self.place(key);
        place.create()?;
        place.claim(&Claim::Revoked)?;
        look(&place)
    }

    /// Asks a running step to end (`SIGTERM` to its process group), or makes it (`SIGKILL`, when `force`). Its
    /// outcome then says so.
    ///
    /// # Errors
    /// [`AgentError::OldEpoch`].
    pub fn stop(&self, epoch: u64, key: u64, force: bool) -> Result<Status, AgentError> {
        let _turn = Epoch::enter(&self.directory, epoch)?;
        let place = self.place(key);
        if let Some(process) = running(&place)?.filter(Identity::is_alive) {
            process.signal_group(if force { Signal::KILL } else { Signal::TERM });
        }
        look(&place)
    }

    /// At most `limit` bytes of what a step writes, as records (`holdpoint_steplog`), from `offset` on, also while it runs;
    /// empty at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn log(&self, key: u64, offset: u64, limit: u64) -> Result<Vec<u8>, AgentError> {
        let path = self.place(key).file(LOG);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(AgentError::io("read", path)(error)),
        };
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(offset))
            .and_then(|_| file.take(limit).read_to_end(&mut bytes))
            .map_err(AgentError::io("read", path))?;
        Ok(bytes)
    }

    /// How many bytes a step has written so far, as records.
    #[must_use]
    pub fn log_bytes(&self, key: u64) -> u64 {
        let about = fs::metadata(self.place(key).file(LOG));
        about.map_or(0, |about| about.len())
    }

    /// Removes log and work of a step that has ended or will never begin. That it was, and how it ended, stays
    /// known, so that it never runs again.
    ///
    /// # Errors
    /// [`AgentError::Invalid`] while it may still run.
    pub fn discard(&self, key: u64) -> Result<(), AgentError> {
        let place = self.place(key);
        if !matches!(look(&place)?, Status::Exited(_) | Status::Revoked) {
            let why = "it has not ended, so nothing of it can be discarded".to_owned();
            return Err(AgentError::Invalid { key, why });
        }
        self.ends.forget(key);
        for gone in [
            fs::remove_file(place.file(LOG)),
            fs::remove_dir_all(self.work(key)),
            fs::remove_dir_all(self.mail(key).folder()),
            fs::remove_dir_all(place.file(STAGING)),
        ] {
            match gone {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(AgentError::io("clear", place.path())(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn place(&self, key: u64) -> Place {
        Place::new(self.directory.join(key.to_string()))
    }

    fn work(&self, key: u64) -> PathBuf {
        match &self.options.work {
            Some(work) => work.join(key.to_string()),
            None => self.place(key).file("work"),
        }
    }

    fn order(&self, step: &Step) -> Order {
        Order {
            step: step.clone(),
            secrets: step.secrets.keys().cloned().collect(),
            user: self.options.user,
            work: self.work(step.key),
            log_limit: step.log_limit.unwrap_or(self.options.log_limit),
            grace_ms: self.options.grace_ms,
        }
    }

    /// How a step stands that was ordered before and has been claimed.
    fn known(&self, place: &Place, order: &Order) -> Result<Option<Status>, AgentError> {
        let before = match place.read::<Order>(ORDER) {
            // Nobody has taken it up: what a lost machine has left of it says nothing.
            Err(AgentError::Damaged { .. }) if !is_claimed(place) => None,
            read => read?,
        };
        if before.is_some_and(|before| !before.asks_the_same(order)) {
            return Err(AgentError::OtherStep {
                key: order.step.key,
            });
        }
        Ok(Some(look(place)?).filter(|status| *status != Status::NotStarted))
    }
}

/// How another user starts a program: this very one as what runs, since the way to its file may be closed to them.
fn reached(program: &Path) -> PathBuf {
    let running = Path::new("/proc/self/exe");
    let own = std::env::current_exe().is_ok_and(|own| own == program);
    match own && running.exists() {
        true => running.to_owned(),
        false => program.to_owned(),
    }
}

/// The process of a step that runs. Between a claim and its process pass a few milliseconds.
fn running(place: &Place) -> Result<Option<Identity>, AgentError> {
    let begin = Instant::now();
    loop {
        let process = place.read::<Identity>(PROCESS)?;
        let comes = process.is_none() && matches!(look(place)?, Status::Running { .. });
        if !comes || begin.elapsed() > Duration::from_secs(2) {
            return Ok(process);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
