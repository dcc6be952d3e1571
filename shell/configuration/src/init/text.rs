//! Lines of YAML and comments.

/// Comments longer than that are cut: they are there to be read.
const WIDTH: usize = 150;

/// A file as it is written.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) text: String,
}

impl Page {
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line of YAML.
    pub(super) fn line(&mut self, depth: usize, yaml: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(yaml);
        self.text.push('\n');
    }

    /// A line of YAML with a remark behind it.
    pub(super) fn noted(&mut self, depth: usize, yaml: &str, remark: &str) {
        let remark = one_line(remark);
        if remark.is_empty() {
            self.line(depth, yaml);
        } else {
            self.line(depth, &format!("{yaml}  # {remark}"));
        }
    }

    /// A line that is a comment.
    pub(super) fn comment(&mut self, depth: usize, remark: &str) {
        let remark = one_line(remark);
        self.line(depth, format!("# {remark}").trim_end());
    }
}

/// Any text as one line that can be printed.
fn one_line(text: &str) -> String {
    let printed = text
        .trim_end()
        .chars()
        .map(|c| if printable(c) { c } else { ' ' });
    let mut line: String = printed.take(WIDTH + 1).collect();
    if line.chars().count() > WIDTH {
        line.pop();
        line.push('…');
    }
    line
}

/// Whether YAML takes the character as it is, and no reader takes it for the end of a line.
fn printable(c: char) -> bool {
    let breaks = matches!(
        c,
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    );
    !c.is_control() && !breaks
}

/// A text as a YAML scalar: plain where that means the same to every reader, else in quotes.
pub(super) fn scalar(text: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let lower = text.to_lowercase();
    if first && text.chars().all(word) && !reserved.contains(&lower.as_str()) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            _ if printable(c) => quoted.push(c),
            _ => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Page, scalar};

    #[test]
    fn texts_that_need_quotes_get_them() {
        assert_eq!(scalar("services/api-2"), "services/api-2");
        assert_eq!(scalar("no"), "\"no\"");
        assert_eq!(scalar("2026"), "\"2026\"");
        assert_eq!(scalar("@shop/till"), "\"@shop/till\"");
        assert_eq!(scalar("a: b"), "\"a: b\"");
        assert_eq!(scalar("\u{7}\""), "\"\\U00000007\\\"\"");
    }

    #[test]
    fn a_remark_stays_on_its_line() {
        let mut page = Page::default();
        page.noted(1, "a: b", "evil\nc: d\u{2028}e");
        assert_eq!(page.text, "  a: b  # evil c: d e\n");
    }
}
