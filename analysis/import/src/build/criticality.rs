//! How much depends on a component, in everybody's words.

use crate::Criticality;

/// Words of each level, as whole words of the text; the first level that has one counts.
const WORDS: [(Criticality, &[&str]); 4] = [
    (
        Criticality::Low,
        &[
            "low",
            "not critical",
            "non critical",
            "bronze",
            "minor",
            "none",
            "niedrig",
            "gering",
            "deferrable",
            "optional",
        ],
    ),
    (
        Criticality::Medium,
        &[
            "medium",
            "less critical",
            "moderate",
            "normal",
            "silver",
            "mittel",
            "standard",
            "operational",
            "business operational",
        ],
    ),
    (
        Criticality::High,
        &[
            "high",
            "somewhat critical",
            "important",
            "gold",
            "hoch",
            "major",
            "essential",
        ],
    ),
    (
        Criticality::Critical,
        &[
            "critical",
            "mission critical",
            "business critical",
            "most critical",
            "vital",
            "highest",
            "very high",
            "platinum",
            "kritisch",
            "sehr hoch",
        ],
    ),
];

/// Reads a criticality; numbers count from the most critical, as tiers and ServiceNow do.
pub(super) fn read(text: &str) -> Option<Criticality> {
    let text: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let text = format!(
        " {} ",
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let has = |word: &&&str| text.contains(&format!(" {word} "));
    // The longest word that fits says most: `less critical` is not `critical`.
    let words = WORDS
        .iter()
        .flat_map(|(level, words)| words.iter().map(|word| (*level, word)));
    let best = words
        .filter(|(_, word)| has(word))
        .max_by_key(|(_, word)| word.len());
    best.map(|(level, _)| level).or_else(|| number(&text))
}

fn number(text: &str) -> Option<Criticality> {
    let digits = text.split_whitespace().find_map(|word| {
        let digits = word
            .trim_start_matches(['t', 'p', 'c', 'l'])
            .trim_start_matches("ier");
        digits.parse::<u32>().ok()
    });
    match digits? {
        0 | 1 => Some(Criticality::Critical),
        2 => Some(Criticality::High),
        3 => Some(Criticality::Medium),
        4 | 5 => Some(Criticality::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::Criticality::{Critical, High, Low, Medium};

    #[test]
    fn criticality_is_read_in_everybodys_words() {
        let cases = [
            ("1 - most critical", Some(Critical)),
            ("2 - somewhat critical", Some(High)),
            ("3 - less critical", Some(Medium)),
            ("4 - not critical", Some(Low)),
            ("Mission-Critical", Some(Critical)),
            ("Tier 1", Some(Critical)),
            ("tier2", Some(High)),
            ("T3", Some(Medium)),
            ("HIGH", Some(High)),
            ("very high", Some(Critical)),
            ("Niedrig", Some(Low)),
            ("4", Some(Low)),
            ("17", None),
            ("soon", None),
            ("highway", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
