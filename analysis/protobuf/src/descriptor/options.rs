//! Options as descriptors.

use super::file::Decoder;
use super::wire::{Broken, Value};
use crate::features::{Feature, Features, KNOWN, Set};
use crate::model::{Enum, Field, Message, Method, Setting, SettingKind, Spot};

/// Options of files by their numbers.
const FILE: [(u32, &str); 17] = [
    (1, "java_package"),
    (8, "java_outer_classname"),
    (9, "optimize_for"),
    (10, "java_multiple_files"),
    (11, "go_package"),
    (16, "cc_generic_services"),
    (17, "java_generic_services"),
    (18, "py_generic_services"),
    (27, "java_string_check_utf8"),
    (31, "cc_enable_arenas"),
    (36, "objc_class_prefix"),
    (37, "csharp_namespace"),
    (39, "swift_prefix"),
    (40, "php_class_prefix"),
    (41, "php_namespace"),
    (44, "php_metadata_namespace"),
    (45, "ruby_package"),
];

/// Options of fields by their numbers, with the names of their values.
const FIELD: [(u32, SettingKind, [&str; 3]); 2] = [
    (1, SettingKind::Ctype, ["STRING", "CORD", "STRING_PIECE"]),
    (
        6,
        SettingKind::Jstype,
        ["JS_NORMAL", "JS_STRING", "JS_NUMBER"],
    ),
];

pub(super) fn file(decoder: &mut Decoder<'_, '_>, value: Value<'_>) -> Result<(), Broken> {
    for one in value.message()? {
        let (number, value) = one?;
        if number == 50 {
            let mut set = std::mem::take(&mut decoder.file.features);
            features(decoder, value, &[8, 50], &mut set)?;
            decoder.file.features = set;
            continue;
        }
        let Some((_, name)) = FILE.iter().find(|(known, _)| *known == number) else {
            continue;
        };
        let value = match (*name, value) {
            (_, Value::Bytes(_)) => value.text()?.to_owned(),
            ("optimize_for", _) => match value.int() {
                2 => "CODE_SIZE".to_owned(),
                3 => "LITE_RUNTIME".to_owned(),
                _ => "SPEED".to_owned(),
            },
            _ => value.flag().to_string(),
        };
        let at = decoder.places.spot(&[8, number]);
        decoder.file.options.insert(name, (value, at));
    }
    Ok(())
}

pub(super) fn message(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    message: &mut Message,
) -> Result<(), Broken> {
    for one in value.message()? {
        match one? {
            (1, value) => message.message_set = value.flag(),
            (2, value) => {
                message.no_accessor = value.flag();
                message.no_accessor_at = decoder.places.spot(&[7, 2]);
            }
            (7, value) => message.map_entry = value.flag(),
            (12, value) => features(decoder, value, &[7, 12], &mut message.features)?,
            _ => {}
        }
    }
    Ok(())
}

pub(super) fn field(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    field: &mut Field,
) -> Result<(), Broken> {
    for one in value.message()? {
        let (number, value) = one?;
        if number == 21 {
            features(decoder, value, &[8, 21], &mut field.features)?;
        }
        let mut known = FIELD.iter();
        let Some((_, kind, words)) = known.find(|(known, _, _)| *known == number) else {
            continue;
        };
        let kind = *kind;
        let at = usize::try_from(value.int()).ok();
        let word = at.and_then(|at| words.get(at)).copied();
        field.settings.push(Setting {
            kind,
            value: word.unwrap_or_default().into(),
            at: decoder.places.spot(&[8, number]),
        });
    }
    Ok(())
}

pub(super) fn enumeration(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    found: &mut Enum,
) -> Result<(), Broken> {
    for one in value.message()? {
        match one? {
            (2, value) => found.allow_alias = value.flag(),
            (7, value) => features(decoder, value, &[3, 7], &mut found.features)?,
            _ => {}
        }
    }
    Ok(())
}

pub(super) fn method(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    method: &mut Method,
) -> Result<(), Broken> {
    for one in value.message()? {
        if let (34, value) = one? {
            let word = match value.int() {
                1 => "NO_SIDE_EFFECTS",
                2 => "IDEMPOTENT",
                _ => "IDEMPOTENCY_UNKNOWN",
            };
            method.idempotency = Some(word.into());
            method.idempotency_at = decoder.places.spot(&[4, 34]);
        }
    }
    Ok(())
}

/// Features at a path.
fn features(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    path: &[u32],
    features: &mut Features,
) -> Result<(), Broken> {
    let length = decoder.places.enter(path);
    several(decoder, &[], Feature::Several, features);
    for one in value.message()? {
        let (number, value) = one?;
        let within = match number {
            1000 => "pb.cpp",
            1001 => "pb.java",
            _ => "",
        };
        if within.is_empty() {
            set(decoder, within, &[number], number, value, features);
            continue;
        }
        let language = match within {
            "pb.java" => Feature::SeveralJava,
            _ => Feature::SeveralCpp,
        };
        several(decoder, &[number], language, features);
        for one in value.message()? {
            let (inner, value) = one?;
            set(decoder, within, &[number, inner], inner, value, features);
        }
    }
    decoder.places.leave(length);
    Ok(())
}

/// Keeps where several are set at once, if they are.
fn several(decoder: &mut Decoder<'_, '_>, path: &[u32], feature: Feature, features: &mut Features) {
    let at = decoder.places.spot(path);
    if at != Spot::NONE {
        let value = 0;
        features.0.push(Set { feature, value, at });
    }
}

fn set(
    decoder: &mut Decoder<'_, '_>,
    within: &str,
    path: &[u32],
    number: u32,
    value: Value<'_>,
    features: &mut Features,
) {
    let mut known = KNOWN.iter();
    let found = known.find(|known| known.number == number && known.within == within);
    if let Some(feature) = found.and_then(|known| known.feature) {
        features.0.push(Set {
            feature,
            value: u8::try_from(value.int()).unwrap_or_default(),
            at: decoder.places.spot(path),
        });
    }
}
