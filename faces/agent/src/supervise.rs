//! Runs one step to its end and writes down how it ended. Usually in a thread of a nursery.

use std::ffi::OsString;
use std::io::Read as _;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use holdpoint_steplog::Stream;
use rustix::process::Signal;

use crate::launch::Secrets;
use crate::nursery::{self, STEPS};
use crate::order::Order;
use crate::output::Kept;
use crate::place::{CLAIM, Claim, LOG, LOST, ORDER, OUTCOME, PROCESS, Place};
use crate::process::{Identity, Running};
use crate::{AgentError, Ending, LogSummary, Outcome, Program};

/// The argument that makes a program the supervisor of a step, whose directory comes next, or with [`crate::STEPS`] of many.
pub const SUPERVISE: &str = "__supervise-step";

/// How long until it is tried again to write down that a step is lost.
const AGAIN: Duration = Duration::from_secs(1);

/// How long the logs of an ended step are waited for.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// To be called first in `main`. When this process was started as a supervisor it runs the steps and returns the exit
/// code to end with; else none.
#[must_use]
pub fn supervise_if_asked(arguments: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    let mut arguments = arguments.into_iter().skip(1);
    let asked = arguments.find(|argument| argument == SUPERVISE || argument == STEPS)?;
    let place = match asked == STEPS {
        true => return Some(nursery::run()),
        false => arguments.next()?,
    };
    if place == STEPS {
        return Some(nursery::run());
    }
    Some(one(&Place::new(PathBuf::from(place))))
}

