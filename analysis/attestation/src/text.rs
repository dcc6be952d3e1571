//! Bounds for text that is kept.

/// No kept text is longer, in characters.
pub(crate) const MAX_TEXT: usize = 200;
/// No kept list is longer.
pub(crate) const MAX_LIST: usize = 20;

/// The text in one line, cut to [`MAX_TEXT`] characters, without control characters.
pub(crate) fn bounded(text: &str) -> String {
    bounded_to(text, MAX_TEXT)
}

pub(crate) fn bounded_to(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    // Cutting first keeps a message of megabytes cheap: words and blanks beyond are not looked at.
    let head = text
        .char_indices()
        .nth(most * 4)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let shortened = head.len() < text.len();
    for word in head
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
    {
        for c in (!out.is_empty())
            .then_some(' ')
            .into_iter()
            .chain(word.chars())
        {
            if length + 1 >= most {
                out.push('…');
                return out;
            }
            out.push(c);
            length += 1;
        }
    }
    if shortened {
        out.push('…');
    }
    out
}

/// Whether a text is a date and time of RFC 3339: with a zone, so that it is one moment.
pub(crate) fn is_rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let number = |from: usize| text.get(from..from + 2).and_then(|n| n.parse::<u8>().ok());
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let shape = [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)];
    let separators = byte(4) == b'-' && byte(7) == b'-' && byte(13) == b':' && byte(16) == b':';
    let ranges = [
        (5, 1, 12),
        (8, 1, 31),
        (11, 0, 23),
        (14, 0, 59),
        (17, 0, 60),
    ];
    shape.iter().all(|(from, to)| digits(*from, *to))
        && separators
        && matches!(byte(10), b'T' | b't' | b' ')
        && ranges
            .iter()
            .all(|(at, least, most)| number(*at).is_some_and(|n| (*least..=*most).contains(&n)))
        && text.get(19..).is_some_and(is_fraction_and_zone)
}

fn is_fraction_and_zone(text: &str) -> bool {
    let zone = match text.strip_prefix('.') {
        Some(rest) => {
            let zone = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            if !(1..=9).contains(&(rest.len() - zone.len())) {
                return false;
            }
            zone
        }
        None => text,
    };
    match zone.as_bytes() {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].iter().all(|d| d.is_ascii_digit()),
        _ => false,
    }
}

/// The text, if it is a moment.
pub(crate) fn moment(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| is_rfc3339(text))
        .map(|text| text.to_uppercase().replace(' ', "T"))
}
