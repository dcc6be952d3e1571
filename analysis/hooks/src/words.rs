//! Texts that others show: cut to what they take, on lines that they can carry.

/// At most so many characters, the last of them `…` if it was cut.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => { text.chars().take(most.saturating_sub(1)) }
            .chain(['…'])
            .collect(),
    }
}

/// On one line, without what moves a cursor.
pub(crate) fn line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether a text is a web address that can be shown as a link: `https` or `http`, no credentials, nothing blank.
pub(crate) fn is_link(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let sound = |c: char| !c.is_control() && !c.is_whitespace() && !"\"<>\\`".contains(c);
    host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
        && text.len() <= 2_000
        && text.chars().all(sound)
}

/// Whether a text is a commit: 40 or 64 hexadecimal digits.
pub(crate) fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
