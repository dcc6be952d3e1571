//! An agent in a box.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use holdpoint_agent::{Agent, Options, Outcome, Program, Status, Step, Supervisor};
use holdpoint_steplog::{Parsed, Stream, parse};
use tempfile::TempDir;

pub(crate) const EPOCH: u64 = 1;

pub(crate) struct World {
    pub(crate) directory: TempDir,
    pub(crate) agent: Agent,
}

impl World {
    /// Steps run as the user that runs the tests, watched by a thread.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(adjust: impl FnOnce(&mut Options)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut options = Options::new(Supervisor::Thread);
        options.user = None;
        options.grace_ms = 200;
        adjust(&mut options);
        let agent = Agent::open(directory.path().join("agent"), options).unwrap();
        Self { directory, agent }
    }

    /// The end of a step, which must come within ten seconds.
    pub(crate) fn outcome(&self, key: u64) -> Outcome {
        outcome(&self.agent, key)
    }

    pub(crate) fn run(&self, step: &Step) -> Outcome {
        let _begun = self.agent.start(EPOCH, step).unwrap();
        self.outcome(step.key)
    }

    pub(crate) fn stdout(&self, key: u64) -> String {
        text(&self.agent, key, Stream::Out)
    }

    pub(crate) fn stderr(&self, key: u64) -> String {
        text(&self.agent, key, Stream::Err)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }
}

pub(crate) fn text(agent: &Agent, key: u64, stream: Stream) -> String {
    let log = agent.log(key, 0, 1 << 20).unwrap();
    let (mut rest, mut text) = (log.as_slice(), Vec::new());
    while let Ok(Parsed::Record(record, length)) = parse(rest) {
        if record.stream == stream {
            text.extend(record.text);
            text.extend(record.ends.then_some(b'\n'));
        }
        rest = &rest[length..];
    }
    assert_eq!(rest, b"", "something else than records");
    String::from_utf8(text).unwrap()
}

pub(crate) fn outcome(agent: &Agent, key: u64) -> Outcome {
    let begin = Instant::now();
    loop {
        match agent.lookup(EPOCH, key).unwrap() {
            Status::Exited(outcome) => return outcome,
            Status::Running { .. } if begin.elapsed() < Duration::from_secs(10) => {
                std::thread::sleep(Duration::from_millis(5));
            }
            other => panic!("step {key} is {other:?}"),
        }
    }
}

pub(crate) fn shell(key: u64, script: &str) -> Step {
    Step::new(key, Program::Shell(script.to_owned()), 10_000)
}

/// A supervisor process: this test program, told to run one of its tests only.
pub(crate) fn process() -> Supervisor {
    let arguments = [
        "--exact",
        "crash::supervisor_process",
        "--ignored",
        "--nocapture",
    ];
    Supervisor::Process {
        program: std::env::current_exe().unwrap(),
        arguments: arguments.map(OsString::from).to_vec(),
    }
}

pub(crate) fn agent_with_process(directory: &Path) -> Agent {
    let mut options = Options::new(process());
    options.user = None;
    options.grace_ms = 200;
    Agent::open(directory, options).unwrap()
}

/// A small program that watches over steps and brings files: an example of this crate, which is built with its tests.
pub(crate) fn hands() -> Supervisor {
    let own = std::env::current_exe().unwrap();
    let built = own.parent().and_then(Path::parent).unwrap();
    Supervisor::Process {
        program: built.join("examples/hands"),
        arguments: vec![holdpoint_agent::SUPERVISE.into()],
    }
}

pub(crate) fn until(mut reached: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !reached() {
        assert!(begin.elapsed() < Duration::from_secs(10), "it never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The number of the process that supervises a step, or did.
pub(crate) fn supervisor(directory: &Path, key: u64) -> u32 {
    pid(&directory.join(key.to_string()).join("pid")).unwrap()
}

/// The first number after `"pid":` in a file of a step.
pub(crate) fn pid(file: &Path) -> Option<u32> {
    let text = std::fs::read_to_string(file).ok()?;
    let (_, rest) = text.split_once("\"pid\": ")?;
    let digits = rest.chars().take_while(char::is_ascii_digit);
    digits.collect::<String>().parse().ok()
}

/// Whether a process is there and does not only wait to be cleared away.
pub(crate) fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| &rest[..1]);
    state.is_some_and(|state| state != "Z" && state != "X")
}

pub(crate) fn kill_process(pid: u32) {
    let pid = rustix::process::Pid::from_raw(pid.cast_signed()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
}
