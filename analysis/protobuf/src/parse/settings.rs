//! Options, as far as rules look at them; others have at least to exist.

mod known;

use super::literal::{Option as Setting, Part, Value};
use super::{Parsed, Parser, Stop};
use crate::features::{Feature, Features, KNOWN, Set};
use crate::mistakes::OPTION;
use crate::model::{
    Default, Enum, Field, Message, Method, Setting as Kept, SettingKind, Spot, Type,
};
use known::{FILE, FILE_ENUMS, Shape};

impl Value {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    fn flag(&self) -> Option<bool> {
        match self.word()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl Setting {
    /// Its name, if it has one part that is no extension.
    fn simple(&self) -> Option<&str> {
        match self.name.as_slice() {
            [only] if !only.custom => Some(&only.name),
            _ => None,
        }
    }

    /// What follows `features` in its name, if it begins so.
    fn of_features(&self) -> Option<&[Part]> {
        let (first, rest) = self.name.split_first()?;
        (&*first.name == "features" && !first.custom).then_some(rest)
    }
}

impl Parser<'_> {
    fn refuse<T>(&mut self, at: Spot, what: &str) -> Parsed<T> {
        self.work.at(&self.file, at, &OPTION, &[("what", what)]);
        Err(Stop)
    }

    /// Whether it is one of those that exist and that no rule looks at.
    fn other(&mut self, setting: &Setting, known: &[&str], of: &str) -> Parsed<()> {
        let Some(first) = setting.name.first() else {
            return Ok(());
        };
        if first.custom || known.contains(&&*first.name) {
            return Ok(());
        }
        let what = format!("there is no option `{}` of {of}", first.name);
        self.refuse(setting.name_at, &what)
    }

    fn value_refused<T>(&mut self, setting: &Setting, what: &str) -> Parsed<T> {
        self.refuse(setting.value_at, &format!("the value has to be {what}"))
    }

