//! Lines by which a file tells its runner what to do.

use holdpoint_findings::Span;

/// A line that is only a comment, without its dashes.
fn comment(line: &str) -> Option<&str> {
    Some(line.trim().strip_prefix("--")?.trim())
}

/// Lines with where they begin.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

/// The words after a directive, of each line that has it.
pub(crate) fn directive<'a>(text: &'a str, name: &str) -> Vec<(usize, &'a str)> {
    let words = |(at, line): (usize, &'a str)| {
        let rest = comment(line)?.strip_prefix(name)?;
        let ends = rest.is_empty() || rest.starts_with([' ', ':', '\t']);
        ends.then(|| (at, rest.trim_start_matches([' ', ':', '\t'])))
    };
    lines(text).filter_map(words).collect()
}

/// The value of a key in a file of settings.
pub(crate) fn value(text: &str, key: &str) -> Option<String> {
    let mut values = text.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        let value = value.split('#').next().unwrap_or_default();
        (name.trim() == key).then(|| value.trim().trim_matches('"').to_owned())
    });
    values.next()
}

/// Part of a file that a runner runs on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) up: bool,
    pub(super) span: Span,
    pub(super) label: String,
    pub(super) bare: bool,
    /// Its rollback is written in it.
    pub(super) undone: bool,
}

/// From each line that a function knows to the next one.
fn sections(text: &str, begins: impl Fn(&str) -> Option<Section>) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    for (at, line) in lines(text) {
        let Some(mut section) = comment(line).and_then(&begins) else {
            continue;
        };
        if let Some(last) = found.last_mut() {
            last.span = Span::new(last.span.start as usize, at);
        }
        section.span = Span::new(at, text.len());
        found.push(section);
    }
    found
}

fn section(up: bool, bare: bool) -> Section {
    Section {
        up,
        span: Span::default(),
        label: String::new(),
        bare,
        undone: false,
    }
}

/// `-- +goose Up` and `-- +goose Down`.
pub(super) fn goose(text: &str) -> Vec<Section> {
    let bare = !directive(text, "+goose NO TRANSACTION").is_empty();
    sections(text, |line| {
        let word = line.strip_prefix("+goose")?.trim().to_ascii_lowercase();
        match word.as_str() {
            "up" => Some(section(true, bare)),
            "down" => Some(section(false, bare)),
            _ => None,
        }
    })
}

/// `-- migrate:up transaction:false` and `-- migrate:down`.
pub(super) fn dbmate(text: &str) -> Vec<Section> {
    sections(text, |line| {
        let (word, rest) = line
            .strip_prefix("migrate:")?
            .split_once(' ')
            .unwrap_or((line.strip_prefix("migrate:")?, ""));
        let bare = rest.contains("transaction:false");
        match word.trim() {
            "up" => Some(section(true, bare)),
            "down" => Some(section(false, bare)),
            _ => None,
        }
    })
}

/// `--changeset author:id runInTransaction:false`, with its `--rollback` lines.
pub(super) fn liquibase(text: &str) -> Vec<Section> {
    let mut found = sections(text, |line| {
        let rest = line.strip_prefix("changeset ")?;
        let label = rest
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned();
        let bare = rest.to_lowercase().contains("runintransaction:false");
        Some(Section {
            label,
            ..section(true, bare)
        })
    });
    for section in &mut found {
        let span = section.span.start as usize..section.span.end as usize;
        let own = text.get(span).unwrap_or_default();
        section.undone = own
            .lines()
            .filter_map(comment)
            .any(|line| line.starts_with("rollback"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{dbmate, directive, goose, liquibase, value};

    #[test]
    fn sections_go_to_the_next_marker() {
        let text = "-- +goose Up\nA;\n-- +goose Down\nB;\n";
        let found = goose(text);
        let texts: Vec<_> = found
            .iter()
            .map(|one| &text[one.span.start as usize..one.span.end as usize])
            .collect();
        assert_eq!(texts, ["-- +goose Up\nA;\n", "-- +goose Down\nB;\n"]);
        assert_eq!(
            found.iter().map(|one| one.up).collect::<Vec<_>>(),
            [true, false]
        );
    }

    #[test]
    fn transactions_can_be_declined() {
        assert!(goose("-- +goose NO TRANSACTION\n-- +goose Up\n")[0].bare);
        assert!(dbmate("-- migrate:up transaction:false\n")[0].bare);
        assert!(!dbmate("-- migrate:up\n")[0].bare);
        let found = liquibase(
            "--changeset a:1 runInTransaction:false\nA;\n-- rollback B\n--changeset a:2\nC;",
        );
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.label.as_str(), one.bare, one.undone))
            .collect();
        assert_eq!(told, [("a:1", true, true), ("a:2", false, false)]);
    }

    #[test]
    fn settings_and_directives_have_values() {
        assert_eq!(
            value(
                "a = 1\nrun_in_transaction = false # x",
                "run_in_transaction"
            ),
            Some("false".to_owned())
        );
        assert_eq!(
            directive("x\n-- holdpoint:phase expand\n", "holdpoint:phase"),
            [(2, "expand\n".trim_end())]
        );
    }
}
