//! The nursery itself: a process that supervises many steps, each in a thread, and outlives whoever orders them.

use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::words::{Ordered, Said};
use crate::place::Place;
use crate::supervise::{lose, supervise};

/// The argument that makes a program a nursery of steps. Orders come by its standard input; when that ends it finishes what runs
/// and ends, too.
pub const STEPS: &str = "__supervise-steps";

/// Takes orders until there are no more, and returns when all are done.
pub(crate) fn run() -> ExitCode {
    // A session of its own: neither the terminal nor the end of the server takes it along.
    let _leads_already = rustix::process::setsid();
    let voice = Voice::new();
    let mut orders = std::io::stdin().lock();
    std::thread::scope(|scope| {
        while let Ok(order) = Ordered::read(&mut orders) {
            let (number, voice) = (order.number, &voice);
            let begun =
                std::thread::Builder::new().spawn_scoped(scope, move || carry_out(order, voice));
            if let Err(error) = begun {
                voice.say(&Said::Refused(number, error.to_string()));
            }
        }
    });
    ExitCode::SUCCESS
}

fn carry_out(mut order: Ordered, voice: &Voice) {
    let (number, place) = (order.number, Place::new(order.place()));
    let done = guarded(&place, |claimed| {
        supervise(&place, &order.secrets, || {
            claimed.store(true, Ordering::Relaxed);
            voice.say(&Said::Claimed(number));
        })
        .map_err(|error| error.to_string())
    });
    voice.say(&match done {
        Ok(()) => Said::Over(number),
        Err(why) => Said::Refused(number, why),
    });
}

/// A mistake of this program ends one step, which is then known as lost if it was claimed, and no other one.
fn guarded(
    place: &Place,
    work: impl FnOnce(&AtomicBool) -> Result<(), String>,
) -> Result<(), String> {
    let claimed = AtomicBool::new(false);
    catch_unwind(AssertUnwindSafe(|| work(&claimed))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let why = format!(
            "its supervisor failed: {}",
            text.unwrap_or("nobody knows why")
        );
        if claimed.into_inner() {
            lose(place, &why);
        }
        Err(why)
    })
}

/// Where the answers go. Nobody may be there to hear them.
struct Voice(Mutex<Option<File>>);

impl Voice {
    /// Not what the standard library has, which may be kept back. Whatever the program has written before ends its line.
    fn new() -> Self {
        let out = std::io::stdout().as_fd().try_clone_to_owned();
        let mut out = out.ok().map(File::from);
        if let Some(out) = &mut out {
            let _nobody_hears = out.write_all(b"\n");
        }
        Self(Mutex::new(out))
    }

    /// The standard library has `SIGPIPE` ignored, so that a closed pipe is an error here, and nothing for a step to know.
    fn say(&self, said: &Said) {
        if let Some(out) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            let _nobody_hears = out.write_all(said.line().as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use std::sync::atomic::Ordering;

    use super::guarded;
    use crate::Status;
    use crate::lookup::look;
    use crate::place::Place;

    #[test]
    fn a_mistake_loses_a_step_that_was_claimed_and_no_other() {
        let room = tempfile::tempdir().unwrap();
        let place = |name: &str| Place::new(room.path().join(name));
        let (claimed, not) = (place("1"), place("2"));
        claimed.create().unwrap();
        not.create().unwrap();
        let said = guarded(&claimed, |mark| {
            mark.store(true, Ordering::Relaxed);
            panic!("planted")
        });
        assert_eq!(said, Err("its supervisor failed: planted".to_owned()));
        assert_eq!(
            look(&claimed).unwrap(),
            Status::Unknown {
                why: "its supervisor failed: planted".to_owned(),
                still_running: false
            }
        );
        assert!(guarded(&not, |_| panic!("planted {}", 2)).is_err());
        assert_eq!(look(&not).unwrap(), Status::NotStarted);
        assert_eq!(guarded(&not, |_| Ok(())), Ok(()));
    }
}
