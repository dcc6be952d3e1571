//! What a crash leaves of the file, at every byte.

use std::path::Path;

use holdpoint_steplog::{Log, Trouble};

use crate::world::{everything, filled, long};

/// A log with some chunks, and its file.
fn written() -> (Vec<u8>, Vec<u8>) {
    let sent = long(40);
    let room = tempfile::tempdir().unwrap();
    drop(filled(room.path(), &sent));
    (sent, std::fs::read(room.path().join("log")).unwrap())
}

/// Opens what is left, sends the rest, and has everything; how many bytes were kept, and how many were cut off.
fn mended(file: &[u8], sent: &[u8]) -> (u64, u64) {
    let room = tempfile::tempdir().unwrap();
    std::fs::write(room.path().join("log"), file).unwrap();
    let mut log = Log::open(room.path(), u64::MAX).unwrap();
    let (kept, torn) = (log.length(), log.torn());
    assert_eq!(
        everything(room.path()),
        sent[..usize::try_from(kept).unwrap()]
    );
    log.append(1, 0, sent).unwrap();
    assert_eq!(everything(room.path()), sent);
    (kept, torn)
}

#[test]
fn a_file_that_ends_at_any_byte_goes_on() {
    let (sent, file) = written();
    let mut before = 0;
    for length in 0..=file.len() {
        let (kept, torn) = mended(&file[..length], &sent);
        assert!(
            kept >= before,
            "more of the file never means less of the log"
        );
        let whole = length as u64 - torn;
        assert!(kept <= whole && (torn == 0) == (whole == length as u64));
        before = kept;
    }
    assert_eq!(before, sent.len() as u64);
}

#[test]
fn a_tail_of_nothing_or_of_anything_is_cut_off() {
    let (sent, file) = written();
    for from in file.len() - 400..file.len() {
        for filler in [0_u8, 0xAA, b'H'] {
            let mut broken = file.clone();
            broken[from..].fill(filler);
            broken.extend([filler; 40]);
            let (kept, torn) = mended(&broken, &sent);
            assert!(torn > 0 && kept < sent.len() as u64 || broken[..file.len()] == file);
        }
    }
}

#[test]
fn a_bit_that_changed_in_the_last_chunk_is_seen() {
    let (sent, file) = written();
    let last = file
        .windows(4)
        .rposition(|window| window == b"HPL1")
        .unwrap();
    for at in last..file.len() {
        let mut broken = file.clone();
        broken[at] ^= 1 << (at % 8);
        let (kept, torn) = mended(&broken, &sent);
        assert_eq!(torn, (file.len() - last) as u64, "at byte {at}");
        assert!(kept < sent.len() as u64);
    }
}

fn copied(file: &[u8]) -> tempfile::TempDir {
    let room = tempfile::tempdir().unwrap();
    std::fs::write(room.path().join("log"), file).unwrap();
    room
}

fn aside(room: &Path) -> Vec<String> {
    let names = std::fs::read_dir(room).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("torn-")).collect()
}

#[test]
fn whole_chunks_behind_damage_are_put_aside() {
    let (sent, file) = written();
    let chunks: Vec<_> = (0..file.len())
        .filter(|at| file[*at..].starts_with(b"HPL1"))
        .collect();
    let mut broken = file.clone();
    broken[chunks[1] + 40] ^= 1;
    let room = copied(&broken);
    let mut log = Log::open(room.path(), u64::MAX).unwrap();
    assert_eq!(aside(room.path()), [format!("torn-{}", chunks[1])]);
    let kept = std::fs::read(room.path().join(format!("torn-{}", chunks[1]))).unwrap();
    assert_eq!(kept, broken[chunks[1]..]);
    log.append(1, 0, &sent).unwrap();
    assert_eq!(everything(room.path()), sent);
    // A torn tail alone is worth nothing.
    let room = copied(&file[..file.len() - 3]);
    Log::open(room.path(), u64::MAX).unwrap();
    assert!(aside(room.path()).is_empty());
}

#[test]
fn a_sealed_log_is_never_cut() {
    let (sent, _) = written();
    let room = tempfile::tempdir().unwrap();
    filled(room.path(), &sent).seal(1).unwrap();
    Log::open(room.path(), u64::MAX).unwrap();
    let path = room.path().join("log");
    let file = std::fs::read(&path).unwrap();
    for broken in [&file[..file.len() - 1], &[&file[..], b"x"].concat()] {
        std::fs::write(&path, broken).unwrap();
        let error = Log::open(room.path(), u64::MAX).unwrap_err();
        assert!(matches!(error, Trouble::Damaged { .. }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), broken);
    }
}

#[test]
fn chunks_in_another_order_are_damage() {
    let (_, file) = written();
    let second = (1..file.len())
        .find(|at| file[*at..].starts_with(b"HPL1"))
        .unwrap();
    let room = copied(&[&file[..second], &file[..]].concat());
    let error = Log::open(room.path(), u64::MAX).unwrap_err().to_string();
    assert!(
        error.contains(&format!(
            "is damaged at byte {second}: a chunk with another number"
        )),
        "{error}"
    );
    std::fs::write(room.path().join("log"), &file).unwrap();
    std::fs::write(room.path().join("lease"), "seven\n").unwrap();
    let error = Log::open(room.path(), u64::MAX).unwrap_err().to_string();
    assert!(error.contains("it is no epoch"), "{error}");
}
