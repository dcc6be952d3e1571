//! Languages, and catalogues of messages in each of them.
//!
//! A catalogue is made by [`messages!`] and has every message in every language: one that is not translated does
//! not compile.

/// A language that the pages speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All of them.
    pub(crate) const ALL: &'static [Self] = &[Self::English, Self::German];

    /// Its BCP 47 tag.
    #[must_use]
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a tag such as `de-AT`.
    #[must_use]
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.iter().copied().find(|one| one.tag() == first)
    }

    /// The one that an `Accept-Language` header likes best (RFC 9110, 12.5.4).
    #[must_use]
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        let liked = header.split(',').filter_map(|part| {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse::<f32>().ok()?;
            Some((Self::of(tag)?, weight)).filter(|(_, weight)| *weight > 0.0)
        });
        // The first of those that are liked equally: `max_by` would take the last.
        liked
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(language, _)| language)
    }
}

/// A number of things. Templates have it by reference.
pub(crate) trait Count {
    fn count(self) -> u64;
}

impl Count for usize {
    fn count(self) -> u64 {
        u64::try_from(self).unwrap_or(u64::MAX)
    }
}

impl Count for i64 {
    fn count(self) -> u64 {
        self.unsigned_abs()
    }
}

impl Count for u32 {
    fn count(self) -> u64 {
        self.into()
    }
}

impl Count for u64 {
    fn count(self) -> u64 {
        self
    }
}

impl<N: Count + Copy> Count for &N {
    fn count(self) -> u64 {
        (*self).count()
    }
}

/// Makes a catalogue: a struct with a method for each message.
///
/// `name: "English" | "German";` is a `&'static str`; `name(a, b): "… {a}" | "… {b}";` takes anything that
/// displays itself and gives a `String`; `name[n]: "one" / "{n} others" | "eins" / "{n} andere";` counts.
macro_rules! messages {
    ($(#[$doc:meta])* $vis:vis $catalogue:ident { $($rest:tt)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        $vis struct $catalogue(pub(crate) $crate::words::Language);

        #[allow(
            dead_code,
            clippy::wrong_self_convention,
            reason = "a catalogue may hold a message for a rare case only, and one that begins with `from`"
        )]
        impl $catalogue { $crate::words::messages!(@ $($rest)*); }
    };
    (@) => {};
    (@ $name:ident: $english:literal | $german:literal; $($rest:tt)*) => {
        pub(crate) fn $name(self) -> &'static str {
            match self.0 {
                $crate::words::Language::English => $english,
                $crate::words::Language::German => $german,
            }
        }
        $crate::words::messages!(@ $($rest)*);
    };
    (@ $name:ident($($arg:ident),+): $english:literal | $german:literal; $($rest:tt)*) => {
        pub(crate) fn $name(self, $($arg: impl std::fmt::Display),+) -> String {
            match self.0 {
                $crate::words::Language::English => format!($english),
                $crate::words::Language::German => format!($german),
            }
        }
        $crate::words::messages!(@ $($rest)*);
    };
    (@ $name:ident[$count:ident]: $one:literal / $many:literal | $eins:literal / $viele:literal; $($rest:tt)*) => {
        pub(crate) fn $name(self, $count: impl $crate::words::Count) -> String {
            let $count = $count.count();
            match (self.0, $count) {
                ($crate::words::Language::English, 1) => format!($one),
                ($crate::words::Language::English, _) => format!($many),
                ($crate::words::Language::German, 1) => format!($eins),
                ($crate::words::Language::German, _) => format!($viele),
            }
        }
        $crate::words::messages!(@ $($rest)*);
    };
}

pub(crate) use messages;

#[cfg(test)]
mod tests {
    use super::Language;

    messages! {
        /// For this test.
        Sample {
            plain: "yes" | "ja";
            filled(name): "hello {name}" | "hallo {name}";
            counted[n]: "{n} thing" / "{n} things" | "{n} Ding" / "{n} Dinge";
        }
    }

    #[test]
    fn a_message_is_there_in_every_language() {
        let (english, german) = (Sample(Language::English), Sample(Language::German));
        assert_eq!((english.plain(), german.plain()), ("yes", "ja"));
        assert_eq!(german.filled("Anna"), "hallo Anna");
        assert_eq!(
            (english.counted(1_usize), english.counted(0_usize)),
            ("1 thing".to_owned(), "0 things".to_owned())
        );
        assert_eq!(
            (german.counted(1_usize), german.counted(7_u64)),
            ("1 Ding".to_owned(), "7 Dinge".to_owned())
        );
    }

    #[test]
    fn the_browser_says_what_its_user_reads() {
        assert_eq!(
            Language::accepted("de-AT,de;q=0.9,en;q=0.8"),
            Some(Language::German)
        );
        assert_eq!(
            Language::accepted("fr, en;q=0.3, de;q=0.7"),
            Some(Language::German)
        );
        assert_eq!(Language::accepted("en, de"), Some(Language::English));
        assert_eq!(Language::accepted("de;q=0, fr"), None);
        assert_eq!(Language::accepted("de;q=x"), None);
    }
}
