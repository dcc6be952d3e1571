//! Did you mean.

/// Nobody misspells longer words, and comparing takes time that grows with their length.
const LONGEST: usize = 100;
/// So many words are listed; more say nothing.
const SHOWN: usize = 16;

/// The known word that is most likely meant, if one is near enough.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase().replace(['_', ' '], "-");
    let allowed = (lower.chars().count() / 3).clamp(1, 4);
    let distance = |one: &str| strsim::damerau_levenshtein(&lower, one);
    let known = known.into_iter().map(|one| (distance(one), one));
    let near = known.filter(|(far, one)| *far <= allowed && *far < one.chars().count());
    near.min_by_key(|(far, _)| *far).map(|(_, one)| one)
}

/// The first few of them, in backticks.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().collect();
    let shown = words.iter().take(SHOWN).map(|word| format!("`{word}`"));
    let mut shown: Vec<_> = shown.collect();
    if words.len() > SHOWN {
        shown.push(format!("and {} more", words.len() - SHOWN));
    }
    shown.join(", ")
}
