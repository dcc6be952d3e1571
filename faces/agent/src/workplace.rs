//! The folder of a step before it begins, and after it has ended: what is brought there and taken from there, as the user of
//! the step, who is nobody special.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::files::{FILES, GIVE, TAKE};
use crate::place::private_directory;
use crate::process::Identity;
use crate::{AgentError, User};

/// The folder of a step.
#[derive(Debug, Clone)]
pub struct Workplace {
    folder: PathBuf,
    user: Option<User>,
    program: Option<PathBuf>,
}

/// How long something may take, and whether it is still wanted.
pub struct Patience<'w> {
    /// Until when.
    pub until: Instant,
    /// Whether it is not wanted any more.
    pub called_off: &'w (dyn Fn() -> bool + Sync),
}

/// How a program at a workplace ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Whether it did what it should.
    pub good: bool,
    /// What it said of that, as text.
    pub said: String,
}

/// How often it is looked whether a program has ended.
const LOOK: Duration = Duration::from_millis(5);
/// Bytes of what a program says of itself that are kept.
const SAID: u64 = 64 * 1024;

impl Workplace {
    pub(crate) fn new(folder: PathBuf, user: Option<User>, program: Option<PathBuf>) -> Self {
        Self {
            folder,
            user,
            program,
        }
    }

    pub(crate) fn program(&self) -> Option<PathBuf> {
        self.program.clone()
    }

    /// Removes it, as far as that can be done.
    pub fn clear(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes it, empty.
    pub(crate) fn fresh(&self) -> Result<(), AgentError> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(AgentError::io("empty", &self.folder)(error))
            }
            _ => self.there(),
        }
    }

    /// Makes it if it is not there.
    pub(crate) fn there(&self) -> Result<(), AgentError> {
        if let Some(parent) = self.folder.parent() {
            private_directory(parent)?;
        }
        private_directory(&self.folder)?;
        let own = Permissions::from_mode(0o700);
        fs::set_permissions(&self.folder, own).map_err(AgentError::io("close", &self.folder))?;
        if let Some(user) = self.user {
            user.check_way(&self.folder)?;
            user.own(&self.folder)?;
        }
        Ok(())
    }

    /// Runs a program there, as the user of the step; what it writes to standard output is given to `read`, which may take it
    /// all. It is ended when it is not wanted any more, or its time is up.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run<R>(
        &self,
        mut command: Command,
        input: impl Read + Send,
        patience: &Patience<'_>,
        read: impl FnOnce(&mut (dyn Read + Send)) -> R + Send,
    ) -> Result<(Ran, Option<R>), AgentError>
    where
        R: Send,
    {
        let program = PathBuf::from(command.get_program());
        let mut child = self
            .command(&mut command)
            .spawn()
            .map_err(AgentError::io("start", program))?;
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        std::thread::scope(|scope| {
            let fed = scope.spawn(move || feed(stdin, input));
            let taken = scope.spawn(move || stdout.map(|mut stdout| read(&mut stdout)));
            let said = scope.spawn(move || heard(stderr));
            let why = wait(&mut child, patience);
            let whole = fed.join().unwrap_or(false);
            let mut said = said.join().unwrap_or_default();
            let ended = child.wait();
            if let Some(why) = why {
                said.push_str(why);
            } else if !whole {
                said.push_str("what it was given could not be read");
            }
            let good = why.is_none() && whole && ended.is_ok_and(|status| status.success());
            Ok((Ran { good, said }, taken.join().ok().flatten()))
        })
    }

    /// Gives files of the folder, as [`crate::files_if_asked`] writes them: one as it is, or all of these as an archive.
    ///
    /// # Errors
    /// When that cannot be begun.
    pub fn give<R: Send>(
        &self,
        how: Giving,
        paths: &[String],
        patience: &Patience<'_>,
        read: impl FnOnce(&mut (dyn Read + Send)) -> R + Send,
    ) -> Result<(Ran, Option<R>), AgentError> {
        let how = [GIVE, how.word()].map(OsStr::new).into_iter();
        let command = self.own(how.chain(paths.iter().map(OsStr::new)));
        self.run(command, std::io::empty(), patience, read)
    }

    /// Brings files into the folder that were given by another one.
    ///
    /// # Errors
    /// When that cannot be begun.
    pub fn take(
        &self,
        path: &str,
        files: impl Read + Send,
        patience: &Patience<'_>,
    ) -> Result<Ran, AgentError> {
        let command = self.own([TAKE, path].map(OsStr::new));
        let (ran, _) = self.run(command, files, patience, |_| ())?;
        Ok(ran)
    }

    fn own<'a>(&self, words: impl IntoIterator<Item = &'a OsStr>) -> Command {
        let program = self.program.as_deref().unwrap_or(Path::new("holdpoint"));
        let mut command = Command::new(program);
        command.arg(FILES).args(words);
        command
    }

    fn command<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env_clear().current_dir(&self.folder);
        command.env(
            "PATH",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        );
        let home = std::env::var_os("HOME").filter(|_| self.user.is_none());
        let home = home.unwrap_or_else(|| self.folder.clone().into());
        command.env("HOME", home).env("LANG", "C.UTF-8");
        // Nobody is asked anything, and nothing is run because an address says so.
        command.env("GIT_TERMINAL_PROMPT", "0");
        command.env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");

        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        if let Some(user) = self.user {
            command.uid(user.uid).gid(user.gid);
        }
        command
    }
}

/// How files are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giving {
    /// One file or folder, which has to be there.
    One,
    /// Those of several files and folders that are there, as one archive.
    Found,
    /// The SHA-256 of their contents, in hexadecimal digits.
    Digest,
}

impl Giving {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Found => "found",
            Self::Digest => "digest",
        }
    }
}

/// Whether all of it was taken.
fn feed(stdin: Option<impl Write>, mut input: impl Read) -> bool {
    let Some(mut stdin) = stdin else { return true };
    match std::io::copy(&mut input, &mut stdin) {
        Ok(_) => true,
        // It has ended without reading on: how it ended says what that means.
        Err(error) => error.kind() == ErrorKind::BrokenPipe,
    }
}

fn heard(stderr: Option<impl Read>) -> String {
    let mut text = Vec::new();
    if let Some(mut stderr) = stderr {
        let _ = stderr.by_ref().take(SAID).read_to_end(&mut text);
        let _ = std::io::copy(&mut stderr, &mut std::io::sink());
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Waits for the end, or brings it about and says why.
fn wait(child: &mut Child, patience: &Patience<'_>) -> Option<&'static str> {
    let process = Identity::of(child.id());
    loop {
        if !matches!(child.try_wait(), Ok(None)) {
            return None;
        }
        let why = if (patience.called_off)() {
            "it is not wanted any more"
        } else if Instant::now() > patience.until {
            "its time was up"
        } else {
            std::thread::sleep(LOOK);
            continue;
        };
        process.signal_group(rustix::process::Signal::KILL);
        return Some(why);
    }
}
