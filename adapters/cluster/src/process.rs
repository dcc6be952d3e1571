//! The server's process, and the shell that ends it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// Starts the server, says which process it is, and waits for a line or for the end of its input. After a line only the
/// server ends; at the end of input its files go as well.
const SUPERVISOR: &str = r#"
trap '' INT TERM HUP
place=$1; shift
"$@" >>"$place/log" 2>&1 </dev/null &
server=$!
echo "$server"
if read -r word; then keep=yes; else keep=no; fi
kill -CONT "$server" $(cat "/proc/$server/task/$server/children" 2>/dev/null) 2>/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server" 2>/dev/null
[ "$keep" = yes ] || rm -rf "$place"
"#;

/// A running server, whose files go when it does.
pub struct Process {
    supervisor: Child,
    input: Option<ChildStdin>,
    server: Pid,
}

impl Process {
    /// Starts `line` with its files in `place`, as another user if one is named.
    #[must_use]
    pub fn start(place: &Path, line: &[String], user: Option<(u32, u32)>) -> Self {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", SUPERVISOR, "supervisor"])
            .arg(place)
            .args(line)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // So that what is typed at the terminal ends the tests, and only the tests end the server.
            .process_group(0);
        if let Some((user, group)) = user {
            shell.uid(user).gid(group);
        }
        let mut supervisor = shell.spawn().expect("`sh` runs");
        let mut said = String::new();
        let output = supervisor.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut said).unwrap();
        let server = said
            .trim()
            .parse()
            .ok()
            .and_then(Pid::from_raw)
            .expect("a process id");
        Self {
            input: supervisor.stdin.take(),
            supervisor,
            server,
        }
    }

    /// Ends the server at once, as if the machine had lost its power, and keeps its files.
    pub(crate) fn kill(mut self) {
        self.signal(Signal::KILL);
        self.finish();
    }

    /// Ends the server and keeps its files.
    pub(crate) fn stop(mut self) {
        self.finish();
    }

    /// Whether the server has ended by itself: its supervisor has not looked yet, so it is a zombie.
    pub(crate) fn has_ended(&self) -> bool {
        let stat = format!("/proc/{}/stat", self.server.as_raw_nonzero());
        let stat = std::fs::read_to_string(stat).unwrap_or_default();
        let state = stat.rsplit_once(") ").map(|(_, rest)| rest);
        state.is_none_or(|state| state.starts_with('Z'))
    }

    fn finish(&mut self) {
        if let Some(mut input) = self.input.take() {
            input.write_all(b"keep\n").unwrap();
            input.flush().unwrap();
        }
        self.supervisor.wait().unwrap();
    }

    /// Sends a signal to the server and to each of its processes.
    pub(crate) fn signal(&self, signal: Signal) {
        let server = self.server.as_raw_nonzero();
        let list = format!("/proc/{server}/task/{server}/children");
        // Halted first, so that it starts no further ones meanwhile, and those that it has are still known as its own.
        let _ = kill_process(self.server, Signal::STOP);
        let children = std::fs::read_to_string(list).unwrap_or_default();
        let _ = kill_process(self.server, signal);
        let children = children.split_whitespace().filter_map(|id| id.parse().ok());
        for child in children.filter_map(Pid::from_raw) {
            let _ = kill_process(child, signal);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The end of its input ends the supervisor, if it has not ended.
        self.input = None;
        let _ = self.supervisor.wait();
    }
}
