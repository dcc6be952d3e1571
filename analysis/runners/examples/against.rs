//! A runner as it is on this machine, through its adapter: lists the tests of a folder, runs every other one, and lines the reports
//! up. `cargo run -p holdpoint-runners --example against -- pytest FOLDER [KEEP]`; what was read and written is put into KEEP.

#![expect(clippy::print_stdout, reason = "an example")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use holdpoint_attestation::junit::{Options, TestReport};
use holdpoint_findings::Source;
use holdpoint_runners::{ALL, Invocation, LinedUp, Runner};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One runner against one folder.
struct Against {
    runner: Runner,
    folder: PathBuf,
    keep: Option<PathBuf>,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, folder, rest @ ..] = arguments.as_slice() else {
        return Err("give a runner and a folder".into());
    };
    let runner = ALL.into_iter().find(|runner| runner.name() == name);
    let against = Against {
        runner: runner.ok_or("there is no such runner")?,
        folder: fs::canonicalize(folder)?,
        keep: rest.first().map(PathBuf::from),
    };
    let collected = against.listed()?;
    let tests: Vec<String> = collected.iter().step_by(2).cloned().collect();
    let up = lined_up(&against, &tests, &collected)?;
    println!(
        "{} collected, {} to run: {up:#?}",
        collected.len(),
        tests.len()
    );
    match up.is_exact() {
        true => Ok(()),
        false => Err("the reports are not of the tests that were to run".into()),
    }
}

fn lined_up(against: &Against, tests: &[String], collected: &[String]) -> Outcome<LinedUp> {
    let work = tempfile::tempdir()?;
    let runs = against
        .runner
        .run(tests, collected, &work.path().to_string_lossy());
    let mut reports = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        println!("{}", run.argv.join(" "));
        run.files
            .iter()
            .try_for_each(|file| fs::write(&file.path, &file.text))?;
        start(run, &against.folder)?;
        for path in found(run, &against.folder)? {
            let bytes = fs::read(path)?;
            against.kept(&format!("{at}-{}.xml", reports.len()), &bytes)?;
            let options = Options {
                whole_names: true,
                ..Options::default()
            };
            reports.push(TestReport::read(&bytes, options)?);
        }
    }
    Ok(against.runner.line_up(tests, &reports))
}

impl Against {
    fn listed(&self) -> Outcome<Vec<String>> {
        let mut listing = Vec::new();
        for command in self.runner.list() {
            listing = start(&command, &self.folder)?;
        }
        self.kept("list", &listing)?;
        let source = Arc::new(Source::new("list", listing)?);
        Ok(self
            .runner
            .read_list(&source, &self.folder.to_string_lossy())?)
    }

    /// Keeps what was read, with another folder in it.
    fn kept(&self, name: &str, bytes: &[u8]) -> Outcome<()> {
        let Some(keep) = &self.keep else {
            return Ok(());
        };
        let text = String::from_utf8_lossy(bytes);
        let text = text.replace(&*self.folder.to_string_lossy(), "/project");
        let name = format!("{}-{name}", self.runner.name());
        Ok(fs::write(keep.join(name), text)?)
    }
}

fn start(command: &Invocation, folder: &Path) -> Outcome<Vec<u8>> {
    let (program, arguments) = command.argv.split_first().ok_or("there is no program")?;
    let environment = command
        .environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()));
    let output = Command::new(program)
        .args(arguments)
        .envs(environment)
        .current_dir(folder)
        .output()?;
    if !output.status.success() {
        println!("{program}: {}", output.status);
    }
    Ok(output.stdout)
}

/// The reports of a run: one path, or what `find` says of a pattern.
fn found(run: &Invocation, folder: &Path) -> Outcome<Vec<PathBuf>> {
    let pattern = run.reports.as_deref().ok_or("it writes no report")?;
    let Some((above, name)) = pattern.rsplit_once('/').filter(|_| pattern.contains('*')) else {
        return Ok(vec![PathBuf::from(pattern)]);
    };
    let output = Command::new("find")
        .arg(folder)
        .args(["-path", &format!("*{}", above.trim_start_matches("**"))])
        .output()?;
    let mut found = Vec::new();
    for parent in String::from_utf8(output.stdout)?.lines() {
        let all = fs::read_dir(parent)?
            .filter_map(Result::ok)
            .map(|entry| entry.path());
        let (start, end) = name.split_once('*').unwrap_or((name, ""));
        found.extend(all.filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(start) && name.ends_with(end)
        }));
    }
    found.sort();
    Ok(found)
}
