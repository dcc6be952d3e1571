//! Regular expressions, as far as all engines agree on them.

use std::collections::HashMap;

use regex_lite::Regex;

/// Expressions that have been looked at.
#[derive(Debug, Default)]
pub(crate) struct Patterns(HashMap<Box<str>, Option<Regex>>);

impl Patterns {
    /// Whether a text matches; none if engines do not agree, or might not.
    pub(crate) fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        if is_universal(pattern) {
            return Some(true);
        }
        if !text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return None;
        }
        if !self.0.contains_key(pattern) {
            let regex = is_plain(pattern)
                .then(|| Regex::new(pattern).ok())
                .flatten();
            self.0.insert(pattern.into(), regex);
        }
        let regex = self.0.get(pattern)?.as_ref()?;
        Some(regex.is_match(text))
    }
}

/// Whether every text matches.
pub(crate) fn is_universal(pattern: &str) -> bool {
    matches!(pattern, "" | "^" | "$" | ".*" | "^.*" | ".*$" | "(?:)")
}

/// Whether an expression has nothing that engines read in different ways.
fn is_plain(pattern: &str) -> bool {
    const LENGTH: usize = 1_000;
    const ODD: [&str; 9] = ["(?", "{,", "&&", "--", "~~", "[]", "[^]", "||", "**"];
    let odd = ODD
        .iter()
        .any(|odd| pattern.replace("(?:", "(").contains(odd));
    let printable = pattern.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let mut within = false;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            // Of the escapes, those of digits, words and signs.
            '\\' => match letters.next() {
                Some('d' | 'D' | 'w' | 'W') => {}
                Some(sign) if sign.is_ascii_punctuation() => {}
                _ => return false,
            },
            '[' if within => return false,
            '[' => within = true,
            ']' if within => within = false,
            _ => {}
        }
    }
    !odd && printable && pattern.len() <= LENGTH
}

#[cfg(test)]
mod tests {
    use super::Patterns;

    #[test]
    fn what_engines_do_not_agree_on_is_not_decided() {
        let mut patterns = Patterns::default();
        assert_eq!(patterns.matches("^x-", "x-a"), Some(true));
        assert_eq!(patterns.matches("^I_[0-9]+$", "S_1"), Some(false));
        assert_eq!(patterns.matches("(?:a|b)c{2}", "bcc"), Some(true));
        assert_eq!(patterns.matches("", "\u{e9}"), Some(true));
        for odd in [
            "(?=a)", "(?i)a", "\\s", "\\bx", "\\p{L}", "a{,2}", "[[a]]", "(", "\\1",
        ] {
            assert_eq!(patterns.matches(odd, "a"), None, "{odd}");
        }
        assert_eq!(patterns.matches("a", "\u{e9}"), None);
    }
}
