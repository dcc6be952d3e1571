//! Text of unknown encoding. Excel writes UTF-8 with a mark, UTF-16, or Windows-1252.

/// What Windows-1252 has where Latin-1 has control characters; `\0` where it has nothing.
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text, and a note when the encoding had to be guessed; none if it is no text.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return std::str::from_utf8(rest)
            .ok()
            .map(|text| (text.to_owned(), None));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes).map(|text| (text, None));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes).map(|text| (text, None));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Some((text.to_owned(), None)),
        _ => unmarked(bytes),
    }
}

/// Without a mark: every other byte of UTF-16 is zero as long as the text is mostly Latin.
fn unmarked(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    let zeros = |start: usize| {
        bytes
            .iter()
            .skip(start)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let half = bytes.len() / 2;
    if zeros(1) * 2 > half {
        return utf16(bytes, u16::from_le_bytes).map(|text| (text, Some("read as UTF-16")));
    }
    if zeros(0) * 2 > half {
        return utf16(bytes, u16::from_be_bytes).map(|text| (text, Some("read as UTF-16")));
    }
    let text: Option<String> = bytes.iter().map(|byte| windows(*byte)).collect();
    text.map(|text| {
        (
            text,
            Some("it is not UTF-8 and was read as Windows-1252: look at the accents"),
        )
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let pairs = bytes
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    let text: Result<String, _> = char::decode_utf16(pairs.map(unit)).collect();
    text.ok().filter(|_| bytes.len().is_multiple_of(2))
}

fn windows(byte: u8) -> Option<char> {
    let found = match byte {
        0 => '\0',
        0x80..=0x9f => WINDOWS.get(usize::from(byte - 0x80)).copied()?,
        other => char::from(other),
    };
    (found != '\0').then_some(found)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn every_encoding_of_a_spreadsheet_is_read() {
        let text = |bytes: &[u8]| decode(bytes).map(|(text, _)| text);
        let expected = Some("Köln".to_owned());
        let utf16: Vec<u8> = "Köln".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text("Köln".as_bytes()), expected);
        assert_eq!(text("\u{feff}Köln".as_bytes()), expected);
        assert_eq!(text(b"K\xf6ln"), expected);
        assert_eq!(text(&utf16), expected);
        assert_eq!(text(&[b"\xff\xfe", utf16.as_slice()].concat()), expected);
        let swapped: Vec<u8> = "Köln".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&[b"\xfe\xff", swapped.as_slice()].concat()), expected);
        assert_eq!(text(b"\x80"), Some("€".to_owned()));
        assert_eq!(text(b"a\0\x90\x01"), None);
    }
}
