//! Choices of how to read: colours, language, time zone.

use jiff::tz::TimeZone;

use super::FrameWords;
use crate::visit::{Preferences, Theme};
use crate::words::Language;

/// A choice of how to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

pub(super) fn themes(preferences: &Preferences) -> Vec<Choice> {
    let t = FrameWords(preferences.language);
    let label = |theme| match theme {
        Theme::System => t.system(),
        Theme::Light => t.light(),
        Theme::Dark => t.dark(),
    };
    let choice = |theme: Theme| Choice {
        value: theme.as_str().to_owned(),
        label: label(theme).to_owned(),
        chosen: theme == preferences.theme,
    };
    Theme::ALL.into_iter().map(choice).collect()
}

pub(super) fn languages(language: Language) -> Vec<Choice> {
    let choice = |one: &Language| Choice {
        value: one.tag().to_owned(),
        label: one.name().to_owned(),
        chosen: *one == language,
    };
    Language::ALL.iter().map(choice).collect()
}

/// Zones that are offered, beside the organisation's and the chosen one.
const ZONES: &[&str] = &[
    "UTC",
    "Europe/Vienna",
    "Europe/London",
    "Europe/Madrid",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
];

pub(crate) fn zones(chosen: &str, own: &str) -> Vec<Choice> {
    let mut names: Vec<&str> = vec![own, chosen];
    names.extend(ZONES);
    let mut seen = Vec::new();
    names.retain(|name| {
        let fresh = !seen.contains(name) && TimeZone::get(name).is_ok();
        seen.push(name);
        fresh
    });
    let choice = |name: &str| Choice {
        value: name.to_owned(),
        label: name.replace('_', " "),
        chosen: name == chosen,
    };
    names.into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::zones;

    #[test]
    fn the_own_zone_comes_first_and_none_twice() {
        let offered = zones("Asia/Tokyo", "Europe/Vienna");
        let names: Vec<_> = offered.iter().map(|zone| zone.value.as_str()).collect();
        assert_eq!(
            names.get(..3),
            Some(["Europe/Vienna", "Asia/Tokyo", "UTC"].as_slice())
        );
        assert_eq!(
            names
                .iter()
                .filter(|name| **name == "Europe/Vienna")
                .count(),
            1
        );
        assert_eq!(offered.iter().filter(|zone| zone.chosen).count(), 1);
    }
}
