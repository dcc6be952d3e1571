//! Did you mean.

/// Nobody misspells longer words, and comparing takes time that grows with their length.
const LONGEST: usize = 100;

/// The known word that is most likely meant, if one is near enough.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase().replace(['_', ' '], "-");
    let allowed = (lower.chars().count() / 3).clamp(1, 4);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= allowed && *distance < candidate.chars().count()
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The first few of them, in backticks.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let words: Vec<_> = words.into_iter().collect();
    let mut shown: Vec<_> = words
        .iter()
        .take(SHOWN)
        .map(|word| format!("`{word}`"))
        .collect();
    if words.len() > SHOWN {
        shown.push(format!("and {} more", words.len() - SHOWN));
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{listed, nearest};

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["approvals", "evidence", "ran"];
        assert_eq!(nearest("aprovals", known), Some("approvals"));
        assert_eq!(nearest("Evidence", known), Some("evidence"));
        assert_eq!(nearest("runbook", known), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("depends_on", ["depends-on"]), Some("depends-on"));
    }

    #[test]
    fn a_long_list_is_cut() {
        let words: Vec<_> = (0..14).map(|n| n.to_string()).collect();
        let text = listed(words.iter().map(String::as_str));
        assert!(text.ends_with("`11`, and 2 more"), "{text}");
    }
}
