//! What a claim has to be: a text, in which `*` stands for anything but `/`, and `**` for anything.

/// Whether the pattern says anything of a text at all.
pub(super) fn says_something(pattern: &str) -> bool {
    pattern.chars().any(|c| c != '*')
}

/// Whether the whole text is as the pattern says.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.as_bytes(), text.as_bytes());
    // What is gone back to when the rest does not fit: the pattern behind the newest star of each kind, and the text that it
    // has not taken yet. A single star never gets past a `/`, so that then only the double one before it can take more.
    let mut single: Option<(&[u8], &[u8])> = None;
    let mut double: Option<(&[u8], &[u8])> = None;
    loop {
        match (pattern, text) {
            ([b'*', b'*', rest @ ..], _) => {
                pattern = trimmed(rest);
                (single, double) = (None, Some((pattern, text)));
            }
            ([b'*', rest @ ..], _) => {
                pattern = rest;
                single = Some((pattern, text));
            }
            ([], []) => return true,
            ([wanted, rest @ ..], [found, more @ ..]) if wanted == found => {
                (pattern, text) = (rest, more);
            }
            _ => match (single, double) {
                (Some((behind, [taken, more @ ..])), _) if *taken != b'/' => {
                    (pattern, text) = (behind, more);
                    single = Some((behind, more));
                }
                (_, Some((behind, [_, more @ ..]))) => {
                    (pattern, text) = (behind, more);
                    (single, double) = (None, Some((behind, more)));
                }
                _ => return false,
            },
        }
    }
}

/// More stars than two say no more than two.
fn trimmed(mut rest: &[u8]) -> &[u8] {
    while let [b'*', more @ ..] = rest {
        rest = more;
    }
    rest
}
