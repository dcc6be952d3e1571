//! The commits of a range, streamed.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::records::record;
use crate::{Commit, GitError, Oid, Range, Repository};

const FORMAT: &str = "--format=tformat:%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00\
%(trailers:key=Co-authored-by,valueonly,separator=%x1f)%x00%s%x00%b";

impl Repository {
    /// The commits of a range, newest first; only those that touch one of `paths`, if any are given.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`]; [`GitError::Shallow`] when the range runs into the edge of a shallow clone.
    pub fn commits(&self, range: &Range, paths: &[&str]) -> Result<Vec<Commit>, GitError> {
        let mut commits = Vec::new();
        self.walk(range, paths, &mut |commit| {
            commits.push(commit);
            ControlFlow::Continue(())
        })?;
        Ok(commits)
    }

    /// As [`Repository::commits`], one at a time; the visitor says when it has seen enough.
    ///
    /// # Errors
    /// As [`Repository::commits`].
    pub fn walk(
        &self,
        range: &Range,
        paths: &[&str],
        visit: &mut dyn FnMut(Commit) -> ControlFlow<()>,
    ) -> Result<(), GitError> {
        self.check_depth(range)?;
        let ends = self.ends(range)?;
        let mut arguments = vec![
            "log",
            "-z",
            "--encoding=UTF-8",
            "--topo-order",
            "--no-mailmap",
        ];
        arguments.extend(["--no-show-signature", "--no-ext-diff", "--no-patch", FORMAT]);
        arguments.extend(ends.iter().map(String::as_str));
        arguments.push("--");
        arguments.extend(paths);
        let mut running = self.git.start(self.root(), &arguments, false)?;
        while let Some(fields) = record(&mut running)? {
            if visit(Commit::from_fields(fields)?).is_break() {
                return Ok(());
            }
        }
        running.finish()
    }

    /// The range in ids, so that no name can change or be taken for an option meanwhile.
    pub(crate) fn ends(&self, range: &Range) -> Result<Vec<String>, GitError> {
        let mut ends = vec![self.resolve(&range.to)?.to_string()];
        if let Some(from) = &range.from {
            ends.push(format!("^{}", self.resolve(from)?));
        }
        Ok(ends)
    }

    /// In a shallow clone a range is only complete when it does not touch the edge of what was fetched.
    pub(crate) fn check_depth(&self, range: &Range) -> Result<(), GitError> {
        if !self.is_shallow() {
            return Ok(());
        }
        let edge = self.edge()?;
        let mut arguments = vec!["rev-list".to_owned()];
        arguments.extend(self.ends(range)?);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let listed = self.ask(&arguments)?;
        let listed = String::from_utf8_lossy(&listed);
        match listed.lines().find(|oid| edge.contains(*oid)) {
            Some(oid) => Err(GitError::Shallow(oid.to_owned())),
            None => Ok(()),
        }
    }

    /// The commits whose parents were not fetched.
    fn edge(&self) -> Result<HashSet<String>, GitError> {
        let place = self.ask(&["rev-parse", "--git-path", "shallow"])?;
        let place = self.root().join(String::from_utf8_lossy(&place).trim());
        let command = || format!("rev-parse --git-path shallow: {}", place.display());
        let text = std::fs::read_to_string(&place).map_err(|source| GitError::Broken {
            command: command(),
            source,
        })?;
        text.lines()
            .map(|line| line.parse::<Oid>().map(|oid| oid.to_string()))
            .collect()
    }
}
