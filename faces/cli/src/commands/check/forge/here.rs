//! The environment of this process.

use std::io::Read as _;
use std::path::Path;

use holdpoint_forge::Variables;

/// Bytes of a file that a variable names; an event of GitHub has at most some hundred thousand.
const LONGEST: u64 = 16 << 20;

/// The environment of this process, and its files.
pub(super) struct Here;

impl Variables for Here {
    fn get(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn read(&self, path: &Path) -> Option<String> {
        let mut text = String::new();
        let file = std::fs::File::open(path).ok()?;
        file.take(LONGEST).read_to_string(&mut text).ok()?;
        Some(text)
    }
}
