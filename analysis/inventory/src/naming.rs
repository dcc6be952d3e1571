//! Short unique names: `[a-z0-9][a-z0-9._-]{0,79}`.

use std::collections::BTreeSet;

const LONGEST: usize = 80;

/// Hands out names, each once.
#[derive(Default)]
pub(crate) struct Names(BTreeSet<String>);

impl Names {
    /// The first candidate that is free, else the first one with a suffix or a number.
    pub(crate) fn take(&mut self, candidates: &[String], suffix: &str) -> String {
        let mut candidates: Vec<String> = candidates.iter().map(|text| valid(text)).collect();
        candidates.retain(|name| !name.is_empty());
        let first = candidates
            .first()
            .cloned()
            .unwrap_or_else(|| suffix.to_owned());
        if candidates.is_empty() {
            candidates.push(first.clone());
        }
        candidates.push(with_end(&first, suffix));
        let numbered = (2_u32..).map(|number| with_end(&first, &number.to_string()));
        let free = candidates
            .into_iter()
            .chain(numbered)
            .find(|name| !self.0.contains(name));
        let name = free.unwrap_or(first);
        self.0.insert(name.clone());
        name
    }
}

/// The name that a text would be; empty if nothing of it can stand in a name.
fn valid(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' => name.push(c),
            _ if !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name
        .trim_start_matches(['.', '_', '-'])
        .trim_end_matches(['.', '_', '-']);
    name.get(..LONGEST).unwrap_or(name).to_owned()
}

fn with_end(name: &str, end: &str) -> String {
    let room = LONGEST.saturating_sub(end.len() + 1);
    format!("{}-{end}", name.get(..room).unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_valid_and_unique() {
        let mut names = Names::default();
        let mut take = |text: &str| names.take(&[text.to_owned()], "npm");
        assert_eq!(take("@Shop/Till"), "shop-till");
        assert_eq!(take("shop till"), "shop-till-npm");
        assert_eq!(take("shop-till"), "shop-till-2");
        assert_eq!(take("--_"), "npm");
        assert_eq!(take(&"x".repeat(100)).len(), 80);
        assert_eq!(take(&"x".repeat(100)).len(), 80);
    }
}
