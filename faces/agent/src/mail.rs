//! What a step and whoever started it tell each other while it runs: numbered messages of the step, and an answer to each.
//!
//! Each side writes where the other cannot, and both outlive a killed server: who follows the step next goes on with the
//! first message that has no answer.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::OFlags;

use crate::place::private_directory;
use crate::{AgentError, User};

/// The variable in which a step finds the folder of its messages.
pub const MAIL: &str = "HOLDPOINT_STEP_MAIL";

/// Where the step writes, and where it is answered.
const ASKED: &str = "asked";
const ANSWERED: &str = "answered";
/// Bytes of a message at most.
const MOST: u64 = 64 * 1024 * 1024;
/// How long is waited between two looks for an answer: at first, and at most.
const LOOKS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(20));

/// The messages of a step, for whoever follows it.
#[derive(Debug, Clone)]
pub struct Mail {
    folder: PathBuf,
}

impl Mail {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where it is: what the step finds in [`MAIL`].
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn there(&self, user: Option<User>) -> Result<(), AgentError> {
        private_directory(&self.folder)?;
        for (name, mode) in [(ASKED, 0o700), (ANSWERED, 0o755)] {
            let path = self.folder.join(name);
            private_directory(&path)?;
            let mode = Permissions::from_mode(mode);
            fs::set_permissions(&path, mode).map_err(AgentError::io("open", &path))?;
        }
        match user {
            Some(user) => {
                let asked = self.folder.join(ASKED);
                user.check_way(&asked)?;
                user.own(&asked)
            }
            None => Ok(()),
        }
    }

    /// The message of that number, from 1, unless it was answered or is not there.
    ///
    /// # Errors
    /// What is there is no message, or cannot be read.
    pub fn asked(&self, number: u64) -> io::Result<Option<Vec<u8>>> {
        if self.is_answered(number) {
            return Ok(None);
        }
        let path = self.folder.join(ASKED).join(number.to_string());
        // The folder is the step's: what lies there may be a link to anything, or never end.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags(flags.bits().cast_signed())
            .open(path);
        let file = match opened {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let about = file.metadata()?;
        if !about.is_file() || about.len() > MOST {
            return Err(io::Error::other("what the step asks cannot be read"));
        }
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Whether the message of that number was answered.
    #[must_use]
    pub fn is_answered(&self, number: u64) -> bool {
        self.folder.join(ANSWERED).join(number.to_string()).exists()
    }

    /// Answers a message.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn answer(&self, number: u64, bytes: &[u8]) -> io::Result<()> {
        write(&self.folder.join(ANSWERED), number, bytes)
    }
}

/// Both sides write so that a message is there whole or not at all.
fn write(folder: &Path, number: u64, bytes: &[u8]) -> io::Result<()> {
    let draft = folder.join(format!(".{number}"));
    let mut file = File::create(&draft)?;
    file.set_permissions(Permissions::from_mode(0o644))?;
    file.write_all(bytes)?;
    drop(file);
    fs::rename(draft, folder.join(number.to_string()))
}

/// The messages of a step, for the step itself.
#[derive(Debug)]
pub struct Letters {
    folder: PathBuf,
    sent: u64,
}

impl Letters {
    /// Those of the step that this process is.
    ///
    /// # Errors
    /// When it is no step that anybody listens to.
    pub fn of_this_step() -> io::Result<Self> {
        let folder = std::env::var_os(MAIL)
            .ok_or_else(|| io::Error::other(format!("`{MAIL}` is not set")))?;
        Ok(Self {
            folder: folder.into(),
            sent: 0,
        })
    }

    /// Asks, and waits for the answer, however long that takes: a server may be started again meanwhile.
    ///
    /// # Errors
    /// When the question cannot be written, or the answer not be read.
    pub fn ask(&mut self, question: &[u8]) -> io::Result<Vec<u8>> {
        self.sent += 1;
        write(&self.folder.join(ASKED), self.sent, question)?;
        let path = self.folder.join(ANSWERED).join(self.sent.to_string());
        let mut pause = LOOKS.0;
        loop {
            match fs::read(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => std::thread::sleep(pause),
                read => return read,
            }
            pause = (pause * 3 / 2).min(LOOKS.1);
        }
    }
}
