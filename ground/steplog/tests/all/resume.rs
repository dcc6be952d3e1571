//! Broken connections and restarts: the bytes are the same.

use holdpoint_steplog::{Log, Reader};

use crate::world::{Dice, everything, filled, long};

/// One connection: some slices of what the sender has, the first from where it believes the log to be, or before.
fn connection(log: &mut Log, epoch: u64, sent: &[u8], dice: &mut Dice) {
    let known = log.append(epoch, 0, b"").unwrap().next;
    let mut next = usize::try_from(known).unwrap();
    for _ in 0..=dice.below(6) {
        let from = next - dice.below(next.min(3_000) + 1);
        let to = sent.len().min(from + dice.below(9_000));
        next = usize::try_from(
            log.append(epoch, from as u64, &sent[from..to])
                .unwrap()
                .next,
        )
        .unwrap();
    }
}

#[test]
fn fifty_disconnects_leave_the_same_bytes() {
    for seed in 1..=3 {
        let sent = long(8_000);
        let room = tempfile::tempdir().unwrap();
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed));
        let mut log = Log::open(room.path(), u64::MAX).unwrap();
        for disconnects in 1..=50 {
            connection(&mut log, disconnects / 10, &sent, &mut dice);
            if dice.below(3) == 0 {
                drop(log);
                log = Log::open(room.path(), u64::MAX).unwrap();
            }
        }
        let next = usize::try_from(log.length()).unwrap();
        assert!(next > 100_000, "the connections brought something: {next}");
        log.append(9, next as u64, &sent[next..]).unwrap();
        assert_eq!(everything(room.path()), sent);
        // Sent without a break it comes to the same.
        let other = tempfile::tempdir().unwrap();
        let unbroken = filled(other.path(), &sent).seal(1).unwrap();
        assert_eq!(log.seal(9).unwrap(), unbroken);
    }
}

#[test]
fn the_limit_cuts_at_the_same_place_however_it_is_sent() {
    let sent = long(3_000);
    let mut seals = Vec::new();
    for step in [7_usize, 40, 1_000, 70_000, sent.len()] {
        let room = tempfile::tempdir().unwrap();
        let mut log = Log::open(room.path(), 50_000).unwrap();
        let mut until = 0;
        while until < sent.len() {
            until = sent.len().min(until + step);
            let next = usize::try_from(log.length()).unwrap();
            if log
                .append(1, next as u64, sent.get(next..until).unwrap_or_default())
                .unwrap()
                .cut
            {
                break;
            }
        }
        assert!(log.cut());
        let kept = everything(room.path());
        assert!(kept.ends_with(b": the limit is 50000 bytes\n"));
        let mark = kept
            .trim_ascii_end()
            .rsplit(|byte| *byte == b'\n')
            .next()
            .unwrap()
            .len()
            + 1;
        assert_eq!(kept[..kept.len() - mark], sent[..kept.len() - mark]);
        assert!(kept.len() - mark > 49_800 && kept.len() - mark <= 50_000);
        // What was kept is still compared, what was not is nobody's concern.
        assert!(log.append(1, 0, b"1 o other\n").is_err());
        assert!(log.append(1, 4_000_000, b"1 o more\n").unwrap().cut);
        seals.push(log.seal(1).unwrap());
    }
    seals.dedup();
    assert_eq!(seals.len(), 1);
}

#[test]
fn a_reader_follows_a_writer() {
    let sent = long(2_000);
    let room = tempfile::tempdir().unwrap();
    let mut log = Log::open(room.path(), u64::MAX).unwrap();
    let mut reader = Reader::open(room.path()).unwrap();
    let (mut seen, mut version) = (Vec::new(), reader.version().unwrap());
    let mut changes = 0;
    for part in 1..=100 {
        let next = usize::try_from(log.length()).unwrap();
        log.append(1, next as u64, &sent[next..sent.len() * part / 100])
            .unwrap();
        if std::mem::replace(&mut version, reader.version().unwrap()) != version {
            changes += 1;
            reader.refresh().unwrap();
            seen.extend(reader.read(seen.len() as u64, usize::MAX).unwrap());
        }
    }
    assert_eq!(changes, 100);
    assert_eq!(seen, sent);
    log.seal(1).unwrap();
    let sealed = reader.version().unwrap();
    assert_eq!((sealed.bytes, sealed.sealed), (version.bytes, true));
}

#[test]
fn it_is_read_from_any_offset() {
    let sent = long(4_000);
    let room = tempfile::tempdir().unwrap();
    let reader = filled(room.path(), &sent).reader().unwrap();
    let mut dice = Dice(7);
    for _ in 0..300 {
        let (from, most) = (dice.below(sent.len() + 1), dice.below(100_000));
        let expected = &sent[from..sent.len().min(from + most)];
        assert_eq!(reader.read(from as u64, most).unwrap(), expected);
    }
    let beyond = reader
        .read(sent.len() as u64 + 1, 1)
        .unwrap_err()
        .to_string();
    assert!(beyond.starts_with("the log ends at "), "{beyond}");
}
