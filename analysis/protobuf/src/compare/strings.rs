//! How strings and bytes are held and looked at.

use super::Pair;
use super::fields::Of;
use super::files::option;
use crate::features::{self, CPP_CORD, CPP_STRING, Feature, JAVA_VERIFY, VERIFY};
use crate::model::{SettingKind, Spot, Syntax, Type};

/// A pointer and a length, which only old files can ask for.
const PIECE: u8 = 200;

/// How a string is held in C++.
fn cpp(of: Of<'_, '_>) -> u8 {
    // From edition 2024 on it is only a feature.
    let old = !matches!(of.file.syntax, Syntax::Edition(year) if year >= 2024);
    let set = of.field.setting(SettingKind::Ctype).filter(|_| old);
    match set.map(|set| &*set.value) {
        Some("CORD") => CPP_CORD,
        Some("STRING_PIECE") => PIECE,
        Some(_) => CPP_STRING,
        None => of.features.cpp_string,
    }
}

/// How UTF-8 is looked at in Java.
fn java(of: Of<'_, '_>) -> u8 {
    let (set, _) = option(of.file, "java_string_check_utf8", "");
    let verify = match set.is_empty() {
        true => of.features.java_utf8 == JAVA_VERIFY && of.file.syntax.is_edition(),
        false => set == "true",
    };
    if verify { VERIFY } else { of.features.utf8 }
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn strings(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let (was, is) = (old.field.kind, new.field.kind);
        let held = |kind| matches!(kind, Type::String | Type::Bytes);
        if held(was) && held(is) && !(old.in_map() && new.in_map()) {
            self.cpp_string(old, new);
        }
        if was != Type::String || is != Type::String {
            return;
        }
        let both = (old, new);
        let (from, to) = (old.features.utf8, new.features.utf8);
        let place = |of: Of<'i, 'a>| of.field.features.at(Feature::Utf8).or(of.field.at);
        let rule = "FIELD_SAME_UTF8_VALIDATION";
        self.utf8(rule, both, (from, to), (place(new), place(old)));
        let place = |of: Of<'i, 'a>| {
            let (_, at) = option(of.file, "java_string_check_utf8", "");
            at.or(of.field.features.at(Feature::JavaUtf8))
                .or(of.field.at)
        };
        let rule = "FIELD_SAME_JAVA_UTF8_VALIDATION";
        self.utf8(rule, both, (java(old), java(new)), (place(new), place(old)));
    }

    fn utf8(
        &mut self,
        rule: &str,
        both: (Of<'i, 'a>, Of<'i, 'a>),
        change: (u8, u8),
        places: (Spot, Spot),
    ) {
        if change.0 != change.1 {
            let word = |value| features::word(Feature::Utf8, value);
            let change = [("from", word(change.0)), ("to", word(change.1))];
            self.say_field(rule, both, places, &change);
        }
    }

    fn cpp_string(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let (from, to) = (cpp(old), cpp(new));
        // Whoever takes a piece can take a string.
        if from == to || (from == PIECE && to == CPP_STRING) {
            return;
        }
        let word = |value| match value {
            PIECE => "STRING_PIECE",
            value => features::word(Feature::CppString, value),
        };
        let place = |of: Of<'i, 'a>| {
            let ctype = of.field.setting(SettingKind::Ctype);
            let ctype = ctype.map_or(Spot::NONE, |set| set.at);
            let feature = of.field.features.at(Feature::CppString);
            ctype.or(feature).or(of.field.at)
        };
        let change = [("from", word(from)), ("to", word(to))];
        let places = (place(new), place(old));
        let rule = "FIELD_SAME_CPP_STRING_TYPE";
        self.say_field(rule, (old, new), places, &change);
    }
}
