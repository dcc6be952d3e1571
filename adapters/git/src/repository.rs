//! A repository, found from any directory inside it.

use std::path::{Path, PathBuf};

use crate::{Git, GitError, Oid};

/// A git repository on disk.
#[derive(Debug, Clone)]
pub struct Repository {
    pub(crate) git: Git,
    root: PathBuf,
    shallow: bool,
}

impl Repository {
    /// The repository that a directory or file is inside of.
    ///
    /// # Errors
    /// [`GitError::NotARepository`], [`GitError::Untrusted`], or git cannot be run.
    pub fn open(place: impl AsRef<Path>) -> Result<Self, GitError> {
        Self::open_with(Git::find()?, place)
    }

    /// As [`Repository::open`], with a given program.
    ///
    /// # Errors
    /// As [`Repository::open`].
    pub fn open_with(git: Git, place: impl AsRef<Path>) -> Result<Self, GitError> {
        let place = place.as_ref();
        let directory = if place.is_file() {
            place.parent().unwrap_or(place)
        } else {
            place
        };
        let directory = if directory.as_os_str().is_empty() {
            Path::new(".")
        } else {
            directory
        };
        if !directory.is_dir() {
            return Err(GitError::NotARepository(directory.to_owned()));
        }
        let bare = question(&git, directory, &["rev-parse", "--is-bare-repository"])? == "true";
        let top = if bare {
            "--absolute-git-dir"
        } else {
            "--show-toplevel"
        };
        let root = PathBuf::from(question(&git, directory, &["rev-parse", top])?);
        let shallow = question(&git, directory, &["rev-parse", "--is-shallow-repository"])?;
        Ok(Self {
            git,
            root,
            shallow: shallow == "true",
        })
    }

    /// The top of the working tree; of a bare repository its own directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether part of the history is missing here.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.shallow
    }

    /// The commit that a revision names: a branch, a tag, an id or its beginning, `HEAD~2`.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`], [`GitError::Ambiguous`].
    pub fn resolve(&self, revision: &str) -> Result<Oid, GitError> {
        // git would take a leading dash for an option.
        if revision.is_empty() || revision.starts_with('-') || revision.contains('\0') {
            return Err(self.unknown(revision));
        }
        let wanted = format!("{revision}^{{commit}}");
        let output = self
            .git
            .run(&self.root, &["rev-parse", "--verify", "--quiet", &wanted])?;
        if output.message.contains("is ambiguous") {
            return Err(GitError::Ambiguous(revision.to_owned()));
        }
        if !output.status.success() {
            return Err(self.unknown(revision));
        }
        String::from_utf8_lossy(&output.out).trim().parse()
    }

    /// The name of the branch that is checked out; none when HEAD is detached.
    ///
    /// # Errors
    /// When git fails.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        let output = self
            .git
            .run(&self.root, &["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        let name = String::from_utf8_lossy(&output.out).trim().to_owned();
        Ok(Some(name).filter(|name| output.status.success() && !name.is_empty()))
    }

    /// Runs git at the root, to a success.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        self.git.run(&self.root, arguments)?.success()
    }

    fn unknown(&self, revision: &str) -> GitError {
        let hint = match (self.shallow, self.is_unborn()) {
            (true, _) => ": this clone is shallow, run `git fetch --unshallow`",
            (false, true) => ": there is no commit yet",
            (false, false) => "",
        };
        GitError::UnknownRevision {
            revision: revision.to_owned(),
            hint,
        }
    }

    fn is_unborn(&self) -> bool {
        let head = self
            .git
            .run(&self.root, &["rev-parse", "--verify", "--quiet", "HEAD"]);
        head.is_ok_and(|output| !output.status.success())
    }
}

/// One line that git answers before the root is known.
fn question(git: &Git, directory: &Path, arguments: &[&str]) -> Result<String, GitError> {
    let output = git.run(directory, arguments)?;
    if output.status.success() {
        let text = String::from_utf8_lossy(&output.out).into_owned();
        return Ok(text.trim_end_matches('\n').to_owned());
    }
    Err(
        if output.message.contains("dubious ownership")
            || output.message.contains("unsafe repository")
        {
            GitError::Untrusted(directory.to_owned())
        } else if output.message.contains("not a git repository") {
            GitError::NotARepository(directory.to_owned())
        } else {
            output.failure()
        },
    )
}
