//! Seals: hashes against independent ones, parts with their proofs.

use holdpoint_ledger::Hash;
use holdpoint_steplog::{Log, PART, Reader, Refusal, Seal, SealError};

use crate::world::{filled, long};

/// The root of RFC 6962, section 2.1, as it is defined there.
fn root(parts: &[&[u8]]) -> Hash {
    match parts {
        [] => Hash::empty(),
        [one] => Hash::leaf(one),
        _ => {
            let left = parts.len().next_power_of_two() / 2;
            Hash::node(&root(&parts[..left]), &root(&parts[left..]))
        }
    }
}

#[test]
fn a_seal_is_what_its_definition_says() {
    for lines in [0, 1, 40, 1_500, 9_000] {
        let bytes = long(lines);
        let room = tempfile::tempdir().unwrap();
        let mut log = filled(room.path(), &bytes);
        let seal = log.seal(1).unwrap();
        let parts: Vec<_> = bytes.chunks(PART).collect();
        let expected = Seal {
            length: bytes.len() as u64,
            lines: lines as u64,
            sha256: Hash::of(&bytes),
            root: root(&parts),
        };
        assert_eq!(seal, expected);
        assert_eq!(log.seal(2).unwrap(), expected);
        assert_eq!(
            Reader::open(room.path()).unwrap().seal().unwrap(),
            Some(expected)
        );
    }
}

#[test]
fn each_part_is_proven_and_no_other_is() {
    let bytes = long(9_000);
    let room = tempfile::tempdir().unwrap();
    let seal = filled(room.path(), &bytes).seal(1).unwrap();
    let mut reader = Reader::open(room.path()).unwrap();
    assert!(seal.parts() > 4);
    for number in 0..seal.parts() {
        let part = reader.part(number).unwrap();
        let from = usize::try_from(number).unwrap() * PART;
        assert_eq!(part.bytes, bytes[from..bytes.len().min(from + PART)]);
        seal.check(&part).unwrap();
        let mut other = part.clone();
        other.bytes[17] ^= 1;
        assert!(matches!(
            seal.check(&other),
            Err(SealError::Unproven { .. })
        ));
        let mut other = part;
        other.number ^= 1;
        assert!(seal.check(&other).is_err());
    }
    let beyond = reader.part(seal.parts()).unwrap_err().to_string();
    assert!(beyond.starts_with("there is no part "), "{beyond}");
}

#[test]
fn nothing_is_added_to_a_sealed_log() {
    let room = tempfile::tempdir().unwrap();
    let mut log = Log::open(room.path(), 1_000).unwrap();
    log.append(1, 0, b"1 o a\n").unwrap();
    let open = log.reader().unwrap().part(0).unwrap_err();
    assert!(matches!(open, SealError::Open), "{open}");
    log.seal(1).unwrap();
    drop(log);
    let mut log = Log::open(room.path(), 1_000).unwrap();
    // Whoever did not hear that it was kept sends it again.
    assert_eq!(log.append(1, 0, b"1 o a\n").unwrap().next, 6);
    let refused = log.append(1, 0, b"1 o a\n2 o b\n").unwrap_err();
    assert!(
        matches!(refused, Refusal::Sealed { length: 6 }),
        "{refused}"
    );
}

#[test]
fn files_that_were_changed_are_damaged() {
    let room = tempfile::tempdir().unwrap();
    filled(room.path(), &long(3_000)).seal(1).unwrap();
    let hashes = room.path().join("hashes");
    let text = std::fs::read_to_string(&hashes).unwrap();
    for broken in ["", "no hash\n", &text.replace('a', "b")] {
        std::fs::write(&hashes, broken).unwrap();
        let error = Reader::open(room.path())
            .unwrap()
            .part(0)
            .unwrap_err()
            .to_string();
        assert!(error.contains("is damaged"), "{error}");
    }
    std::fs::write(
        room.path().join("seal"),
        "holdpoint step log 1\nlength 07\n",
    )
    .unwrap();
    let error = Log::open(room.path(), 1_000).unwrap_err().to_string();
    assert!(error.contains("it is no seal of a log"), "{error}");
}
