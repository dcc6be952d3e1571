//! Records as bytes: one spelling, and nothing of what was written is lost.

use holdpoint_steplog::{Mistake, Parsed, Record, Stream, TEXT, encode, parse};
use proptest::prelude::*;

use crate::world::{Write, canonical, output};

fn all(mut bytes: &[u8]) -> Vec<Record<'_>> {
    let mut records = Vec::new();
    while let Parsed::Record(record, length) = parse(bytes).unwrap() {
        records.push(record);
        bytes = &bytes[length..];
    }
    assert!(bytes.is_empty());
    records
}

/// What a stream wrote, put together again.
fn written(records: &[Record<'_>], stream: Stream) -> Vec<u8> {
    let mut bytes = Vec::new();
    for record in records.iter().filter(|record| record.stream == stream) {
        bytes.extend_from_slice(record.text);
        if record.ends {
            bytes.push(b'\n');
        }
    }
    bytes
}

proptest! {
    #[test]
    fn what_was_written_comes_out_again(output in output()) {
        let bytes = canonical(&output);
        let records = all(&bytes);
        for stream in [Stream::Out, Stream::Err] {
            let of = |write: &&Write| write.stream == stream;
            let expected: Vec<u8> = output.iter().filter(of).flat_map(|write| write.bytes.clone()).collect();
            prop_assert_eq!(written(&records, stream), expected);
        }
    }

    /// What is read as a record is written as the same bytes.
    #[test]
    fn there_is_one_spelling(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[0-9]{0,17} (o|e|o\\+|e\\+|!|!\\+|x) ?[a-z]{0,3}\n".prop_map(String::into_bytes),
    ]) {
        if let Ok(Parsed::Record(record, length)) = parse(&bytes) {
            let mut again = Vec::new();
            record.write(&mut again);
            prop_assert_eq!(&again[..], &bytes[..length]);
        }
    }
}

#[test]
fn long_lines_are_several_records() {
    for length in [TEXT - 1, TEXT, TEXT + 1, 2 * TEXT, 2 * TEXT + 5] {
        let mut line = vec![b'a'; length];
        line.push(b'\n');
        let mut bytes = Vec::new();
        encode(Stream::Err, 999_999_999_999_999, &line, &mut bytes);
        let records = all(&bytes);
        assert_eq!(records.len(), length.div_ceil(TEXT), "{length}");
        assert_eq!(written(&records, Stream::Err), line);
    }
}

#[test]
fn mistakes_say_what_is_expected() {
    let mistake = |bytes: &[u8]| parse(bytes).unwrap_err();
    assert_eq!(mistake(b"01 o a\n"), Mistake::Time);
    assert_eq!(mistake(b"1234567890123456 o a\n"), Mistake::Time);
    assert_eq!(mistake(b"x o a\n"), Mistake::Time);
    assert_eq!(mistake(b"1\n"), Mistake::Time);
    assert_eq!(mistake(b"1 q a\n"), Mistake::Tag);
    assert_eq!(mistake(b"1 o\n"), Mistake::Tag);
    assert_eq!(mistake(b"1 o+ \n"), Mistake::Empty);
    assert_eq!(mistake(&vec![b'1'; 2 * TEXT]), Mistake::Long);
    let mut long = b"1 o ".to_vec();
    long.extend(vec![b'a'; TEXT + 1]);
    long.push(b'\n');
    assert_eq!(mistake(&long), Mistake::Long);
    assert_eq!(parse(b"1 o a").unwrap(), Parsed::Part);
    assert_eq!(parse(b"").unwrap(), Parsed::Part);
    assert!(Mistake::Tag.to_string().contains("`o`, `o+`, `e`, `e+`"));
}
