//! A file of chunks: what can be read of it is the same in every way it is read, and a writer that opens it goes on from there.

use holdpoint_steplog::{Log, Parsed, Reader, parse};

pub(crate) fn run(bytes: &[u8]) {
    let room = tempfile::tempdir().expect("a folder");
    std::fs::write(room.path().join("log"), bytes).expect("a file");
    let Ok(mut reader) = Reader::open(room.path()) else {
        assert!(
            Log::open(room.path(), 1 << 20).is_err(),
            "it is written, but not read"
        );
        return;
    };
    let whole = reader.read(0, usize::MAX).expect("it was scanned");
    assert_eq!(whole.len() as u64, reader.length());
    let half = whole.len() / 2;
    assert_eq!(
        reader
            .read(half as u64, usize::MAX)
            .expect("it was scanned"),
        whole[half..]
    );
    records(&whole);
    let lines = reader.lines(1, usize::MAX).expect("it was scanned");
    assert_eq!(lines.len() as u64, reader.count());
    let some = reader.lines(2, 1).expect("it was scanned");
    assert_eq!(some.first(), lines.get(1));
    goes_on(&room, &whole);
}

fn records(mut bytes: &[u8]) {
    while let Ok(Parsed::Record(record, length)) = parse(bytes) {
        let mut again = Vec::new();
        record.write(&mut again);
        assert_eq!(again, bytes[..length], "there is one spelling");
        bytes = &bytes[length..];
    }
    assert!(bytes.is_empty(), "whole records only");
}

fn goes_on(room: &tempfile::TempDir, whole: &[u8]) {
    let mut log = Log::open(room.path(), u64::MAX).expect("it can be read");
    let epoch = log.epoch();
    let before = log.length();
    assert_eq!(before, whole.len() as u64);
    let appended = log
        .append(epoch, before, b"1 o more\n")
        .expect("nothing is in the way");
    assert!(appended.cut || appended.next == before + 9);
    let seal = log.seal(epoch).expect("it can be sealed");
    assert_eq!(seal.length, log.length());
}
