//! Messages, enums and services as descriptors.

use super::fields::field;
use super::file::{Decoder, next};
use super::options;
use super::wire::{Broken, Reader, Value};
use crate::features::Features;
use crate::mistakes::TOO_DEEP;
use crate::model::{Enum, Message, Method, Oneof, Range, Service, Spot, Type, Value as EnumValue};
use crate::parse::DEPTH;

/// Reads a message at a path.
pub(super) fn message(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    path: &[u32],
    messages: &mut Vec<Message>,
) -> Result<(), Broken> {
    let reader = value.message()?;
    decoder.work.declare(&decoder.file);
    if decoder.depth >= DEPTH {
        let limit = DEPTH.to_string();
        let words = [("limit", limit.as_str())];
        decoder
            .work
            .at(&decoder.file, Spot::NONE, &TOO_DEEP, &words);
        return Ok(());
    }
    decoder.depth += 1;
    let length = decoder.places.enter(path);
    let read = body(decoder, reader);
    decoder.places.leave(length);
    decoder.depth -= 1;
    messages.push(read?);
    Ok(())
}

fn body(decoder: &mut Decoder<'_, '_>, reader: Reader<'_>) -> Result<Message, Broken> {
    let mut message = Message::new("".into(), decoder.places.spot(&[1]));
    message.at = decoder.places.spot(&[]);
    let (mut fields, mut nested, mut enums, mut extensions, mut oneofs) = (0, 0, 0, 0, 0);
    for one in reader {
        let (number, value) = one?;
        if decoder.work.enough() {
            break;
        }
        let scope = &mut message.scope;
        match number {
            1 => message.name = value.text()?.into(),
            2 => field(decoder, value, &[2, next(&mut fields)], &mut message.fields)?,
            3 => self::message(decoder, value, &[3, next(&mut nested)], &mut scope.messages)?,
            4 => enumeration(decoder, value, &[4, next(&mut enums)], &mut scope.enums)?,
            5 => message.extension_ranges.push(range(decoder, value, 1)?),
            6 => {
                let path = [6, next(&mut extensions)];
                field(decoder, value, &path, &mut scope.extensions)?;
            }
            7 => options::message(decoder, value, &mut message)?,
            8 => message.oneofs.push(Oneof {
                name: name(value)?,
                at: decoder.places.spot(&[8, next(&mut oneofs)]),
            }),
            9 => message.reserved.push(range(decoder, value, 1)?),
            10 => message
                .reserved_names
                .push((value.text()?.into(), Spot::NONE)),
            _ => {}
        }
    }
    only_real(&mut message);
    entries(&mut message);
    Ok(message)
}

/// Takes out oneofs that only stand for `optional`.
fn only_real(message: &mut Message) {
    let mut synthetic = vec![false; message.oneofs.len()];
    for field in &mut message.fields {
        if field.proto3_optional
            && let Some(at) = field.oneof.take()
            && let Some(mark) = synthetic.get_mut(at)
        {
            *mark = true;
        }
    }
    // They come last, so that the numbers of the others stay.
    let mut marks = synthetic.into_iter();
    message.oneofs.retain(|_| !marks.next().unwrap_or(false));
}

/// What stands for a map has no place of its own: it is where the map is.
fn entries(message: &mut Message) {
    for entry in &mut message.scope.messages {
        if !entry.map_entry || entry.at != Spot::NONE {
            continue;
        }
        let mut fields = message.fields.iter();
        let map = fields.find(|field| {
            let last = field.type_name.rsplit('.').next();
            field.kind == Type::Message && last == Some(&entry.name)
        });
        let Some(map) = map else { continue };
        entry.at = map.type_at;
        for part in &mut entry.fields {
            (part.at, part.name_at, part.type_at) = (map.type_at, map.type_at, map.type_at);
        }
    }
}

