//! The disk's own tests.

use std::collections::HashSet;
use std::path::Path;

use super::{Disk, Fate, Ignore};
use crate::crash::trace::{Call, Step};

fn step(at: usize, call: Call) -> Step {
    Step {
        start: at,
        end: at,
        call,
    }
}

fn disk(calls: Vec<Call>) -> Disk {
    let steps: Vec<_> = calls
        .into_iter()
        .enumerate()
        .map(|(at, call)| step(at, call))
        .collect();
    Disk::new(Path::new("/r"), &steps, Ignore::Nothing)
}

fn open(path: &str, flags: &str, descriptor: u32) -> Call {
    Call::Open {
        path: path.to_owned(),
        flags: flags.to_owned(),
        descriptor,
    }
}

fn written(data: &[u8], offset: u64) -> Call {
    Call::Write {
        descriptor: 3,
        offset: Some(offset),
        data: data.to_vec(),
    }
}

#[test]
fn what_is_not_synced_is_lost_and_what_is_synced_is_not() {
    let disk = disk(vec![
        open("/r/a", "O_RDWR|O_CREAT", 3),
        written(b"old!", 0),
        Call::Sync { descriptor: 3 },
        open("/r", "O_RDONLY", 4),
        Call::Sync { descriptor: 4 },
        written(b"new", 0),
        Call::Sync { descriptor: 3 },
    ]);
    let left = |at| disk.image(at, Fate::Lost).get("a").cloned().flatten();
    assert_eq!(left(4), None, "the name is not synced");
    assert_eq!(left(5).as_deref(), Some(&b"old!"[..]));
    assert_eq!(
        left(6).as_deref(),
        Some(&b"old!"[..]),
        "the second write is not synced"
    );
    assert_eq!(left(7).as_deref(), Some(&b"new!"[..]));
}

#[test]
fn a_write_is_torn_at_sectors_and_reordered() {
    let disk = disk(vec![
        open("/r/a", "O_RDWR|O_CREAT", 3),
        written(&[1; 2_048], 0),
        Call::Sync { descriptor: 3 },
        open("/r", "O_RDONLY", 4),
        Call::Sync { descriptor: 4 },
        written(&[2; 1_024], 0),
        written(&[3; 1_024], 1_024),
    ]);
    let mut seen = HashSet::new();
    for seed in 0..200 {
        let fate = Fate::Torn {
            sector: 512,
            reach: 3,
            seed,
        };
        let content = disk.image(7, fate)["a"].clone().unwrap();
        let sectors: Vec<_> = content.chunks(512).map(|sector| sector[0]).collect();
        assert!(
            content
                .chunks(512)
                .all(|sector| sector.iter().all(|b| *b == sector[0]))
        );
        seen.insert(sectors);
    }
    for sectors in [[1, 1, 1, 1], [2, 1, 1, 1], [1, 1, 3, 1], [2, 2, 3, 3]] {
        assert!(
            seen.contains(&sectors[..]),
            "{sectors:?} could be left, but never was"
        );
    }
}
