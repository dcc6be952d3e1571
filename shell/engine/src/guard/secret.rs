//! What secrets look like.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// A kind of secret: what it begins with, and whether what follows makes it one.
struct Pattern {
    what: &'static str,
    start: &'static str,
    /// Given what stands before the start, and what after it.
    is: fn(&[u8], &[u8]) -> bool,
}

const PATTERNS: &[Pattern] = &[
    Pattern {
        what: "a token of Holdpoint",
        start: "hp_",
        is: |before, after| word_starts(before) && run(after, token_byte) >= 32,
    },
    Pattern {
        what: "a private key",
        start: "PRIVATE KEY-----",
        is: |before, _| before.windows(11).any(|part| part == b"-----BEGIN "),
    },
    Pattern {
        what: "the signing key of a log",
        start: "PRIVATE+KEY+",
        is: |_, _| true,
    },
    Pattern {
        what: "an access key of AWS",
        start: "AKIA",
        is: aws,
    },
    Pattern {
        what: "an access key of AWS",
        start: "ASIA",
        is: aws,
    },
    Pattern {
        what: "a JSON web token",
        start: "eyJ",
        is: |before, after| word_starts(before) && jwt(after),
    },
    Pattern {
        what: "a token of GitHub",
        start: "github_pat_",
        is: |before, after| word_starts(before) && run(after, token_byte) >= 22,
    },
    Pattern {
        what: "a token of GitHub",
        start: "gh",
        is: |before, after| word_starts(before) && github(after),
    },
    Pattern {
        what: "a token of GitLab",
        start: "glpat-",
        is: |before, after| word_starts(before) && run(after, token_byte) >= 20,
    },
    Pattern {
        what: "a token of Slack",
        start: "xox",
        is: |before, after| word_starts(before) && slack(after),
    },
    Pattern {
        what: "an address with a password in it",
        start: "://",
        is: |_, after| password_in(after),
    },
];

static FINDERS: LazyLock<Vec<(Finder<'static>, &'static Pattern)>> = LazyLock::new(|| {
    let finder = |pattern: &'static Pattern| (Finder::new(pattern.start), pattern);
    PATTERNS.iter().map(finder).collect()
});

/// What kind of secret is among the bytes, if one is.
pub(super) fn find(bytes: &[u8]) -> Option<&'static str> {
    let holds = |(finder, pattern): &&(Finder<'static>, &'static Pattern)| {
        finder.find_iter(bytes).any(|at| {
            let (before, rest) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
            let after = rest.get(pattern.start.len()..).unwrap_or_default();
            (pattern.is)(before, after)
        })
    };
    FINDERS.iter().find(holds).map(|(_, pattern)| pattern.what)
}

fn token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn word_starts(before: &[u8]) -> bool {
    before
        .last()
        .is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

fn run(bytes: &[u8], is: fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is(**byte)).count()
}

fn aws(before: &[u8], after: &[u8]) -> bool {
    let upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let rest = run(after, upper);
    word_starts(before) && rest == 16 && !after.get(rest).is_some_and(u8::is_ascii_alphanumeric)
}

/// The rest of a header, then a payload that is an object too, then a signature that may be empty.
fn jwt(after: &[u8]) -> bool {
    let header = run(after, token_byte);
    let payload = after
        .get(header..)
        .and_then(|rest| rest.strip_prefix(b".eyJ"));
    payload.is_some_and(|payload| {
        let length = run(payload, token_byte);
        header >= 8 && length >= 8 && payload.get(length) == Some(&b'.')
    })
}

fn github(after: &[u8]) -> bool {
    let kind = after.first().is_some_and(|kind| b"pousr".contains(kind));
    let rest = after.get(1..).and_then(|rest| rest.strip_prefix(b"_"));
    kind && rest.is_some_and(|rest| run(rest, |byte| byte.is_ascii_alphanumeric()) >= 36)
}

fn slack(after: &[u8]) -> bool {
    let kind = after.first().is_some_and(|kind| b"abposr".contains(kind));
    let rest = after.get(1..).and_then(|rest| rest.strip_prefix(b"-"));
    kind && rest.is_some_and(|rest| run(rest, token_byte) >= 10)
}

/// `user:password@host` after the `://` of an address.
fn password_in(after: &[u8]) -> bool {
    let authority = run(after, |byte| {
        byte.is_ascii_graphic() && !matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\\')
    });
    let authority = after.get(..authority).unwrap_or_default();
    let Some(at) = authority.iter().rposition(|byte| *byte == b'@') else {
        return false;
    };
    let user = authority.get(..at).unwrap_or_default();
    user.iter()
        .position(|byte| *byte == b':')
        .is_some_and(|colon| colon + 1 < user.len())
}
