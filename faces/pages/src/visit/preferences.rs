//! How somebody likes to read: language, colours, time zone. Kept in cookies of the browser.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use holdpoint_service::{ColourTheme, Settings, SpokenLanguage};
use jiff::tz::TimeZone;

use crate::words::Language;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How somebody likes to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Preferences {
    /// The language, chosen or as the browser says.
    pub(crate) language: Language,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// The chosen zone; the organisation's if none.
    pub(crate) zone: Option<String>,
}

/// Names of the cookies.
pub(crate) const LANGUAGE: &str = "language";
pub(crate) const THEME: &str = "theme";
pub(crate) const ZONE: &str = "zone";

impl Preferences {
    /// What the request says.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let chosen = cookie(headers, LANGUAGE).and_then(Language::of);
        let browser = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let theme = cookie(headers, THEME);
        let zone = cookie(headers, ZONE).map(|zone| zone.replace("%2F", "/"));
        Self {
            language: chosen
                .or_else(|| browser.and_then(Language::accepted))
                .unwrap_or_default(),
            theme: Theme::ALL
                .into_iter()
                .find(|one| theme == Some(one.as_str()))
                .unwrap_or_default(),
            zone: zone.filter(|zone| TimeZone::get(zone).is_ok()),
        }
    }
}

impl Preferences {
    /// The same, as somebody has chosen it for all their browsers.
    pub(super) fn as_chosen(&self, settings: &Settings) -> Self {
        Self {
            language: match settings.language {
                Some(SpokenLanguage::En) => Language::English,
                Some(SpokenLanguage::De) => Language::German,
                None => self.language,
            },
            theme: match settings.theme {
                ColourTheme::Light => Theme::Light,
                ColourTheme::Dark => Theme::Dark,
                ColourTheme::System => self.theme,
            },
            zone: settings.timezone.clone().or_else(|| self.zone.clone()),
        }
    }
}

/// The value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Language, Preferences, Theme};
    use axum::http::HeaderMap;

    #[test]
    fn a_choice_counts_more_than_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", "de".parse().unwrap());
        assert_eq!(Preferences::of(&headers).language, Language::German);
        headers.insert(
            "cookie",
            "theme=dark; language=en; zone=Asia%2FTokyo"
                .parse()
                .unwrap(),
        );
        let chosen = Preferences::of(&headers);
        assert_eq!(
            (chosen.language, chosen.theme),
            (Language::English, Theme::Dark)
        );
        assert_eq!(chosen.zone.as_deref(), Some("Asia/Tokyo"));
        headers.insert("cookie", "theme=pink; zone=Mars/Base".parse().unwrap());
        let wrong = Preferences::of(&headers);
        assert_eq!((wrong.theme, wrong.zone), (Theme::System, None));
    }
}
