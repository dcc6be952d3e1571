//! Names that are valid everywhere: `[a-z0-9][a-z0-9._-]{0,79}`.

use std::collections::BTreeSet;

/// The longest name.
const LONGEST: usize = 80;

/// The name that a text would have; none if nothing of it can stand in a name.
///
/// ```
/// use holdpoint_import::slug;
/// assert_eq!(slug("Zahlungs-Verkehr (Köln)").as_deref(), Some("zahlungs-verkehr-koeln"));
/// assert_eq!(slug("—"), None);
/// ```
#[must_use]
pub fn slug(text: &str) -> Option<String> {
    let mut name = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' => name.push(c),
            _ => match plain(c) {
                Some(letters) => name.push_str(letters),
                None if name.ends_with('-') => {}
                None => name.push('-'),
            },
        }
    }
    let name = name.trim_start_matches(['.', '_', '-']);
    let name = name
        .get(..LONGEST)
        .unwrap_or(name)
        .trim_end_matches(['.', '_', '-']);
    (!name.is_empty()).then(|| name.to_owned())
}

/// Letters of European languages, as people write them without the accents.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'å' | 'à' | 'á' | 'â' | 'ã' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ț' | 'ţ' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        // An apostrophe joins, it does not separate.
        '\'' | '’' | '\u{307}' => "",
        _ => return None,
    })
}

/// Hands out names, each once.
#[derive(Debug, Clone, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// Keeps a name from being handed out, because it exists already.
    pub fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// The name of a text, with a number behind it if it is taken; none if the text has no name in it.
    pub fn take(&mut self, text: &str) -> Option<String> {
        let name = slug(text)?;
        let numbered = (2_u32..).map(|number| {
            let end = format!("-{number}");
            format!("{}{end}", name.get(..LONGEST - end.len()).unwrap_or(&name))
        });
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|one| !self.taken.contains(one))?;
        self.taken.insert(free.clone());
        Some(free)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Names, slug};

    #[test]
    fn names_are_what_people_would_choose() {
        let cases = [
            ("Till", Some("till")),
            ("Customer  Care / EU", Some("customer-care-eu")),
            ("Ada's Team", Some("adas-team")),
            ("Überweisung v2.1", Some("ueberweisung-v2.1")),
            ("Łódź", Some("lodz")),
            ("-.till.-", Some("till")),
            ("日本", None),
            ("", None),
            ("=cmd|' /C calc'!A0", Some("cmd-c-calc-a0")),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_name_is_given_once() {
        let mut names = Names::default();
        names.reserve("till");
        assert_eq!(names.take("Till").as_deref(), Some("till-2"));
        assert_eq!(names.take("TILL").as_deref(), Some("till-3"));
        let long = "x".repeat(100);
        assert_eq!(names.take(&long).map(|name| name.len()), Some(80));
        assert_eq!(names.take(&long).map(|name| name.len()), Some(80));
    }

    proptest! {
        #[test]
        fn every_name_is_valid(text in ".{0,120}") {
            if let Some(name) = slug(&text) {
                let first = name.as_bytes().first().copied().unwrap_or(0);
                prop_assert!(first.is_ascii_lowercase() || first.is_ascii_digit());
                prop_assert!(name.len() <= 80);
                prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b)));
                prop_assert_eq!(slug(&name), Some(name));
            }
        }
    }
}
