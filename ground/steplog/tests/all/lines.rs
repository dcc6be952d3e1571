//! Lines and what is found in them, against a naive reading of everything.

use holdpoint_steplog::{LINE, Line, Log, Parsed, Resume, Stream, encode, lines, parse};
use proptest::prelude::*;

use crate::world::{canonical, filled, long, output};

/// All lines, by reading all records and keeping what is open.
fn naive(mut bytes: &[u8]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    while let Ok(Parsed::Record(record, length)) = parse(bytes) {
        bytes = &bytes[length..];
        let open = |line: &&mut Line| line.stream == record.stream && !line.ended;
        if let Some(line) = lines.iter_mut().find(open) {
            line.text.extend_from_slice(record.text);
            line.ended = record.ends;
            continue;
        }
        lines.push(Line {
            number: lines.len() as u64 + 1,
            at: record.at,
            stream: record.stream,
            text: record.text.to_vec(),
            ended: record.ends,
            shortened: false,
        });
    }
    lines
}

proptest! {
    #[test]
    fn lines_are_those_of_a_naive_reading(output in output(), from in 1_u64..40, most in 0_usize..40) {
        let bytes = canonical(&output);
        let room = tempfile::tempdir().unwrap();
        let mut reader = filled(room.path(), &bytes).reader().unwrap();
        let all = naive(&bytes);
        prop_assert_eq!(reader.count(), all.len() as u64);
        let expected: Vec<_> = all.into_iter().filter(|line| line.number >= from).take(most).collect();
        prop_assert_eq!(reader.lines(from, most).unwrap(), expected);
    }

    #[test]
    fn who_reads_on_sees_the_lines_that_a_whole_reading_sees(output in output(), cuts in proptest::collection::vec(0_usize..400, 0..6)) {
        let bytes = canonical(&output);
        let mut seen = std::collections::BTreeMap::new();
        let mut from = Resume::default();
        let mut ends: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        ends.sort_unstable();
        for end in ends.into_iter().chain([bytes.len()]) {
            let begin = usize::try_from(from.offset).unwrap().min(end);
            let (found, next) = lines(&bytes[begin..end], from);
            seen.extend(found.into_iter().map(|line| (line.number, line)));
            prop_assert!(next.offset >= from.offset && next.line >= from.line);
            from = next;
        }
        prop_assert_eq!(seen.into_values().collect::<Vec<_>>(), naive(&bytes));
    }

    #[test]
    fn a_search_finds_what_a_naive_one_finds(output in output(), sought in "[abAB]{0,3}", exact: bool, most in 1_usize..9) {
        let bytes = canonical(&output);
        let room = tempfile::tempdir().unwrap();
        let mut reader = filled(room.path(), &bytes).reader().unwrap();
        let fold = |text: &str| if exact { text.to_owned() } else { text.to_ascii_lowercase() };
        let has = |line: &Line| fold(&line.plain()).contains(&fold(&sought));
        let expected: Vec<_> = naive(&bytes).iter().filter(|line| has(line)).map(|line| line.number).collect();
        let (mut found, mut from) = (Vec::new(), Some(1));
        while let Some(line) = from {
            let some = reader.search(&sought, line, most, exact).unwrap();
            prop_assert!(some.hits.len() <= most);
            found.extend(some.hits.iter().map(|hit| hit.line));
            from = some.next;
        }
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn numbers_stay_and_are_found_from_anywhere() {
    let bytes = long(6_000);
    let all = naive(&bytes);
    assert_eq!(all.len(), 6_000);
    let room = tempfile::tempdir().unwrap();
    let mut reader = filled(room.path(), &bytes[..]).reader().unwrap();
    for from in (1..6_000).step_by(211) {
        let some = reader.lines(from as u64, 3).unwrap();
        assert_eq!(some, all[from - 1..(from + 2).min(6_000)]);
        assert_eq!(some[0].number, from as u64);
    }
    assert!(reader.lines(6_001, 5).unwrap().is_empty());
    assert_eq!(reader.lines(0, 1).unwrap()[0].number, 1);
}

#[test]
fn a_line_that_has_not_ended_gets_longer() {
    let room = tempfile::tempdir().unwrap();
    let mut log = Log::open(room.path(), 1 << 20).unwrap();
    let mut reader = log.reader().unwrap();
    log.append(1, 0, b"5 o+ 10%\r\n").unwrap();
    let line = reader.lines(1, 9).unwrap().remove(0);
    assert_eq!(
        (line.plain(), line.ended, line.at),
        ("10%".to_owned(), false, 5)
    );
    log.append(1, 10, b"6 e oh\n7 o 20%\r\n").unwrap();
    let lines = reader.lines(1, 9).unwrap();
    assert_eq!((lines[0].plain(), lines[0].ended), ("20%".to_owned(), true));
    assert_eq!((lines[1].number, lines[1].stream), (2, Stream::Err));
}

#[test]
fn an_endless_line_is_kept_in_part() {
    let mut bytes = Vec::new();
    encode(Stream::Out, 1, &vec![b'a'; LINE + 7], &mut bytes);
    encode(Stream::Out, 1, b"b\nnext\n", &mut bytes);
    let room = tempfile::tempdir().unwrap();
    let lines = filled(room.path(), &bytes)
        .reader()
        .unwrap()
        .lines(1, 9)
        .unwrap();
    assert_eq!(
        (lines[0].text.len(), lines[0].shortened, lines[0].ended),
        (LINE, true, true)
    );
    assert_eq!(
        (lines[1].text.as_slice(), lines[1].shortened),
        (b"next".as_slice(), false)
    );
}

/// One stream waits with half a line while the other writes very many.
#[test]
fn a_line_that_waits_does_not_keep_the_others() {
    let mut bytes = Vec::new();
    encode(Stream::Out, 1, b"waits", &mut bytes);
    for _ in 0..70_000 {
        encode(Stream::Err, 1, b"x\n", &mut bytes);
    }
    encode(Stream::Out, 1, b" and ends\n", &mut bytes);
    let room = tempfile::tempdir().unwrap();
    let mut reader = filled(room.path(), &bytes).reader().unwrap();
    let numbers: Vec<_> = reader
        .lines(1, 80_000)
        .unwrap()
        .iter()
        .map(|line| line.number)
        .collect();
    assert_eq!(numbers, (1..=70_001).collect::<Vec<_>>());
}

#[test]
fn colours_do_not_hide_words() {
    let room = tempfile::tempdir().unwrap();
    let mut bytes = Vec::new();
    encode(
        Stream::Err,
        1,
        b"fine\n\x1b[1;31merr\x1b[0mor: <b>\n",
        &mut bytes,
    );
    let mut reader = filled(room.path(), &bytes).reader().unwrap();
    let found = reader.search("ERROR", 1, 5, false).unwrap();
    assert_eq!(found.hits.len(), 1);
    let hit = &found.hits[0];
    assert_eq!((hit.line, hit.at, hit.text.as_str()), (2, 0, "error: <b>"));
    assert!(reader.search("ERROR", 1, 5, true).unwrap().hits.is_empty());
}
