//! Text from elsewhere, made harmless for a terminal.

/// The text on one line, without control characters: what others wrote must not move a reader's cursor.
pub(crate) fn plain(text: &str) -> String {
    let shown = |c: char| if c == '\n' || c == '\t' { ' ' } else { c };
    let hidden = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(shown).filter(|c| !hidden(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_of_it_moves_the_cursor_or_turns_the_text_around() {
        assert_eq!(plain("a\u{1b}[2Jb\r\nc\u{202e}d\te"), "a[2Jb cd e");
        assert_eq!(plain("Zoë – 発売"), "Zoë – 発売");
    }
}
