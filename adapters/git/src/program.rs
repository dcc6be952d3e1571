//! The `git` program, run with an environment of our making.

use std::ffi::OsString;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;

use crate::GitError;

/// `--diff-merges` and `%(trailers:separator)` need it; Debian 11 has 2.30, RHEL 8 has 2.43.
const OLDEST: (u32, u32) = (2, 30);
const OLDEST_TEXT: &str = "2.30";

/// More than that of an error message helps nobody.
const MOST_OF_MESSAGE: u64 = 64 * 1024;

/// Settings of a repository that could run programs or change answers.
const NEUTRAL: [&str; 9] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "core.attributesFile=/dev/null",
    "color.ui=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "diff.renames=false",
    "diff.orderFile=/dev/null",
];

/// The git program. Its version has been checked.
#[derive(Debug, Clone)]
pub struct Git {
    program: PathBuf,
    version: (u32, u32),
}

impl Git {
    /// The `git` on the PATH.
    ///
    /// # Errors
    /// [`GitError::NotInstalled`], [`GitError::TooOld`].
    pub fn find() -> Result<Self, GitError> {
        Self::at("git")
    }

    /// The program at a path.
    ///
    /// # Errors
    /// [`GitError::NotInstalled`], [`GitError::TooOld`].
    pub fn at(program: impl Into<PathBuf>) -> Result<Self, GitError> {
        let program = program.into();
        let output = neutral(&program).arg("version").output();
        let output = output.map_err(|source| GitError::NotInstalled {
            program: program.clone(),
            source,
        })?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let version = version(&text).ok_or_else(|| GitError::Unexpected {
            command: "version".to_owned(),
            what: format!("`{text}`"),
        })?;
        if version < OLDEST {
            let found = format!("{}.{}", version.0, version.1);
            return Err(GitError::TooOld {
                found,
                needed: OLDEST_TEXT,
            });
        }
        Ok(Self { program, version })
    }

    /// Major and minor version.
    #[must_use]
    pub fn version(&self) -> (u32, u32) {
        self.version
    }

    /// Starts git in a directory. Its input is a pipe when `fed`, else empty.
    pub(crate) fn start(
        &self,
        directory: &Path,
        arguments: &[&str],
        fed: bool,
    ) -> Result<Running, GitError> {
        let mut command = neutral(&self.program);
        command.current_dir(directory);
        NEUTRAL.iter().for_each(|setting| {
            command.args(["-c", setting]);
        });
        command.args(arguments);
        command.stdin(if fed { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let failed = |source| GitError::NotInstalled {
            program: self.program.clone(),
            source,
        };
        Running::new(command.spawn().map_err(failed)?, arguments.join(" "))
    }

    /// Runs git to its end; any exit code is an answer here.
    pub(crate) fn run(&self, directory: &Path, arguments: &[&str]) -> Result<Output, GitError> {
        let mut running = self.start(directory, arguments, false)?;
        let mut out = Vec::new();
        let read = running.out.read_to_end(&mut out);
        read.map_err(|source| running.broken(source))?;
        let (status, message) = running.wait()?;
        Ok(Output {
            out,
            status,
            message,
            command: arguments.join(" "),
        })
    }
}

/// The program with an empty environment, save what it needs to find itself and who it trusts.
fn neutral(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    // HOME leads git to the user's `safe.directory`, which cannot be given in any other way.
    for kept in ["PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT", "TMPDIR"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    let settings = [
        ("LC_ALL", "C"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_ATTR_NOSYSTEM", "1"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_PAGER", "cat"),
        // Replacements and grafts would let a clone tell another history than the one that was released.
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_GRAFT_FILE", "/dev/null"),
        ("GIT_LITERAL_PATHSPECS", "1"),
    ];
    command.envs(settings.map(|(name, value)| (OsString::from(name), value)));
    command
}

/// `git version 2.39.5 (Apple Git-154)` is (2, 39).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix("git version ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// What git said, and how it ended.
pub(crate) struct Output {
    pub(crate) out: Vec<u8>,
    pub(crate) status: ExitStatus,
    pub(crate) message: String,
    command: String,
}

impl Output {
    /// The output, if git succeeded.
    pub(crate) fn success(self) -> Result<Vec<u8>, GitError> {
        if self.status.success() {
            Ok(self.out)
        } else {
            Err(self.failure())
        }
    }

    /// The failure as an error.
    pub(crate) fn failure(self) -> GitError {
        failure(self.command, self.status, &self.message)
    }
}

fn failure(command: String, status: ExitStatus, message: &str) -> GitError {
    let lines = message
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let message = lines.take(2).collect::<Vec<_>>().join("; ");
    GitError::Failed {
        command,
        status: status.to_string(),
        message,
    }
}

/// A git that runs. Dropped, it is killed.
pub(crate) struct Running {
    child: Child,
    pub(crate) out: BufReader<ChildStdout>,
    errors: Option<JoinHandle<Vec<u8>>>,
    command: String,
}

impl Running {
    fn new(mut child: Child, command: String) -> Result<Self, GitError> {
        let (Some(out), Some(errors)) = (child.stdout.take(), child.stderr.take()) else {
            let what = "it has no output".to_owned();
            return Err(GitError::Unexpected { command, what });
        };
        // Read apart, so that a full pipe of errors cannot stop git while we wait for its answer.
        let errors = std::thread::spawn(move || {
            let mut kept = Vec::new();
            let mut errors = errors;
            let _lost = errors.by_ref().take(MOST_OF_MESSAGE).read_to_end(&mut kept);
            let _rest = std::io::copy(&mut errors, &mut std::io::sink());
            kept
        });
        Ok(Self {
            child,
            out: BufReader::new(out),
            errors: Some(errors),
            command,
        })
    }

    /// The pipe to git, once.
    pub(crate) fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// An input or output error as an error of this crate.
    pub(crate) fn broken(&self, source: std::io::Error) -> GitError {
        GitError::Broken {
            command: self.command.clone(),
            source,
        }
    }

    /// An answer that the format does not allow.
    pub(crate) fn unexpected(&self, what: impl Into<String>) -> GitError {
        GitError::Unexpected {
            command: self.command.clone(),
            what: what.into(),
        }
    }

    /// Waits for the end: status and error output.
    pub(crate) fn wait(&mut self) -> Result<(ExitStatus, String), GitError> {
        drop(self.child.stdin.take());
        let status = self.child.wait().map_err(|source| self.broken(source))?;
        let message = self.errors.take().and_then(|reader| reader.join().ok());
        Ok((
            status,
            String::from_utf8_lossy(&message.unwrap_or_default()).into_owned(),
        ))
    }

    /// Waits for the end, which must be a success.
    pub(crate) fn finish(mut self) -> Result<(), GitError> {
        let (status, message) = self.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(failure(self.command.clone(), status, &message))
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.errors.is_some() {
            let _gone = self.child.kill();
            let _reaped = self.child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_of_every_vendor_are_read() {
        assert_eq!(version("git version 2.39.5"), Some((2, 39)));
        assert_eq!(version("git version 2.39.5 (Apple Git-154)"), Some((2, 39)));
        assert_eq!(version("git version 2.47.windows.1"), Some((2, 47)));
        assert_eq!(version("hg 6"), None);
    }
}