    pub(super) fn set_file(&mut self, setting: &Setting) -> Parsed<()> {
        if let Some(path) = setting.of_features() {
            let mut features = std::mem::take(&mut self.file.features);
            let set = self.set_features(&mut features, path, setting);
            self.file.features = features;
            return set;
        }
        let found = setting.simple().and_then(|name| {
            let mut known = FILE.iter();
            known.find(|(known, _)| *known == name)
        });
        let Some((name, shape)) = found else {
            return self.other(setting, known::OTHER_OF_FILE, "a file");
        };
        let value = match (shape, &setting.value) {
            (Shape::Text, Value::Text(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            (Shape::Flag, value) => match value.flag() {
                Some(flag) => flag.to_string(),
                None => return self.value_refused(setting, "true or false"),
            },
            (Shape::Mode, Value::Word(word)) if FILE_ENUMS.contains(&word.as_str()) => word.clone(),
            (Shape::Text, _) => return self.value_refused(setting, "a string"),
            (Shape::Mode, _) => return self.value_refused(setting, &FILE_ENUMS.join(", ")),
        };
        match self.file.options.insert(name, (value, setting.at)) {
            None => Ok(()),
            Some(_) => self.refuse(setting.name_at, &format!("`{name}` is set twice")),
        }
    }

    pub(super) fn set_message(&mut self, message: &mut Message, setting: &Setting) -> Parsed<()> {
        if let Some(path) = setting.of_features() {
            return self.set_features(&mut message.features, path, setting);
        }
        let flag = setting.value.flag();
        match (setting.simple(), flag) {
            (Some("message_set_wire_format"), Some(flag)) => message.message_set = flag,
            (Some("no_standard_descriptor_accessor"), Some(flag)) => {
                message.no_accessor = flag;
                message.no_accessor_at = setting.at;
            }
            (Some("message_set_wire_format" | "no_standard_descriptor_accessor"), None) => {
                return self.value_refused(setting, "true or false");
            }
            (Some("map_entry"), _) => {
                return self.refuse(setting.name_at, "write `map<…>` instead of `map_entry`");
            }
            _ => return self.other(setting, known::OTHER_OF_MESSAGE, "a message"),
        }
        Ok(())
    }

    pub(super) fn set_field(&mut self, field: &mut Field, setting: &Setting) -> Parsed<()> {
        if let Some(path) = setting.of_features() {
            return self.set_features(&mut field.features, path, setting);
        }
        let (kind, value) = match setting.simple() {
            Some("default") => {
                field.default = Some(Box::new(self.default(field.kind, setting)?));
                (SettingKind::Default, "")
            }
            Some("json_name") => {
                let Value::Text(bytes) = &setting.value else {
                    return self.value_refused(setting, "a string");
                };
                field.json_name = Some(String::from_utf8_lossy(bytes).into());
                (SettingKind::JsonName, "")
            }
            Some("ctype") => match setting.value.word() {
                Some(word @ ("STRING" | "CORD" | "STRING_PIECE")) => (SettingKind::Ctype, word),
                _ => return self.value_refused(setting, "STRING, CORD or STRING_PIECE"),
            },
            Some("jstype") => match setting.value.word() {
                Some(word @ ("JS_NORMAL" | "JS_STRING" | "JS_NUMBER")) => {
                    (SettingKind::Jstype, word)
                }
                _ => return self.value_refused(setting, "JS_NORMAL, JS_STRING or JS_NUMBER"),
            },
            _ => return self.other(setting, known::OTHER_OF_FIELD, "a field"),
        };
        if field.setting(kind).is_some() {
            return self.refuse(setting.name_at, "this option is set twice");
        }
        field.settings.push(Kept {
            kind,
            value: value.into(),
            at: setting.at,
        });
        Ok(())
    }

    fn default(&mut self, kind: Type, setting: &Setting) -> Parsed<Default> {
        match (&setting.value, kind) {
            (Value::Text(bytes), Type::String | Type::Bytes) => Ok(Default::Text(bytes.clone())),
            (_, Type::String | Type::Bytes) => self.value_refused(setting, "a string"),
            (Value::Word(word), _) => Ok(Default::Word(word.clone())),
            (Value::Number(number), _) => Ok(Default::Word(decimal(number))),
            _ => self.value_refused(setting, "a number or a name"),
        }
    }

    pub(super) fn set_oneof(&mut self, setting: &Setting) -> Parsed<()> {
        self.other(setting, &["features"], "a oneof")
    }

    pub(super) fn set_enum(&mut self, found: &mut Enum, setting: &Setting) -> Parsed<()> {
        if let Some(path) = setting.of_features() {
            return self.set_features(&mut found.features, path, setting);
        }
        match (setting.simple(), setting.value.flag()) {
            (Some("allow_alias"), Some(flag)) => found.allow_alias = flag,
            _ => return self.other(setting, known::OTHER_OF_ENUM, "an enum"),
        }
        Ok(())
    }

    pub(super) fn set_value(&mut self, setting: &Setting) -> Parsed<()> {
        self.other(setting, known::OTHER_OF_VALUE, "a value of an enum")
    }

    pub(super) fn set_range(&mut self, setting: &Setting) -> Parsed<()> {
        self.other(setting, known::OTHER_OF_RANGE, "numbers for extensions")
    }

    pub(super) fn set_service(&mut self, setting: &Setting) -> Parsed<()> {
        self.other(setting, &["features", "deprecated"], "a service")
    }

    pub(super) fn set_method(&mut self, method: &mut Method, setting: &Setting) -> Parsed<()> {
        if setting.simple() != Some("idempotency_level") {
            return self.other(setting, &["features", "deprecated"], "a method");
        }
        match setting.value.word() {
            Some(word @ ("IDEMPOTENCY_UNKNOWN" | "NO_SIDE_EFFECTS" | "IDEMPOTENT")) => {
                method.idempotency = Some(word.into());
                method.idempotency_at = setting.at;
                Ok(())
            }
            _ => self.value_refused(setting, "NO_SIDE_EFFECTS or IDEMPOTENT"),
        }
    }

    fn set_features(
        &mut self,
        features: &mut Features,
        path: &[Part],
        setting: &Setting,
    ) -> Parsed<()> {
        if !self.syntax().is_edition() {
            return self.refuse(setting.name_at, "only editions have features");
        }
        if path.is_empty() && !features.0.is_empty() {
            return self.refuse(setting.name_at, "features are set once more");
        }
        let mut within = Within {
            language: "",
            at: setting.at,
            setting,
        };
        if path.is_empty() {
            within.at = setting.inner_at;
        }
        self.set_feature(features, within, path, &setting.value)
    }

    /// Sets what a path says: the rest of a name, or of the names within a message.
    fn set_feature(
        &mut self,
        features: &mut Features,
        mut within: Within<'_>,
        path: &[Part],
        value: &Value,
    ) -> Parsed<()> {
        let Some((first, rest)) = path.split_first() else {
            return self.set_several(features, within, value);
        };
        if !first.custom {
            return self.set_known(features, within, &first.name, value);
        }
        within.language = match first.name.trim_start_matches('.') {
            "pb.cpp" => "pb.cpp",
            "pb.java" => "pb.java",
            // Features of other languages: no rule looks at them.
            _ => return Ok(()),
        };
        if rest.is_empty() && within.at == within.setting.at {
            within.at = within.setting.inner_at;
        }
        self.set_feature(features, within, rest, value)
    }

    fn set_several(
        &mut self,
        features: &mut Features,
        within: Within<'_>,
        value: &Value,
    ) -> Parsed<()> {
        let Value::Message(fields) = value else {
            return self.value_refused(within.setting, "a message");
        };
        features.0.push(Set {
            feature: match within.language {
                "pb.cpp" => Feature::SeveralCpp,
                "pb.java" => Feature::SeveralJava,
                _ => Feature::Several,
            },
            value: 0,
            at: within.at,
        });
        for (part, value, at) in fields {
            let path = std::slice::from_ref(part);
            let within = Within { at: *at, ..within };
            self.set_feature(features, within, path, value)?;
        }
        Ok(())
    }

    fn set_known(
        &mut self,
        features: &mut Features,
        within: Within<'_>,
        name: &str,
        value: &Value,
    ) -> Parsed<()> {
        let Within {
            language,
            at,
            setting,
        } = within;
        let mut known = KNOWN.iter();
        let found = known.find(|known| known.name == name && known.within == language);
        let Some(found) = found else {
            return match !language.is_empty() || known::OTHER_FEATURES.contains(&name) {
                true => Ok(()),
                false => self.refuse(setting.name_at, &format!("there is no feature `{name}`")),
            };
        };
        let word = value.word().unwrap_or_default();
        let Some((_, number)) = found.values.iter().find(|(known, _)| *known == word) else {
            let names: Vec<_> = found.values.iter().map(|(name, _)| *name).collect();
            return self.value_refused(setting, &names.join(" or "));
        };
        if let Some(feature) = found.feature {
            if features.0.iter().any(|set| set.feature == feature) {
                return self.refuse(setting.name_at, "this feature is set twice");
            }
            let value = *number;
            features.0.push(Set { feature, value, at });
        }
        Ok(())
    }
}

/// What is being set: in which language, where, and by which option.
#[derive(Clone, Copy)]
struct Within<'s> {
    language: &'static str,
    at: Spot,
    setting: &'s Setting,
}

/// A number as descriptors write it: whole ones in decimal, others as they are.
fn decimal(written: &str) -> String {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", written),
    };
    match crate::lex::number(digits) {
        Some(value) => format!("{sign}{value}"),
        None => written.to_owned(),
    }
}
