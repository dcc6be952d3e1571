//! How commits relate.

use crate::{GitError, Oid, Repository};

impl Repository {
    /// The best common ancestor of two revisions; none when their histories never meet.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`]; [`GitError::Shallow`] when a shallow clone cannot tell.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<Option<Oid>, GitError> {
        let (one, other) = (self.resolve(one)?, self.resolve(other)?);
        let output = self
            .git
            .run(self.root(), &["merge-base", one.as_str(), other.as_str()])?;
        match output.status.code() {
            Some(1) if self.is_shallow() => Err(GitError::Shallow(other.to_string())),
            Some(1) => Ok(None),
            _ => String::from_utf8_lossy(&output.success()?)
                .trim()
                .parse()
                .map(Some),
        }
    }

    /// Whether `descendant` contains `ancestor`; a commit contains itself.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`]; [`GitError::Shallow`] when a shallow clone cannot tell.
    pub fn is_ancestor(&self, ancestor: &str, descendant: &str) -> Result<bool, GitError> {
        let (old, new) = (self.resolve(ancestor)?, self.resolve(descendant)?);
        let arguments = ["merge-base", "--is-ancestor", old.as_str(), new.as_str()];
        let output = self.git.run(self.root(), &arguments)?;
        match output.status.code() {
            Some(0) => Ok(true),
            Some(1) if self.is_shallow() => Err(GitError::Shallow(new.to_string())),
            Some(1) => Ok(false),
            _ => Err(output.failure()),
        }
    }
}
