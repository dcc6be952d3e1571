//! `holdpoint man`.

use std::path::{Path, PathBuf};

use clap::{Args, Command};

use super::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output;
use crate::session::Session;

/// Write manual pages.
///
/// The main one goes to standard output, or all of them into a directory.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Write a page for every command into this directory.
    #[arg(long, value_name = "DIR")]
    directory: Option<PathBuf>,
}

impl Run for Man {
    fn run(self, session: &Session) -> Outcome {
        let mut command = crate::arguments::command();
        command.build();
        match self.directory {
            None => output::write_bytes(&page(&command)?)?,
            Some(directory) => {
                let count = write_all(&command, "holdpoint", &directory)?;
                session.note(format!("{count} pages in `{}`", directory.display()));
            }
        }
        Ok(Exit::Go)
    }
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command.clone()).render(&mut page);
    rendered
        .map_err(|error| Failure::failed("output", "the page cannot be made").because(&error))?;
    Ok(page)
}

fn write_all(command: &Command, name: &str, directory: &Path) -> Result<usize, Failure> {
    std::fs::create_dir_all(directory)
        .map_err(|error| Failure::file("create", directory, &error))?;
    let path = directory.join(format!("{name}.1"));
    std::fs::write(&path, page(command)?).map_err(|error| Failure::file("write", &path, &error))?;
    let below = command
        .get_subcommands()
        .filter(|below| below.get_name() != "help");
    below
        .map(|below| write_all(below, &format!("{name}-{}", below.get_name()), directory))
        .sum::<Result<usize, _>>()
        .map(|count| count + 1)
}
