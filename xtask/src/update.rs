//! Generated files: the tests that compare them write them instead, when they are told to.

use anyhow::Result;

use crate::{shell, tidy};

/// Writes every generated file anew, and the lengths of files and functions that have shrunk.
pub fn generated() -> Result<()> {
    let line = ["test", "--locked", "--", "drift"];
    shell::status(shell::command("cargo", &line).env("UPDATE", "1"))?;
    tidy::shrink()
}
