//! What waits for itself.

use std::collections::HashSet;

use crate::mistakes::CYCLE;
use crate::shape::{Reader, Word};

/// Reports a circle with its path, at its first name.
pub(super) fn report_circle(reader: &mut Reader<'_>, what: &str, circle: &[&Word]) {
    let Some(first) = circle.first() else { return };
    let path = circle.iter().chain(circle.first());
    let path: Vec<_> = path.map(|name| format!("`{name}`")).collect();
    let words = [("what", what), ("path", &path.join(" → "))];
    reader.wrong(&CYCLE, first.span(), &words);
}

/// A circle among names, if there is one; without recursion, as the path may be as long as the file.
pub(super) fn find<'a>(
    names: &[&'a str],
    next: &dyn Fn(&str) -> Vec<&'a Word>,
) -> Option<Vec<&'a Word>> {
    let mut done = HashSet::new();
    for start in names {
        let mut path: Vec<(&'a str, Vec<&'a Word>)> = vec![(start, next(start))];
        let mut words: Vec<&'a Word> = Vec::new();
        let mut on: HashSet<&'a str> = HashSet::from([*start]);
        while let Some((_, open)) = path.last_mut() {
            let Some(word) = open.pop() else {
                if let Some((name, _)) = path.pop() {
                    done.insert(name);
                    on.remove(name);
                }
                words.pop();
                continue;
            };
            if on.contains(word.as_str()) {
                let from = path
                    .iter()
                    .position(|(name, _)| *name == word.as_str())
                    .unwrap_or(0);
                let mut circle = words.get(from..).unwrap_or_default().to_vec();
                circle.insert(0, word);
                return Some(circle);
            }
            if !done.contains(word.as_str()) {
                words.push(word);
                on.insert(word.as_str());
                path.push((word.as_str(), next(word.as_str())));
            }
        }
    }
    None
}
