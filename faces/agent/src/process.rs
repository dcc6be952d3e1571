//! Which process it was: a number alone is used again by the next one.

use std::fs;
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::process::{Child, ExitStatus};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread::Builder;

use rustix::process::{Pid, Signal};
#[cfg(target_os = "linux")]
use rustix::process::{PidfdFlags, pidfd_open};
use serde::{Deserialize, Serialize};

/// A process, told apart from later ones with the same number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pid: u32,
    /// Clock ticks from boot to its start; none where there is no `/proc`.
    start: Option<u64>,
    /// The boot that the ticks count from.
    boot: Option<String>,
}

impl Identity {
    /// This process.
    pub(crate) fn own() -> Self {
        Self::of(std::process::id())
    }

    /// The process that has that number now.
    pub(crate) fn of(pid: u32) -> Self {
        Self {
            pid,
            start: look(pid).map(|(_, start)| start),
            boot: boot(),
        }
    }

    /// Whether it is still there and not merely waiting to be reaped.
    pub(crate) fn is_alive(&self) -> bool {
        if self.boot != boot() {
            return false;
        }
        match (self.start, look(self.pid)) {
            (Some(start), Some((state, found))) => start == found && !matches!(state, 'Z' | 'X'),
            (Some(_), None) => false,
            (None, _) => self
                .number()
                .is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok()),
        }
    }

    /// Whether the machine has been started anew since.
    pub(crate) fn is_of_another_boot(&self) -> bool {
        self.boot != boot()
    }

    /// Signals every process of the group that it leads. A group that is gone is no error.
    pub(crate) fn signal_group(&self, signal: Signal) {
        if let Some(pid) = self.number() {
            let _gone = rustix::process::kill_process_group(pid, signal);
        }
    }

    fn number(&self) -> Option<Pid> {
        i32::try_from(self.pid).ok().and_then(Pid::from_raw)
    }
}

/// It stays as long as this process does.
fn boot() -> Option<String> {
    static BOOT: OnceLock<Option<String>> = OnceLock::new();
    let read = || {
        let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        Some(text.trim().to_owned())
    };
    BOOT.get_or_init(read).clone()
}

/// State and start time, fields 3 and 22 of `/proc/<pid>/stat`; the name in field 2 may contain anything.
fn look(pid: u32) -> Option<(char, u64)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let state = fields.next()?.chars().next()?;
    Some((state, fields.nth(18)?.parse().ok()?))
}

/// A child whose end can be waited for together with other things.
pub(crate) struct Running {
    child: Option<Child>,
    end: OwnedFd,
    status: Option<Receiver<io::Result<ExitStatus>>>,
}

impl Running {
    pub(crate) fn new(child: Child) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(end) = Pid::from_raw(child.id().cast_signed())
            .and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok())
        {
            let child = Some(child);
            return Ok(Self {
                child,
                end,
                status: None,
            });
        }
        Self::by_thread(child)
    }

    /// Where the system cannot do that: a thread waits, and closes a pipe.
    fn by_thread(mut child: Child) -> io::Result<Self> {
        let (end, open) = io::pipe()?;
        let (tell, told) = channel();
        Builder::new().spawn(move || {
            let _nobody_asks = tell.send(child.wait());
            drop(open);
        })?;
        Ok(Self {
            child: None,
            end: end.into(),
            status: Some(told),
        })
    }

    /// Where there is something to read when it has ended.
    pub(crate) fn end(&self) -> BorrowedFd<'_> {
        self.end.as_fd()
    }

    /// How it ended; none if it has not. Then it is cleared away when it does.
    pub(crate) fn cleared(&mut self) -> Option<io::Result<ExitStatus>> {
        if let Some(told) = &self.status {
            return told.try_recv().ok();
        }
        let mut child = self.child.take()?;
        match child.try_wait() {
            Ok(None) => {
                let _later = Builder::new().spawn(move || child.wait());
                None
            }
            Ok(Some(status)) => Some(Ok(status)),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    use super::{Identity, Running};
    use crate::output::Kept;

    #[test]
    fn the_end_of_a_child_is_waited_for_with_or_without_help_of_the_system() {
        let begin = || {
            let mut command = Command::new("sh");
            command.args(["-c", "read a; exit 7"]).stdin(Stdio::piped());
            command.spawn().unwrap()
        };
        for wait in [Running::new, Running::by_thread] as [fn(Child) -> _; 2] {
            let mut child = begin();
            let input = child.stdin.take();
            let mut running = wait(child).unwrap();
            let mut log = Kept::new("/nowhere".into(), 10, &[]);
            assert!(!log.until(running.end(), Duration::from_millis(20)));
            drop(input);
            assert!(log.until(running.end(), Duration::from_secs(10)));
            assert_eq!(running.cleared().unwrap().unwrap().code(), Some(7));
        }
    }

    #[test]
    fn a_process_is_not_the_next_one_with_its_number() {
        let own = Identity::own();
        assert!(own.is_alive());
        let before = Identity {
            start: own.start.map(|start| start - 1),
            ..own.clone()
        };
        assert!(!before.is_alive());
        let boot = Identity {
            boot: Some("another".into()),
            ..own
        };
        assert!(!boot.is_alive() && boot.is_of_another_boot());
    }

    #[test]
    fn a_process_that_waits_to_be_reaped_is_gone() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let identity = Identity::of(child.id());
        while identity.is_alive() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        child.wait().unwrap();
        assert!(!identity.is_alive());
    }
}