/// A range of numbers, of which the end is that many beyond the last one.
fn range(decoder: &mut Decoder<'_, '_>, value: Value<'_>, beyond: i64) -> Result<Range, Broken> {
    decoder.work.declare(&decoder.file);
    let mut range = Range { start: 0, end: 0 };
    for field in value.message()? {
        match field? {
            (1, value) => range.start = value.int(),
            (2, value) => range.end = value.int(),
            _ => {}
        }
    }
    range.end -= beyond;
    Ok(range)
}

fn name(value: Value<'_>) -> Result<Box<str>, Broken> {
    let mut name = "".into();
    for field in value.message()? {
        if let (1, value) = field? {
            name = value.text()?.into();
        }
    }
    Ok(name)
}

/// Reads an enum at a path.
pub(super) fn enumeration(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    path: &[u32],
    enums: &mut Vec<Enum>,
) -> Result<(), Broken> {
    decoder.work.declare(&decoder.file);
    let length = decoder.places.enter(path);
    let mut found = Enum {
        name: "".into(),
        at: decoder.places.spot(&[]),
        values: Vec::new(),
        allow_alias: false,
        reserved: Vec::new(),
        reserved_names: Vec::new(),
        features: Features::default(),
    };
    let mut values = 0;
    for one in value.message()? {
        let (number, value) = one?;
        match number {
            1 => found.name = value.text()?.into(),
            2 => {
                let at = next(&mut values);
                found.values.push(enum_value(decoder, value, at)?);
            }
            3 => options::enumeration(decoder, value, &mut found)?,
            4 => found.reserved.push(range(decoder, value, 0)?),
            5 => found
                .reserved_names
                .push((value.text()?.into(), Spot::NONE)),
            _ => {}
        }
    }
    decoder.places.leave(length);
    enums.push(found);
    Ok(())
}

fn enum_value(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    at: u32,
) -> Result<EnumValue, Broken> {
    decoder.work.declare(&decoder.file);
    let mut found = EnumValue {
        name: "".into(),
        number: 0,
        at: decoder.places.spot(&[2, at]),
        number_at: decoder.places.spot(&[2, at, 2]),
    };
    for field in value.message()? {
        match field? {
            (1, value) => found.name = value.text()?.into(),
            (2, value) => found.number = value.int(),
            _ => {}
        }
    }
    Ok(found)
}

/// Reads a service at a path.
pub(super) fn service(
    decoder: &mut Decoder<'_, '_>,
    value: Value<'_>,
    path: &[u32],
    services: &mut Vec<Service>,
) -> Result<(), Broken> {
    decoder.work.declare(&decoder.file);
    let length = decoder.places.enter(path);
    let mut service = Service {
        name: "".into(),
        at: decoder.places.spot(&[]),
        methods: Vec::new(),
    };
    let mut methods = 0;
    for one in value.message()? {
        match one? {
            (1, value) => service.name = value.text()?.into(),
            (2, value) => {
                let length = decoder.places.enter(&[2, next(&mut methods)]);
                service.methods.push(method(decoder, value)?);
                decoder.places.leave(length);
            }
            _ => {}
        }
    }
    decoder.places.leave(length);
    services.push(service);
    Ok(())
}

fn method(decoder: &mut Decoder<'_, '_>, value: Value<'_>) -> Result<Method, Broken> {
    decoder.work.declare(&decoder.file);
    let mut method = Method {
        name: "".into(),
        at: decoder.places.spot(&[]),
        input: "".into(),
        input_at: decoder.places.spot(&[2]),
        output: "".into(),
        output_at: decoder.places.spot(&[3]),
        client_streaming: false,
        server_streaming: false,
        idempotency: None,
        idempotency_at: Spot::NONE,
    };
    for one in value.message()? {
        match one? {
            (1, value) => method.name = value.text()?.into(),
            (2, value) => method.input = value.text()?.trim_start_matches('.').into(),
            (3, value) => method.output = value.text()?.trim_start_matches('.').into(),
            (4, value) => options::method(decoder, value, &mut method)?,
            (5, value) => method.client_streaming = value.flag(),
            (6, value) => method.server_streaming = value.flag(),
            _ => {}
        }
    }
    Ok(method)
}
