//! Mistakes in policies, each in its place.

use std::fmt::Write as _;

use holdpoint_cedar::Mistake;
use holdpoint_domain::Reason;

use crate::error::{Failure, Place};

/// All mistakes of a file.
pub(super) fn wrong(file: &str, text: &str, mistakes: &[Mistake]) -> Failure {
    let message = match mistakes.len() {
        1 => format!("`{file}` has a mistake"),
        count => format!("`{file}` has {count} mistakes"),
    };
    let mut failure = Failure::input("policy-wrong", message);
    failure.excerpt = Some(excerpts(file, text, mistakes));
    failure.reasons = mistakes
        .iter()
        .map(|mistake| reason(text, mistake))
        .collect();
    let first = mistakes.first().and_then(|mistake| mistake.place(text));
    failure.place = first.map(|(line, column)| Place {
        file: file.to_owned(),
        line,
        column,
    });
    failure.help("`holdpoint policy show --schema` shows the words that there are")
}

fn reason(text: &str, mistake: &Mistake) -> Reason {
    Reason {
        code: "policy-wrong".to_owned(),
        message: mistake.at(text),
        help: mistake.help.clone().unwrap_or_default(),
    }
}

/// Each with the line that it is in, as people are shown it.
pub(super) fn excerpts(file: &str, text: &str, mistakes: &[Mistake]) -> String {
    mistakes
        .iter()
        .map(|mistake| excerpt(file, text, mistake))
        .collect()
}

fn excerpt(file: &str, text: &str, mistake: &Mistake) -> String {
    let mut shown = String::new();
    // A `String` takes all that is written to it.
    let place = mistake.place(text);
    let _ = match place {
        Some((line, column)) => writeln!(shown, "{file}:{line}:{column}: {}", mistake.message),
        None => writeln!(shown, "{file}: {}", mistake.message),
    };
    if let Some((number, column)) = place
        && let Some(line) = text.lines().nth(number - 1)
    {
        let left = line.chars().count().saturating_sub(column - 1).max(1);
        let marked = mistake
            .span
            .as_ref()
            .map_or(1, |span| span.len().clamp(1, left));
        let (gap, marks) = (" ".repeat(column - 1), "^".repeat(marked));
        let margin = " ".repeat(number.to_string().len());
        let _ = writeln!(
            shown,
            "  {number} | {}\n  {margin} | {gap}{marks}",
            line.replace('\t', " ")
        );
    }
    if let Some(help) = &mistake.help {
        let _ = writeln!(shown, "  help: {help}");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::excerpts;
    use holdpoint_service::read_policies;

    #[test]
    fn each_mistake_stands_under_its_line() {
        let text = "permit (principal, action, resource);\n@id(\"a\")\nforbid (principal, action == Action::\"deploy\", resource);\n";
        let Err(mistakes) = read_policies(text) else {
            panic!("that is right")
        };
        let shown = excerpts("x.cedar", text, &mistakes);
        assert!(
            shown.starts_with(
                "x.cedar:1:1: a policy has no id\n  1 | permit (principal, action, resource);\n    | ^^^^"
            ),
            "{shown}"
        );
        assert!(shown.contains("x.cedar:3:"), "{shown}");
        assert!(shown.contains("deploy"), "{shown}");
    }
}
