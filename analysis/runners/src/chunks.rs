//! Command lines that no system refuses.

/// Bytes of the tests on one command line. Linux takes 128 KiB in one argument; Windows takes 32,767 characters in all, which
/// may have to hold two such lists.
const BYTES: usize = 14_000;

/// The tests in parts, in their order; one that is longer by itself is a part of its own.
pub(crate) fn chunks<T: AsRef<str>>(tests: &[T]) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, test) in tests.iter().enumerate() {
        let more = test.as_ref().len() + 1;
        if bytes + more > BYTES && at > from {
            parts.extend(tests.get(from..at));
            (from, bytes) = (at, 0);
        }
        bytes += more;
    }
    parts.extend(tests.get(from..).filter(|rest| !rest.is_empty()));
    parts
}

#[cfg(test)]
mod tests {
    use super::{BYTES, chunks};

    #[test]
    fn parts_are_complete_and_short() {
        let tests: Vec<String> = (0..5_000)
            .map(|at| format!("tests/some/file_{at}.test.js"))
            .collect();
        let parts = chunks(&tests);
        assert_eq!(parts.concat(), tests);
        assert!(parts.len() > 1);
        for part in parts {
            assert!(part.iter().map(|test| test.len() + 1).sum::<usize>() <= BYTES);
        }
        assert_eq!(chunks(&["x".repeat(BYTES * 2), "y".to_owned()]).len(), 2);
        assert!(chunks::<String>(&[]).is_empty());
    }
}
