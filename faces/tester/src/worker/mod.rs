//! The process that lists tests, or runs those that it is given.

mod program;
mod report;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_agent::Letters;
use holdpoint_findings::Source;
use holdpoint_runners::Runner;
use holdpoint_splitting::Digest;
use holdpoint_splitting::queue::{Outcome, Run};

use crate::message::{Answer, Ended, Question, Wanted};

/// The argument that makes a program share tests: then follow `collect` or `work`, the runner, and arguments of the runner.
pub const TESTS: &str = "__tests";

/// Where a process keeps what it gives to runners, in the folder of its step.
const FOLDER: &str = ".holdpoint-tests";
/// How long it waits until it asks again.
const AGAIN: Duration = Duration::from_millis(250);

/// To be called first in `main`. When this process was started to share tests it does that and returns the exit code to end
/// with; else none.
#[must_use]
pub fn tests_if_asked(arguments: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    let mut arguments = arguments.into_iter().skip(1);
    if arguments.next()? != TESTS {
        return None;
    }
    let words = arguments.map(|word| word.to_string_lossy().into_owned());
    Some(match done(&words.collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("holdpoint: {error}"));
            ExitCode::FAILURE
        }
    })
}

fn done(words: &[String]) -> io::Result<()> {
    let [what, runner, arguments @ ..] = words else {
        return Err(io::Error::other("it is not said what is to be done"));
    };
    let mut all = holdpoint_runners::ALL.into_iter();
    let found = all.find(|one| called(*one) == runner);
    let mut process = Process {
        runner: found.ok_or_else(|| io::Error::other(format!("`{runner}` is no known runner")))?,
        arguments: arguments.to_vec(),
        folder: std::env::current_dir()?.join(FOLDER),
        letters: Letters::of_this_step()?,
    };
    match what.as_str() {
        "collect" => process.collect(),
        _ => process.work(),
    }
}

/// As definitions call it.
fn called(runner: Runner) -> &'static str {
    match runner {
        Runner::Nextest => "cargo-nextest",
        other => other.name(),
    }
}

struct Process {
    runner: Runner,
    arguments: Vec<String>,
    folder: PathBuf,
    letters: Letters,
}

impl Process {
    fn ask(&mut self, question: &Question) -> io::Result<Answer> {
        let answer = self.letters.ask(&serde_json::to_vec(question)?)?;
        match serde_json::from_slice(&answer)? {
            Answer::Refused(why) => Err(io::Error::other(why)),
            answer => Ok(answer),
        }
    }

    fn collect(&mut self) -> io::Result<()> {
        let tests = self.list()?;
        report::say(&format!("holdpoint: {} tests", tests.len()));
        self.ask(&Question::Listed(tests)).map(drop)
    }

    fn list(&self) -> io::Result<Vec<String>> {
        let (mut text, commands) = (String::new(), self.runner.list());
        let last = commands.len().saturating_sub(1);
        for (at, mut command) in commands.into_iter().enumerate() {
            if at == last {
                command.argv.extend(self.arguments.iter().cloned());
            }
            text = program::heard(&command)?;
        }
        let source = Source::new("the list of tests", text.into_bytes());
        let source = Arc::new(source.map_err(io::Error::other)?);
        let root = std::env::current_dir()?;
        let listed = self.runner.read_list(&source, &root.to_string_lossy());
        listed.map_err(|wrong| {
            let lines = wrong.findings().iter().map(|one| one.message.to_string());
            io::Error::other(lines.collect::<Vec<_>>().join("\n"))
        })
    }

    fn work(&mut self) -> io::Result<()> {
        let Answer::All { digest, tests } = self.ask(&Question::Begun)? else {
            return Err(io::Error::other("nobody said which tests there are"));
        };
        let (mut turn, mut ended) = (0, Vec::new());
        loop {
            turn += 1;
            let wanted = wanted(turn, digest, std::mem::take(&mut ended));
            match self.ask(&wanted)? {
                Answer::Run(runs) => ended = self.run(&runs, &tests)?,
                Answer::Wait => std::thread::sleep(AGAIN),
                _ => return Ok(()),
            }
        }
    }

    /// Runs these, and says how each ended.
    fn run(&self, runs: &[Run], all: &[String]) -> io::Result<Vec<Ended>> {
        let id = |run: &Run| all.get(run.test as usize).cloned().unwrap_or_default();
        let ids: Vec<String> = runs.iter().map(id).collect();
        report::fresh(&self.folder)?;
        let folder = self.folder.to_string_lossy();
        let mut reports = Vec::new();
        for mut command in self.runner.run(&ids, all, &folder) {
            command.argv.extend(self.arguments.iter().cloned());
            if let Some(pattern) = &command.reports {
                report::remove(pattern)?;
            }
            // Whether tests failed is told by the reports alone, and what is in none of them has failed.
            program::run(&command)?;
            if let Some(pattern) = &command.reports {
                reports.extend(report::read(pattern)?);
            }
        }
        let seen = self.runner.line_up(&ids, &reports);
        seen.missing.iter().for_each(|test| {
            report::say(&format!("holdpoint: no report says how `{test}` ended"));
        });
        let ended = |(run, id): (&Run, &String)| {
            let seen = seen.seen.get(id);
            Ended {
                run: *run,
                outcome: seen.map_or(Outcome::Failed, |seen| report::outcome(seen.status)),
                micros: seen.map_or(0, |seen| seen.duration_us),
            }
        };
        Ok(runs.iter().zip(&ids).map(ended).collect())
    }
}

fn wanted(turn: u64, digest: Digest, ended: Vec<Ended>) -> Question {
    Question::Wanted(Wanted {
        turn,
        digest,
        ended,
    })
}
