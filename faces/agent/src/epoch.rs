//! Who is in charge: requests of a deposed sequencer are refused, also after a restart. Those of one epoch act together.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::AgentError;

/// The lock that every request holds while it acts, together with others of its epoch. Its file contains the newest epoch.
pub(crate) struct Epoch(#[expect(dead_code, reason = "dropping it unlocks")] File);

impl Epoch {
    /// Waits for its turn, refuses an older epoch, and remembers a newer one durably: when nobody of an older one acts any more.
    pub(crate) fn enter(directory: &Path, asked: u64) -> Result<Self, AgentError> {
        // Whoever waits for the others to leave keeps new ones from coming in: else they might never all be out.
        let gate = open(&directory.join("epoch.gate"))?;
        gate.lock()
            .map_err(AgentError::io("lock", directory.join("epoch.gate")))?;
        let path = directory.join("epoch");
        let mut file = open(&path)?;
        file.lock_shared().map_err(AgentError::io("lock", &path))?;
        if permitted(&path, &mut file, asked)?.is_some() {
            // The system has no lock that is shared first and exclusive then, without a moment between: so asked again.
            file.unlock().map_err(AgentError::io("unlock", &path))?;
            file.lock().map_err(AgentError::io("lock", &path))?;
            if let Some(whole) = permitted(&path, &mut file, asked)? {
                remember(&mut file, whole, asked).map_err(AgentError::io("write", &path))?;
            }
            file.lock_shared().map_err(AgentError::io("lock", path))?;
        }
        Ok(Self(file))
    }
}

fn open(path: &Path) -> Result<File, AgentError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path).map_err(AgentError::io("open", path))
}

/// Refuses an older epoch; of a newer one, where it has to be written.
fn permitted(path: &Path, file: &mut File, asked: u64) -> Result<Option<u64>, AgentError> {
    let mut text = String::new();
    file.rewind()
        .and_then(|()| file.read_to_string(&mut text))
        .map_err(AgentError::io("read", path))?;
    let seen = seen(&text).ok_or_else(|| AgentError::Damaged {
        path: path.to_owned(),
        why: format!("`{text}` is not an epoch"),
    })?;
    match asked < seen {
        true => Err(AgentError::OldEpoch { asked, seen }),
        false => Ok((asked > seen).then(|| text.rfind('\n').map_or(0, |at| at as u64 + 1))),
    }
}

/// Appended, never overwritten: a crash leaves the lines before whole, and a torn one is cut off here.
fn remember(file: &mut File, whole: u64, epoch: u64) -> std::io::Result<()> {
    file.set_len(whole)?;
    file.seek(SeekFrom::Start(whole))?;
    file.write_all(format!("{epoch}\n").as_bytes())?;
    file.sync_all()
}

/// The highest of the whole lines; a last line without end was never acknowledged.
fn seen(text: &str) -> Option<u64> {
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole
        .lines()
        .map(|line| line.parse::<u64>().ok())
        .try_fold(0, |seen, line| Some(seen.max(line?)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Epoch;

    #[test]
    fn an_older_epoch_is_refused_and_a_newer_one_remembered() {
        let place = tempfile::tempdir().unwrap();
        let enter = |epoch| {
            Epoch::enter(place.path(), epoch)
                .map(drop)
                .map_err(|e| e.to_string())
        };
        assert_eq!(enter(0), Ok(()));
        assert_eq!(enter(7), Ok(()));
        assert_eq!(enter(7), Ok(()));
        let refused = "epoch 6 is over: this agent has taken orders of epoch 7";
        assert_eq!(enter(6), Err(refused.to_owned()));
        assert_eq!(enter(10), Ok(()));
        assert_eq!(
            enter(9).unwrap_err(),
            "epoch 9 is over: this agent has taken orders of epoch 10"
        );
    }

    #[test]
    fn those_of_an_epoch_act_together_and_a_newer_one_waits_for_all_and_keeps_others_out() {
        let place = tempfile::tempdir().unwrap();
        let enter = |epoch| Epoch::enter(place.path(), epoch);
        let (one, two) = (enter(3).unwrap(), enter(3).unwrap());
        let (tell, told) = std::sync::mpsc::channel();
        let pause = || std::thread::sleep(std::time::Duration::from_millis(50));
        std::thread::scope(|scope| {
            let newer = tell.clone();
            scope.spawn(move || newer.send((4, enter(4).is_ok())));
            pause();
            scope.spawn(move || tell.send((3, enter(3).is_ok())));
            pause();
            drop(one);
            pause();
            assert!(told.try_recv().is_err(), "one is still in");
            drop(two);
            assert_eq!(told.recv(), Ok((4, true)));
            assert_eq!(told.recv(), Ok((3, false)), "it came after the newer one");
        });
    }

    #[test]
    fn a_torn_line_is_no_epoch() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("epoch"), "3\n12\n99").unwrap();
        drop(Epoch::enter(place.path(), 13).unwrap());
        let text = std::fs::read_to_string(place.path().join("epoch")).unwrap();
        assert_eq!(text, "3\n12\n13\n");
        assert_eq!(super::seen("3\n12\n99"), Some(12));
        assert_eq!(super::seen(""), Some(0));
        assert_eq!(super::seen("x\n"), None);
    }
}
