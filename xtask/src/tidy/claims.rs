//! What the documents claim to be tested is tested: each test that they name is there.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::shell;

/// Documents whose words in code style and with underscores are names of tests.
const DOCUMENTS: &[&str] = &["docs/threat-model.md"];

/// Tests that are named and are not there.
pub fn problems() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(shell::root().join(document))?;
        let named = named(&text);
        if named.is_empty() {
            problems.push(format!("{document}: names no test at all"));
        }
        for name in named {
            let function = format!("fn {name}()");
            let line = ["grep", "-qF", "--", &function, "*.rs"];
            if shell::output("git", &line).is_err() {
                problems.push(format!("{document}: there is no test `{name}`"));
            }
        }
    }
    Ok(problems)
}

/// The names in a text: `like_this_one`, with three words or more.
fn named(text: &str) -> BTreeSet<&str> {
    let coded = text.split('`').skip(1).step_by(2);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    coded
        .filter(|word| word.chars().all(plain) && word.split('_').count() > 2)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_name_is_a_sentence_and_no_command_or_table() {
        let text =
            "in (`nothing_is_lost`, `schema_one`) of `cargo run` and `a_b_c`\n`Not_One_Of_Them`";
        assert_eq!(
            named(text).into_iter().collect::<Vec<_>>(),
            ["a_b_c", "nothing_is_lost"]
        );
    }
}
