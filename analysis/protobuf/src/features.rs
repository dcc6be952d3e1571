//! Features of editions: what is set, and what holds in the end.

use crate::model::{Spot, Syntax};

/// A feature that a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    Presence,
    EnumType,
    Utf8,
    Encoding,
    Json,
    CppString,
    JavaUtf8,
    /// Several at once, as a message; which ones is said beside it.
    Several,
    /// The same of those of C++.
    SeveralCpp,
    /// The same of those of Java.
    SeveralJava,
}

/// One that is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Set {
    pub(crate) feature: Feature,
    pub(crate) value: u8,
    pub(crate) at: Spot,
}

/// Those that are set on a declaration itself.
#[derive(Debug, Default)]
pub(crate) struct Features(pub(crate) Vec<Set>);

impl Features {
    /// The same without places, for what is not written itself.
    pub(crate) fn inherited(&self) -> Self {
        let at = Spot::NONE;
        Self(self.0.iter().map(|set| Set { at, ..*set }).collect())
    }

    /// Where it is set on the declaration itself.
    pub(crate) fn at(&self, feature: Feature) -> Spot {
        let written = |set: &&Set, wanted| set.feature == wanted && set.at != Spot::NONE;
        let place = |wanted| self.0.iter().find(|set| written(set, wanted));
        let several = match feature {
            Feature::CppString => place(Feature::SeveralCpp),
            Feature::JavaUtf8 => place(Feature::SeveralJava),
            _ => None,
        };
        let found = place(feature).or(several).or(place(Feature::Several));
        found.map_or(Spot::NONE, |set| set.at)
    }
}

pub(crate) const EXPLICIT: u8 = 1;
pub(crate) const IMPLICIT: u8 = 2;
pub(crate) const LEGACY_REQUIRED: u8 = 3;
pub(crate) const OPEN: u8 = 1;
pub(crate) const CLOSED: u8 = 2;
pub(crate) const VERIFY: u8 = 2;
pub(crate) const DELIMITED: u8 = 2;
pub(crate) const ALLOW: u8 = 1;
pub(crate) const LEGACY_BEST_EFFORT: u8 = 2;
pub(crate) const CPP_VIEW: u8 = 1;
pub(crate) const CPP_CORD: u8 = 2;
pub(crate) const CPP_STRING: u8 = 3;
pub(crate) const JAVA_VERIFY: u8 = 2;

/// Features by their names, with the names of their values and their numbers in descriptors.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// The message that it is in, if not the one of all languages.
    pub(crate) within: &'static str,
    pub(crate) number: u32,
    pub(crate) feature: Option<Feature>,
    pub(crate) values: &'static [(&'static str, u8)],
}

const fn known(
    name: &'static str,
    within: &'static str,
    number: u32,
    feature: Option<Feature>,
    values: &'static [(&'static str, u8)],
) -> Known {
    Known {
        name,
        within,
        number,
        feature,
        values,
    }
}

/// All of which values are known.
#[rustfmt::skip]
pub(crate) static KNOWN: [Known; 8] = [
    known("field_presence", "", 1, Some(Feature::Presence), &[("EXPLICIT", EXPLICIT), ("IMPLICIT", IMPLICIT), ("LEGACY_REQUIRED", LEGACY_REQUIRED)]),
    known("enum_type", "", 2, Some(Feature::EnumType), &[("OPEN", OPEN), ("CLOSED", CLOSED)]),
    known("repeated_field_encoding", "", 3, None, &[("PACKED", 1), ("EXPANDED", 2)]),
    known("utf8_validation", "", 4, Some(Feature::Utf8), &[("VERIFY", VERIFY), ("NONE", 3)]),
    known("message_encoding", "", 5, Some(Feature::Encoding), &[("LENGTH_PREFIXED", 1), ("DELIMITED", DELIMITED)]),
    known("json_format", "", 6, Some(Feature::Json), &[("ALLOW", ALLOW), ("LEGACY_BEST_EFFORT", LEGACY_BEST_EFFORT)]),
    known("string_type", "pb.cpp", 2, Some(Feature::CppString), &[("VIEW", CPP_VIEW), ("CORD", CPP_CORD), ("STRING", CPP_STRING)]),
    known("utf8_validation", "pb.java", 2, Some(Feature::JavaUtf8), &[("DEFAULT", 1), ("VERIFY", JAVA_VERIFY)]),
];

/// What a value of a feature is called.
pub(crate) fn word(feature: Feature, value: u8) -> &'static str {
    let known = KNOWN.iter().find(|known| known.feature == Some(feature));
    let values = known.map_or(&[][..], |known| known.values);
    let found = values.iter().find(|(_, number)| *number == value);
    found.map_or("unknown", |(word, _)| word)
}

/// What holds for a declaration in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) presence: u8,
    pub(crate) enum_type: u8,
    pub(crate) utf8: u8,
    pub(crate) encoding: u8,
    pub(crate) json: u8,
    pub(crate) cpp_string: u8,
    pub(crate) java_utf8: u8,
}

impl Resolved {
    /// What holds in a file that sets nothing.
    pub(crate) fn of(syntax: Syntax) -> Self {
        let edition = Self {
            presence: EXPLICIT,
            enum_type: OPEN,
            utf8: VERIFY,
            encoding: 1,
            json: ALLOW,
            cpp_string: CPP_STRING,
            java_utf8: 1,
        };
        match syntax {
            Syntax::Proto2 => Self {
                enum_type: CLOSED,
                utf8: 3,
                json: LEGACY_BEST_EFFORT,
                ..edition
            },
            Syntax::Proto3 => Self {
                presence: IMPLICIT,
                ..edition
            },
            Syntax::Edition(year) if year >= 2024 => Self {
                cpp_string: CPP_VIEW,
                ..edition
            },
            Syntax::Edition(_) => edition,
        }
    }

    /// What holds within, where these are set.
    pub(crate) fn with(mut self, features: &Features) -> Self {
        for set in &features.0 {
            let of = match set.feature {
                Feature::Presence => &mut self.presence,
                Feature::EnumType => &mut self.enum_type,
                Feature::Utf8 => &mut self.utf8,
                Feature::Encoding => &mut self.encoding,
                Feature::Json => &mut self.json,
                Feature::CppString => &mut self.cpp_string,
                Feature::JavaUtf8 => &mut self.java_utf8,
                Feature::Several | Feature::SeveralCpp | Feature::SeveralJava => continue,
            };
            if set.value != 0 {
                *of = set.value;
            }
        }
        self
    }
}
