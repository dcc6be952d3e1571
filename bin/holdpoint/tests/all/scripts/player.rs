//! Playing a script: the same script comes back, with what the commands print now.

use crate::scripts::stage::Stage;

/// Plays it.
pub(super) fn play(script: &str) -> String {
    let mut stage = Stage::new();
    let mut played = String::new();
    let mut lines = script.lines().peekable();
    while let Some(line) = lines.next() {
        played.push_str(line);
        played.push('\n');
        if let Some(name) = line.strip_prefix("file ") {
            let mut content = String::new();
            while let Some(text) = lines.next_if(|next| next.starts_with('|')) {
                played.push_str(text);
                played.push('\n');
                let text = text.strip_prefix('|').unwrap_or(text);
                content.push_str(text.strip_prefix(' ').unwrap_or(text));
                content.push('\n');
            }
            stage.file(name, &content);
        } else if let Some(who) = line.strip_prefix("hire ") {
            stage.hire(who);
        } else if let Some((who, command)) = command(line) {
            // What it printed before is replaced.
            while lines.next_if(|next| next.starts_with("  ")).is_some() {}
            played.push_str(&indented(&stage.run(who, command)));
        }
    }
    played
}

/// Who runs what, if the line is a command.
pub(super) fn command(line: &str) -> Option<(&str, &str)> {
    let (who, command) = line.split_once("$ ")?;
    who.chars()
        .all(|c| c.is_ascii_lowercase())
        .then_some((who, command))
}

/// Each line two spaces in; an empty line keeps its place by a dot.
fn indented(text: &str) -> String {
    let line = |line: &str| match line.trim_end() {
        "" => "  .\n".to_owned(),
        line => format!("  {line}\n"),
    };
    text.lines().map(line).collect()
}
