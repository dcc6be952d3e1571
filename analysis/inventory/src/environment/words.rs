//! The words that people use for environments.

/// A usual name, how far down the road it is, and how else it is called.
struct Word {
    name: &'static str,
    rank: u8,
    spellings: &'static [&'static str],
}

const WORDS: [Word; 11] = [
    Word {
        name: "sandbox",
        rank: 1,
        spellings: &["sandbox", "sbx", "playground"],
    },
    Word {
        name: "development",
        rank: 2,
        spellings: &["development", "dev", "develop", "devel"],
    },
    Word {
        name: "preview",
        rank: 3,
        spellings: &["preview", "review"],
    },
    Word {
        name: "integration",
        rank: 4,
        spellings: &["integration", "int", "sit"],
    },
    Word {
        name: "test",
        rank: 5,
        spellings: &["test", "testing", "tst"],
    },
    Word {
        name: "qa",
        rank: 6,
        spellings: &["qa", "quality"],
    },
    Word {
        name: "performance",
        rank: 7,
        spellings: &["performance", "perf", "loadtest", "load"],
    },
    Word {
        name: "acceptance",
        rank: 8,
        spellings: &["acceptance", "uat", "acc"],
    },
    Word {
        name: "staging",
        rank: 9,
        spellings: &[
            "staging",
            "stage",
            "stg",
            "preprod",
            "pre-prod",
            "pre-production",
            "preproduction",
        ],
    },
    Word {
        name: "production",
        rank: 20,
        spellings: &["production", "prod", "prd", "live"],
    },
    Word {
        name: "disaster-recovery",
        rank: 21,
        spellings: &["disaster-recovery", "dr"],
    },
];

/// Between those that lead to production and production itself.
const UNKNOWN: u8 = 15;

/// The usual name of what the repository calls an environment, and its rank. Whatever is around the word stays:
/// `prod-eu` is `production-eu`.
pub(super) fn canonical(spelling: &str) -> (String, u8) {
    let spelling = spelling.to_lowercase();
    if let Some(word) = exact(&spelling) {
        return (word.name.to_owned(), word.rank);
    }
    match affixed(&spelling) {
        Some((word, before, after)) => {
            let name = [before.as_str(), word.name, after.as_str()];
            let name: Vec<&str> = name.into_iter().filter(|part| !part.is_empty()).collect();
            (name.join("-"), word.rank)
        }
        None => (spelling, UNKNOWN),
    }
}

/// Whether a text is, or contains as a part, the word for an environment.
pub(super) fn is_known(text: &str) -> bool {
    let text = text.to_lowercase();
    exact(&text).is_some() || affixed(&text).is_some()
}

/// Whether an environment of that usual name serves customers.
pub(super) fn is_protected(name: &str) -> bool {
    name.split('-').any(|part| part == "production") || name.starts_with("disaster-recovery")
}

fn exact(text: &str) -> Option<&'static Word> {
    WORDS.iter().find(|word| word.spellings.contains(&text))
}

/// `prod-eu`, `eu_prod`, `staging2`: the word, what is before, what is behind it.
fn affixed(text: &str) -> Option<(&'static Word, String, String)> {
    let parts: Vec<&str> = text.split(['-', '_', '.']).collect();
    // A long name is a name of something else.
    if parts.len() > 3 {
        return None;
    }
    let last = parts.len().saturating_sub(1);
    // In the middle it says what the rest is about: `uv-test-publish`.
    let mut ends = parts
        .iter()
        .enumerate()
        .filter(|(at, _)| *at == 0 || *at == last);
    ends.find_map(|(at, part)| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let word = exact(digits)?;
        let number = part.get(digits.len()..).unwrap_or_default();
        let before = parts.get(..at).unwrap_or_default().join("-");
        let behind = std::iter::once(number).chain(parts.iter().skip(at + 1).copied());
        let behind: Vec<&str> = behind.filter(|part| !part.is_empty()).collect();
        Some((word, before, behind.join("-")))
    })
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_known, is_protected};

    #[test]
    fn spellings_lead_to_the_usual_names() {
        let name = |text: &str| canonical(text).0;
        assert_eq!(name("PROD"), "production");
        assert_eq!(name("stg"), "staging");
        assert_eq!(name("prod-eu"), "production-eu");
        assert_eq!(name("eu_prod"), "eu-production");
        assert_eq!(name("staging2"), "staging-2");
        assert_eq!(name("pre-prod"), "staging");
        assert_eq!(name("canada"), "canada");
        assert!(canonical("dev").1 < canonical("staging").1);
        assert!(canonical("staging").1 < canonical("canada").1);
        assert!(canonical("canada").1 < canonical("live").1);
    }

    #[test]
    fn words_are_words_and_not_parts_of_them() {
        assert!(is_known("prod-eu") && is_known("qa1"));
        assert!(!is_known("product") && !is_known("devices") && !is_known("minimal"));
        assert!(is_protected("production-eu") && !is_protected("product"));
    }
}
