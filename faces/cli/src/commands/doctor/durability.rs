//! Whether the disk takes as long as it has to: what is durable has left every cache that a power failure empties.

use std::fs::{File, OpenOptions, remove_file};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Finding, warning};

/// How often it is measured.
const TIMES: usize = 21;

/// Sooner than that nothing reaches a medium: the flush of an NVMe drive whose cache outlives a power failure takes some 20 µs
/// and the file system's journal comes on top.
const SOONEST: Duration = Duration::from_micros(30);

/// Later than that the ledger is slow: every batch of entries waits for one.
const LATEST: Duration = Duration::from_millis(50);

pub(super) fn check(place: &Path) -> Option<Finding> {
    // What is in memory is said to be elsewhere.
    let about = rustix::fs::statfs(place).ok()?;
    let in_memory = matches!(u64::try_from(about.f_type), Ok(0x0102_1994 | 0x8584_58f6));
    match in_memory {
        true => None,
        false => judged(median(place)?),
    }
}

/// How long a small write takes until it is durable. Nobody else is to see the file, and a server may be at work meanwhile.
fn median(place: &Path) -> Option<Duration> {
    let path = place.join(format!(".doctor-{}", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    let measured = file.and_then(measured);
    let removed = remove_file(&path);
    let mut all = measured.ok().filter(|_| removed.is_ok())?;
    all.sort_unstable();
    all.get(TIMES / 2).copied()
}

fn measured(mut file: File) -> std::io::Result<Vec<Duration>> {
    let mut all = Vec::with_capacity(TIMES);
    for turn in 0..TIMES {
        let fill = u8::try_from(turn).unwrap_or_default();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&[fill; 4_096])?;
        let begun = Instant::now();
        file.sync_data()?;
        all.push(begun.elapsed());
    }
    Ok(all)
}

fn judged(median: Duration) -> Option<Finding> {
    let took = format!("{:.3} ms", median.as_secs_f64() * 1_000.0);
    if median < SOONEST {
        return Some(warning(
            "disk-hasty",
            format!("the disk says after {took} that a write is durable: no medium is that fast"),
            "ask who runs the disk: a cache without a battery, a hypervisor or an eaten `fsync` loses entries that were acknowledged when the power fails",
        ));
    }
    (median > LATEST).then(|| {
        warning(
            "disk-slow",
            format!("the disk takes {took} until a write is durable"),
            "every command waits for that once: a disk of its own, or an SSD, makes it faster",
        )
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{judged, median};

    #[test]
    fn what_is_too_fast_to_be_true_is_said() {
        let rule = |micros| judged(Duration::from_micros(micros)).map(|one| one.rule);
        assert_eq!(rule(3), Some("disk-hasty"));
        assert_eq!(rule(29), Some("disk-hasty"));
        assert_eq!(rule(30), None);
        assert_eq!(rule(2_000), None);
        assert_eq!(rule(50_001), Some("disk-slow"));
    }

    #[test]
    fn nothing_is_left_of_measuring() {
        let room = tempfile::tempdir().unwrap();
        assert!(median(room.path()).is_some());
        assert_eq!(std::fs::read_dir(room.path()).unwrap().count(), 0);
        assert_eq!(median(&room.path().join("nowhere")), None);
    }
}
