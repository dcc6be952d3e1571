//! The files of a revision, and those that git knows of in the working tree.

use crate::{GitError, Oid, Repository};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileMode {
    /// A file.
    Regular,
    /// A file that may be run.
    Executable,
    /// A link; its content is where it leads.
    Symlink,
    /// Another repository at a commit; it has no content here.
    Submodule,
}

/// A file of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeFile {
    /// Path from the root, with `/`.
    pub path: String,
    /// What it is.
    pub mode: FileMode,
    /// The id of its content.
    pub oid: Oid,
}

impl Repository {
    /// All files of a revision, in order of path.
    ///
    /// # Errors
    /// [`GitError::UnknownRevision`].
    pub fn files(&self, revision: &str) -> Result<Vec<TreeFile>, GitError> {
        let commit = self.resolve(revision)?;
        let out = self.ask(&["ls-tree", "-r", "-z", "--full-tree", commit.as_str()])?;
        lines(&out).map(|line| tree_file(&line)).collect()
    }

    /// The paths that git knows of in the working tree (`git ls-files`), committed or only added, in order.
    ///
    /// # Errors
    /// When git fails, or the repository is bare.
    pub fn tracked_paths(&self) -> Result<Vec<String>, GitError> {
        let out = self.ask(&["ls-files", "-z", "--full-name"])?;
        let mut paths: Vec<String> = lines(&out).collect();
        // A file in conflict is listed once for each side.
        paths.dedup();
        Ok(paths)
    }
}

fn lines(out: &[u8]) -> impl Iterator<Item = String> {
    let lines = out.split(|byte| *byte == 0).filter(|line| !line.is_empty());
    lines.map(|line| String::from_utf8_lossy(line).into_owned())
}

/// `100644 blob <oid>\t<path>`
fn tree_file(line: &str) -> Result<TreeFile, GitError> {
    let unexpected = || GitError::Unexpected {
        command: "ls-tree".to_owned(),
        what: format!("`{line}`"),
    };
    let (entry, path) = line.split_once('\t').ok_or_else(unexpected)?;
    let mut words = entry.split(' ');
    let (mode, _kind, oid) = (
        words.next(),
        words.next(),
        words.next().ok_or_else(unexpected)?,
    );
    let mode = match mode {
        Some("100755") => FileMode::Executable,
        Some("120000") => FileMode::Symlink,
        Some("160000") => FileMode::Submodule,
        _ => FileMode::Regular,
    };
    Ok(TreeFile {
        path: path.to_owned(),
        mode,
        oid: oid.parse()?,
    })
}
