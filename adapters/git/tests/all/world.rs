//! A repository in a box.

use std::path::{Path, PathBuf};
use std::process::Command;

use holdpoint_git::Repository;
use tempfile::TempDir;

/// 2026-01-01T00:00:00Z; each commit is made one minute after the one before.
pub(crate) const FIRST: i64 = 1_767_225_600;

pub(crate) struct World {
    pub(crate) directory: TempDir,
    minute: i64,
}

impl World {
    pub(crate) fn new() -> Self {
        let world = Self {
            directory: tempfile::tempdir().unwrap(),
            minute: 0,
        };
        world.git(&["init", "--quiet", "--initial-branch=main"]);
        world
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn open(&self) -> Repository {
        Repository::open(self.path()).unwrap()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(self.path(), arguments)
    }

    pub(crate) fn git_in(&self, directory: &Path, arguments: &[&str]) -> String {
        let time = format!("{} +0000", FIRST + self.minute * 60);
        let output = Command::new("git")
            .current_dir(directory)
            .args(["-c", "protocol.file.allow=always"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_NAME", "Ada Lovelace")
            .env("GIT_AUTHOR_EMAIL", "ada@example.org")
            .env("GIT_COMMITTER_NAME", "Build Robot")
            .env("GIT_COMMITTER_EMAIL", "robot@example.org")
            .env("GIT_AUTHOR_DATE", &time)
            .env("GIT_COMMITTER_DATE", &time)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) fn write(&self, path: &str, content: &str) -> PathBuf {
        let place = self.path().join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(&place, content).unwrap();
        place
    }

    /// Writes a file, commits it, and returns the id.
    pub(crate) fn commit(&mut self, path: &str, content: &str, message: &str) -> String {
        self.write(path, content);
        self.minute += 1;
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// A clone with the last `depth` commits only.
    pub(crate) fn shallow(&self, depth: u32) -> TempDir {
        let place = tempfile::tempdir().unwrap();
        let from = format!("file://{}", self.path().display());
        let depth = format!("--depth={depth}");
        self.git_in(place.path(), &["clone", "--quiet", &depth, &from, "."]);
        place
    }
}
