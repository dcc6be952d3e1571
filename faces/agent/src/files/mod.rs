//! Files that go from one step to another, or to the next run: written to standard output and read from standard input by
//! this program, started again as the user of the step.
//!
//! The first line says what follows: `file` or `program` (a file that can be executed) and its bytes; or `folder` and a tar
//! archive, in which the same files are always the same bytes: in order, without times and owners.

mod give;
mod glob;
mod take;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Component, Path};
use std::process::ExitCode;

/// The argument that makes a program give or take files.
pub(crate) const FILES: &str = "__files";
pub(crate) const GIVE: &str = "give";
pub(crate) const TAKE: &str = "take";

/// To be called first in `main`. When this process was started to give or take files it does that and returns the exit code to
/// end with; else none.
#[must_use]
pub fn files_if_asked(arguments: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    let mut arguments = arguments.into_iter().skip(1);
    if arguments.next()? != FILES {
        return None;
    }
    let words: Vec<String> = arguments
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    Some(match done(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    })
}

fn done(words: &[String]) -> io::Result<()> {
    let (Some((verb, rest)), here) = (words.split_first(), Path::new(".")) else {
        return Err(io::Error::other("nothing was asked"));
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    match (verb.as_str(), rest) {
        (GIVE, [how, paths @ ..]) => {
            match how.as_str() {
                "one" => give::one(here, paths.first().map_or("", String::as_str), &mut out)?,
                "found" => give::found(here, paths, &mut out)?,
                _ => give::digest(here, paths, &mut out)?,
            }
            out.flush()
        }
        (TAKE, [path]) => take::take(here, path, &mut io::stdin().lock()),
        _ => Err(io::Error::other("files are given or taken")),
    }
}

/// A path inside a folder.
fn inside(path: &str) -> io::Result<&Path> {
    let own = Path::new(path);
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    match !path.is_empty() && own.components().all(plain) {
        true => Ok(own),
        false => Err(io::Error::other(format!(
            "`{path}` does not lie inside the folder of the step"
        ))),
    }
}

/// What went wrong, with the path.
fn at(path: &Path) -> impl FnOnce(io::Error) -> io::Error + '_ {
    move |error| io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}
