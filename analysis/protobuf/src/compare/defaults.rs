//! What a field is when nothing was sent.

use super::Pair;
use super::fields::Of;
use crate::index::Index;
use crate::model::{Default, Label, SettingKind, Type};

/// What a field is when nothing was sent, as far as two of them can be compared.
#[derive(Debug, Clone, PartialEq)]
enum Worth<'a> {
    Text(&'a [u8]),
    Whole(i128),
    Float(f32),
    Double(f64),
}

impl Worth<'_> {
    fn is_zero(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Whole(value) => *value == 0,
            Self::Float(value) => *value == 0.0,
            Self::Double(value) => *value == 0.0,
        }
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Text(_), _) | (_, Self::Text(_)) => false,
            (Self::Whole(one), Self::Whole(other)) => one == other,
            (Self::Float(one), Self::Double(other)) | (Self::Double(other), Self::Float(one)) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "the wider one is compared as the narrower one"
                )]
                let other = *other as f32;
                alike(f64::from(*one), f64::from(other))
            }
            (Self::Whole(whole), number) | (number, Self::Whole(whole)) => number
                .number()
                .is_some_and(|number| is_whole(number, *whole)),
            (one, other) => match (one.number(), other.number()) {
                (Some(one), Some(other)) => alike(one, other),
                _ => false,
            },
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(f64::from(*value)),
            Self::Double(value) => Some(*value),
            _ => None,
        }
    }

    fn shown(&self) -> String {
        const LONG: usize = 60;
        match self {
            Self::Text(text) => {
                let text = String::from_utf8_lossy(text);
                let short: String = text.chars().take(LONG).collect();
                format!(
                    "`\"{}\"`",
                    short.escape_debug().to_string().replace('`', "'")
                )
            }
            Self::Whole(value) => format!("`{value}`"),
            Self::Float(value) => format!("`{value}`"),
            Self::Double(value) => format!("`{value}`"),
        }
    }
}

/// The same number, or no number both times.
fn alike(one: f64, other: f64) -> bool {
    one == other || (one.is_nan() && other.is_nan())
}

fn is_whole(number: f64, whole: i128) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a number without a fraction below 2^100 fits"
    )]
    let value = number as i128;
    number.is_finite() && number.fract() == 0.0 && number.abs() < 1e30 && value == whole
}

/// What a field is when nothing was sent; none if it can have no default.
fn worth<'a>(index: &Index<'a>, of: Of<'_, 'a>) -> Option<Worth<'a>> {
    let field = of.field;
    if field.label == Label::Repeated {
        return None;
    }
    let set = match field.default.as_deref() {
        Some(Default::Text(text)) => return Some(Worth::Text(text)),
        Some(Default::Word(word)) => Some(word.as_str()),
        None => None,
    };
    match field.kind {
        Type::Message | Type::Group | Type::Named => None,
        Type::String | Type::Bytes => Some(Worth::Text(set.unwrap_or_default().as_bytes())),
        Type::Bool => Some(Worth::Whole(i128::from(set == Some("true")))),
        Type::Float => Some(Worth::Float(
            set.map_or(0.0, |word| word.parse().unwrap_or(f32::NAN)),
        )),
        Type::Double => Some(Worth::Double(
            set.map_or(0.0, |word| word.parse().unwrap_or(f64::NAN)),
        )),
        Type::Enum => value(index, of, set),
        _ => Some(Worth::Whole(set.map_or(Some(0), |word| word.parse().ok())?)),
    }
}

/// The number of a value, or of the first one.
fn value<'a>(index: &Index<'a>, of: Of<'_, 'a>, set: Option<&str>) -> Option<Worth<'a>> {
    let values = &index.enums.get(&of.field.type_name)?.item.values;
    let value = match set {
        Some(name) => values.iter().find(|value| *value.name == *name),
        None => values.first(),
    };
    Some(Worth::Whole(i128::from(value?.number)))
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn default(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        let rule = "FIELD_SAME_DEFAULT";
        if !self.reporter.asks(&[rule]) {
            return;
        }
        let (Some(from), Some(to)) = (worth(self.old, old), worth(self.new, new)) else {
            return;
        };
        if (from.is_zero() && to.is_zero()) || from.same(&to) {
            return;
        }
        let kind = SettingKind::Default;
        let places = (new.field.setting_at(kind), old.field.setting_at(kind));
        let (from, to) = (from.shown(), to.shown());
        let change = [("from", from.as_str()), ("to", to.as_str())];
        self.say_field(rule, (old, new), places, &change);
    }
}