/// As an agent of an earlier version asks for it, which may still run.
fn one(place: &Place) -> ExitCode {
    // A session of its own: neither the terminal nor the end of the server takes it along.
    let _leads_already = rustix::process::setsid();
    match secrets().and_then(|secrets| supervise(place, &secrets, || ())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Values for the environment of the step, as whoever started this process writes them: they are on no disk.
fn secrets() -> Result<Secrets, AgentError> {
    let (mut text, stdin) = (Vec::new(), PathBuf::from("standard input"));
    let read = std::io::stdin().lock().read_to_end(&mut text);
    read.map_err(AgentError::io("read", &stdin))?;
    if text.is_empty() {
        return Ok(Secrets::new());
    }
    serde_json::from_slice(&text).map_err(|error| AgentError::Damaged {
        path: stdin,
        why: error.to_string(),
    })
}

/// Runs the step unless somebody else does or did. Says when it is claimed: from then on it is known how it stands.
pub(crate) fn supervise(
    place: &Place,
    secrets: &Secrets,
    claimed: impl FnOnce(),
) -> Result<(), AgentError> {
    let missing = || AgentError::Damaged {
        path: place.file(ORDER),
        why: "it is missing".to_owned(),
    };
    let order: Order = place.read(ORDER)?.ok_or_else(missing)?;
    let started_ms = now();
    let claim = Claim::Supervised {
        supervisor: Identity::own(),
        started_ms,
    };
    if !place.claim(&claim)? {
        return Ok(());
    }
    claimed();
    // Before anything of it runs: a step that has begun is never begun again, whatever becomes of the machine.
    let durable = place.settle(CLAIM);
    let run = durable.and_then(|()| run(place, &order, secrets, started_ms));
    let written = run.and_then(|outcome| place.write(OUTCOME, &outcome));
    if let Err(error) = &written {
        lose(place, &error.to_string());
    }
    written
}

/// Says of a claimed step that nothing more will be heard of it, and why. As long as its supervisor lives it would be thought to
/// run: where the disk is full that is tried again and again. The end of the supervisor says it, too.
pub(crate) fn lose(place: &Place, why: &str) {
    if place.write(LOST, &why).is_ok() {
        return;
    }
    let (place, why) = (place.clone(), why.to_owned());
    let again = move || {
        while is_claimed(&place) && place.write(LOST, &why).is_err() {
            std::thread::sleep(AGAIN);
        }
    };
    let _no_thread_either = std::thread::Builder::new().spawn(again);
}

fn run(
    place: &Place,
    order: &Order,
    secrets: &[(String, String)],
    started_ms: i64,
) -> Result<Outcome, AgentError> {
    let mut log = Kept::new(place.file(LOG), order.log_limit, secrets);
    let mut child = match command(order, secrets).spawn() {
        Ok(child) => child,
        Err(error) => return Ok(unstartable(order, started_ms, &error)),
    };
    let process = Identity::of(child.id());
    // It means nothing after the next start of the machine.
    place.note(PROCESS, &process)?;
    if let Some(stdout) = child.stdout.take() {
        log.follow(Stream::Out, stdout);
    }
    if let Some(stderr) = child.stderr.take() {
        log.follow(Stream::Err, stderr);
    }
    let ending = wait(child, &process, order, &mut log);
    let ended_ms = now();
    let log = log.finish(LAST_WORDS);
    let log = log.map_err(AgentError::io("write", place.file(LOG)))?;
    Ok(Outcome {
        ending,
        started_ms,
        ended_ms,
        log,
    })
}

fn command(order: &Order, secrets: &[(String, String)]) -> Command {
    let mut command = match &order.step.program {
        Program::Argv(words) => {
            let mut words = words.iter();
            let mut command = Command::new(words.next().map_or("", String::as_str));
            command.args(words);
            command
        }
        Program::Shell(script) => {
            let mut command = Command::new("/bin/sh");
            command.args(["-e", "-c", script]);
            command
        }
    };
    command.env_clear();
    command.env(
        "PATH",
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    );
    command.env("HOME", &order.work).env("LANG", "C.UTF-8");
    command
        .envs(&order.step.environment)
        .envs(secrets.iter().map(|(name, value)| (name, value)));
    command.env("HOLDPOINT_STEP", order.step.key.to_string());
    command.current_dir(order.step.working_directory.as_ref().unwrap_or(&order.work));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.process_group(0);
    if let Some(user) = order.user {
        // As root this also drops every supplementary group.
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// Waits for the end, and brings it about when the time is up: first politely, then not.
fn wait(child: Child, process: &Identity, order: &Order, log: &mut Kept) -> Ending {
    let mut running = match Running::new(child) {
        Ok(running) => running,
        Err(error) => {
            process.signal_group(Signal::KILL);
            return Ending::Unstartable(error.to_string());
        }
    };
    let limit = Duration::from_millis(order.step.timeout_ms);
    let in_time = log.until(running.end(), limit);
    if !in_time {
        process.signal_group(Signal::TERM);
        let _polite = log.until(running.end(), Duration::from_millis(order.grace_ms));
    }
    // What it left running in its group ends with it: a step is over when it is over. It is not cleared away before, so that
    // its number is no other group's.
    process.signal_group(Signal::KILL);
    if !in_time {
        let _ended = log.until(running.end(), LAST_WORDS);
    }
    match (in_time, running.cleared()) {
        (true, Some(status)) => status.map_or_else(|e| Ending::Unstartable(e.to_string()), ending),
        _ => Ending::TimedOut,
    }
}

fn ending(status: ExitStatus) -> Ending {
    match (status.code(), status.signal()) {
        (Some(code), _) => Ending::Code(code),
        (None, Some(signal)) => Ending::Signal(signal),
        (None, None) => Ending::Code(-1),
    }
}

fn unstartable(order: &Order, started_ms: i64, error: &std::io::Error) -> Outcome {
    let what = match &order.step.program {
        Program::Argv(words) => words.first().map_or("", String::as_str),
        Program::Shell(_) => "/bin/sh",
    };
    let place = order.step.working_directory.as_ref().unwrap_or(&order.work);
    let why = format!("cannot run `{what}` in `{}`: {error}", place.display());
    Outcome {
        ending: Ending::Unstartable(why),
        started_ms,
        ended_ms: now(),
        log: nothing(),
    }
}

/// The summary of an empty log.
fn nothing() -> LogSummary {
    use sha2::Digest;
    LogSummary {
        sha256: hex::encode(sha2::Sha256::digest(b"")),
        bytes: 0,
        dropped: 0,
    }
}

/// Milliseconds since the epoch.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Whether a claim file is there, of whatever content.
pub(crate) fn is_claimed(place: &Place) -> bool {
    place.file(CLAIM).exists()
}
