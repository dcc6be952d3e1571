//! Fields and extensions as descriptors.

use super::file::Decoder;
use super::options;
use super::wire::{Broken, Value};
use crate::lex::text;
use crate::model::{Default, Field, Label, Setting, SettingKind, Spot, TYPES, Type};

/// Reads a field at a path.
pub(super) fn field(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    path: &[u32],
    fields: &mut Vec<Field>,
) -> Result<(), Broken> {
    decoder.work.declare(&decoder.file);
    let length = decoder.places.enter(path);
    let mut field = Field::new("".into(), 0, Type::Message);
    field.at = decoder.places.spot(&[]);
    field.name_at = decoder.places.spot(&[1]);
    let mut default = None;
    for one in value.message()? {
        let (number, value) = one?;
        match number {
            1 => field.name = value.text()?.into(),
            2 => field.extendee = value.text()?.trim_start_matches('.').into(),
            3 => field.number = value.int(),
            4 => {
                field.label = match value.int() {
                    2 => Label::Required,
                    3 => Label::Repeated,
                    _ => Label::Optional,
                }
            }
            5 => field.kind = kind(value)?,
            6 => field.type_name = value.text()?.trim_start_matches('.').into(),
            7 => default = Some(value),
            8 => options::field(decoder, value, &mut field)?,
            9 => field.oneof = usize::try_from(value.int()).ok(),
            10 => field.json_name = Some(value.text()?.into()),
            17 => field.proto3_optional = value.flag(),
            _ => {}
        }
    }
    place(decoder, &mut field);
    if let Some(default) = default {
        field.default = Some(Box::new(self::default(field.kind, default)?));
    }
    decoder.places.leave(length);
    fields.push(field);
    Ok(())
}

/// Where its type and what is set stand.
fn place(decoder: &mut Decoder<'_, '_>, field: &mut Field) {
    let part = if field.type_name.is_empty() { 5 } else { 6 };
    field.type_at = decoder.places.spot(&[part]);
    for (kind, part) in [(SettingKind::Default, 7), (SettingKind::JsonName, 10)] {
        let at = decoder.places.spot(&[part]);
        if at != Spot::NONE {
            let value = "".into();
            field.settings.push(Setting { kind, value, at });
        }
    }
}

fn kind(value: Value<'_>) -> Result<Type, Broken> {
    let at = usize::try_from(value.int() - 1).ok();
    let found = at.and_then(|at| TYPES.get(at));
    { found.map(|(_, kind)| *kind) }.ok_or(Broken("a field is of a type that does not exist"))
}

fn default(kind: Type, value: Value<'_>) -> Result<Default, Broken> {
    Ok(match (kind, value) {
        (Type::String, Value::Bytes(bytes)) => Default::Text(bytes.to_vec()),
        (Type::Bytes, Value::Bytes(bytes)) => {
            Default::Text(text(bytes).ok_or(Broken("a default has an escape without meaning"))?)
        }
        _ => Default::Word(value.text()?.to_owned()),
    })
}
