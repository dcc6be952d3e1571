//! Which paths each commit changed.

use crate::records::field;
use crate::{GitError, Oid, Range, Repository};

/// The paths that a commit changed, in git's order. For a merge: only those that it changed itself, against all
/// of its parents, because what it brought in is listed with the commits that it brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitPaths {
    /// The commit.
    pub oid: Oid,
    /// Paths from the root, with `/`.
    pub paths: Vec<String>,
}

impl Repository {
    /// The changed paths of each commit of a range, newest first.
    ///
    /// # Errors
    /// As [`Repository::commits`].
    pub fn changed_paths(&self, range: &Range) -> Result<Vec<CommitPaths>, GitError> {
        self.check_depth(range)?;
        let ends = self.ends(range)?;
        let mut arguments = vec!["log", "-z", "--topo-order", "--raw", "-r", "-c", "--root"];
        arguments.extend([
            "--no-renames",
            "--no-abbrev",
            "--no-ext-diff",
            "--no-show-signature",
        ]);
        arguments.push("--format=tformat:%H");
        arguments.extend(ends.iter().map(String::as_str));
        arguments.push("--");
        let mut running = self.git.start(self.root(), &arguments, false)?;
        let mut commits: Vec<CommitPaths> = Vec::new();
        while let Some(text) = field(&mut running)? {
            // git ends the paths of a merge with an empty field.
            if text.is_empty() {
                continue;
            }
            // A raw line (`:modes ids status`) is followed by its path; anything else is the next commit.
            match (text.trim_start().starts_with(':'), commits.last_mut()) {
                (true, Some(commit)) => {
                    let path = field(&mut running)?;
                    commit
                        .paths
                        .push(path.ok_or_else(|| running.unexpected("no path"))?);
                }
                (true, None) => return Err(running.unexpected("a path without commit")),
                (false, _) => {
                    commits.push(CommitPaths {
                        oid: text.trim().parse()?,
                        paths: Vec::new(),
                    });
                }
            }
        }
        running.finish()?;
        Ok(commits)
    }

    /// The paths in which two commits differ, whatever happened in between.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`].
    pub fn differing_paths(&self, one: &str, other: &str) -> Result<Vec<String>, GitError> {
        let (one, other) = (self.resolve(one)?, self.resolve(other)?);
        let arguments = [
            "diff-tree",
            "-r",
            "-z",
            "--name-only",
            "--no-renames",
            one.as_str(),
            other.as_str(),
        ];
        let out = self.ask(&arguments)?;
        let paths = out.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths
            .map(|path| String::from_utf8_lossy(path).into_owned())
            .collect())
    }
}
