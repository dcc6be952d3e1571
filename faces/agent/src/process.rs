//! Which process it was: a number alone is used again by the next one.

use std::fs;

use rustix::process::{Pid, Signal};
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

fn boot() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned())
}

/// State and start time, fields 3 and 22 of `/proc/<pid>/stat`; the name in field 2 may contain anything.
fn look(pid: u32) -> Option<(char, u64)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let state = fields.next()?.chars().next()?;
    Some((state, fields.nth(18)?.parse().ok()?))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Identity;

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
