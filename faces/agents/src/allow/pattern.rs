//! Texts with `*`.

/// Whether one of the patterns is for that text.
pub(super) fn any(patterns: &[String], text: &str) -> bool {
    patterns.iter().any(|pattern| fits(pattern, text))
}

/// Whether a text is what a pattern says, in which `*` stands for any text, also none. Each piece between two `*` is looked for
/// from the left, so it takes no longer than the pattern times the text.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    /// Every way that `*` can be read, tried one after the other.
    fn tried(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some((b'*', others)), _) => {
                (0..=text.len()).any(|skip| tried(others, text.get(skip..).unwrap_or_default()))
            }
            (Some((one, others)), Some((first, rest))) => one == first && tried(others, rest),
            _ => false,
        }
    }

    #[test]
    fn a_pattern_fits_what_trying_every_way_finds() {
        let texts = |letters: &[u8], most: u32| -> Vec<String> {
            let mut all = vec![String::new()];
            for _ in 0..most {
                let longer = all.iter().flat_map(|text| {
                    letters
                        .iter()
                        .map(move |letter| format!("{text}{}", char::from(*letter)))
                });
                all = longer.chain([String::new()]).collect();
            }
            all
        };
        for pattern in texts(b"ab*", 5) {
            for text in texts(b"ab", 5) {
                let expected = tried(pattern.as_bytes(), text.as_bytes());
                assert_eq!(fits(&pattern, &text), expected, "{pattern} {text}");
            }
        }
    }
}
