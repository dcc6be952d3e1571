//! File contents at a revision, through one long-lived `git cat-file --batch`.

use std::io::{BufRead, Read, Write};
use std::process::ChildStdin;

use crate::program::Running;
use crate::{GitError, Oid, Repository};

/// Reads files of one revision, many or few, without starting git for each.
pub struct Contents {
    commit: Oid,
    input: ChildStdin,
    running: Running,
    limit: u64,
}

impl Repository {
    /// A reader of the files of a revision; no file may have more than `limit` bytes.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`].
    pub fn contents(&self, revision: &str, limit: u64) -> Result<Contents, GitError> {
        let commit = self.resolve(revision)?;
        let mut running = self
            .git
            .start(self.root(), &["cat-file", "--batch"], true)?;
        let input = running
            .input()
            .ok_or_else(|| running.unexpected("it takes no input"))?;
        Ok(Contents {
            commit,
            input,
            running,
            limit,
        })
    }

    /// One file at a revision; none if there is no such file.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`], [`GitError::TooLarge`].
    pub fn content(
        &self,
        revision: &str,
        path: &str,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, GitError> {
        self.contents(revision, limit)?.read(path)
    }
}

impl Contents {
    /// The commit that is read from.
    #[must_use]
    pub fn commit(&self) -> &Oid {
        &self.commit
    }

    /// The content of the file at a path from the root; none if there is no file there. A link gives where it leads.
    ///
    /// # Errors
    /// [`GitError::TooLarge`]; [`GitError::Path`] for a path that cannot be asked for.
    pub fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, GitError> {
        let refused = |why| Err(GitError::Path(path.to_owned(), why));
        if path.contains(['\n', '\0']) {
            return refused("its name contains a line feed");
        }
        if path.is_empty() || path.starts_with(['/', '.']) && path.split('/').any(dotted) {
            return refused("give the path from the root of the repository");
        }
        let wanted = format!("{}:{path}\n", self.commit);
        let sent = self
            .input
            .write_all(wanted.as_bytes())
            .and_then(|()| self.input.flush());
        sent.map_err(|source| self.running.broken(source))?;
        let header = self.header()?;
        // `<oid> <type> <size>`, or the question and ` missing`.
        let mut words = header.rsplit(' ');
        let size = words.next().unwrap_or_default();
        let kind = words.next().unwrap_or_default();
        match size.parse::<u64>() {
            Ok(size) => self.body(path, kind, size),
            Err(_) if header.ends_with(" missing") => Ok(None),
            Err(_) => Err(self.running.unexpected(header)),
        }
    }

    fn header(&mut self) -> Result<String, GitError> {
        let mut header = String::new();
        let read = self.running.out.read_line(&mut header);
        read.map_err(|source| self.running.broken(source))?;
        Ok(header.trim_end_matches('\n').to_owned())
    }

    fn body(&mut self, path: &str, kind: &str, size: u64) -> Result<Option<Vec<u8>>, GitError> {
        let fits = kind == "blob" && size <= self.limit;
        let mut content = Vec::new();
        // The line feed that git adds comes along; what is not wanted is read past, to stay in step.
        let mut answer = self.running.out.by_ref().take(size.saturating_add(1));
        let read = if fits {
            answer.read_to_end(&mut content).map(|count| count as u64)
        } else {
            std::io::copy(&mut answer, &mut std::io::sink())
        };
        let count = read.map_err(|source| self.running.broken(source))?;
        if count != size.saturating_add(1) {
            return Err(self.running.unexpected("the end in mid-file"));
        }
        content.pop();
        match kind {
            "blob" if fits => Ok(Some(content)),
            "blob" => Err(GitError::TooLarge {
                path: path.to_owned(),
                size,
                limit: self.limit,
            }),
            _ => Ok(None),
        }
    }
}

fn dotted(part: &str) -> bool {
    matches!(part, "." | ".." | "")
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contents")
            .field("commit", &self.commit)
            .finish_non_exhaustive()
    }
}
