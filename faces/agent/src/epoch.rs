//! Who is in charge: requests of a deposed sequencer are refused, also after a restart.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::AgentError;

/// The lock that every request holds while it acts. Its file contains the newest epoch.
pub(crate) struct Epoch(#[expect(dead_code, reason = "dropping it unlocks")] File);

impl Epoch {
    /// Waits for its turn, refuses an older epoch, and remembers a newer one durably.
    pub(crate) fn enter(directory: &Path, asked: u64) -> Result<Self, AgentError> {
        let path = directory.join("epoch");
        let failed = |doing| AgentError::io(doing, path.clone());
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(failed("open"))?;
        file.lock().map_err(failed("lock"))?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(failed("read"))?;
        let seen = seen(&text).ok_or_else(|| AgentError::Damaged {
            path: path.clone(),
            why: format!("`{text}` is not an epoch"),
        })?;
        if asked < seen {
            return Err(AgentError::OldEpoch { asked, seen });
        }
        if asked > seen {
            // Appended, never overwritten: a crash leaves the lines before whole, and a torn one is cut off here.
            let whole = text.rfind('\n').map_or(0, |at| at as u64 + 1);
            file.set_len(whole).map_err(failed("write"))?;
            file.seek(SeekFrom::Start(whole)).map_err(failed("write"))?;
            file.write_all(format!("{asked}\n").as_bytes())
                .map_err(failed("write"))?;
            file.sync_all().map_err(failed("write"))?;
        }
        Ok(Self(file))
    }
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
