//! Contracts out of thin air, and changes of them.

use super::{Dice, Enum, Field, Message, Method, Proto, Service, Syntax};

const SCALARS: [&str; 15] = [
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32",
    "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes",
];
const KEYS: [&str; 5] = ["int32", "string", "bool", "uint64", "sfixed32"];
const NAMES: [&str; 6] = ["Alpha", "Beta", "Gamma", "Delta", "Eps_ilon", "Zeta"];
const TEXTS: [&str; 12] = [
    "csharp_namespace",
    "go_package",
    "java_outer_classname",
    "java_package",
    "objc_class_prefix",
    "php_class_prefix",
    "php_metadata_namespace",
    "php_namespace",
    "ruby_package",
    "swift_prefix",
    "java_package",
    "go_package",
];
const FLAGS: [&str; 6] = [
    "cc_enable_arenas",
    "cc_generic_services",
    "java_generic_services",
    "java_multiple_files",
    "py_generic_services",
    "java_string_check_utf8",
];
const SYNTAXES: [Syntax; 4] = [Syntax::Two, Syntax::Three, Syntax::E23, Syntax::E24];

pub(super) fn contract(dice: &mut Dice, number: usize) -> Vec<Proto> {
    let syntax = dice.pick(&SYNTAXES);
    ["a.proto", "b.proto"]
        .map(|name| {
            let other = dice.one_in(4);
            let mut file = Proto {
                name,
                syntax: if other { dice.pick(&SYNTAXES) } else { syntax },
                package: format!("p{number}.v1"),
                options: Vec::new(),
                features: Vec::new(),
                messages: Vec::new(),
                enums: Vec::new(),
                services: Vec::new(),
                gone: false,
            };
            let letter = &name[..1].to_uppercase();
            let count = 1 + dice.below(3);
            for one in &NAMES[..count] {
                file.messages
                    .push(message(dice, &format!("{one}{letter}"), 0));
            }
            for at in 0..dice.below(3) {
                file.enums
                    .push(enumeration(dice, &format!("Kind{at}{letter}")));
            }
            if dice.one_in(2) {
                file.services.push(service(dice, &format!("Calls{letter}")));
            }
            for _ in 0..dice.below(3) {
                option(dice, &mut file);
            }
            if dice.one_in(5) {
                file_feature(dice, &mut file);
            }
            file
        })
        .to_vec()
}

fn option(dice: &mut Dice, file: &mut Proto) {
    let (name, value) = match dice.below(5) {
        0 | 1 => (dice.pick(&FLAGS), dice.pick(&["true", "false"]).to_owned()),
        2 => (
            "optimize_for",
            dice.pick(&["SPEED", "CODE_SIZE", "LITE_RUNTIME"])
                .to_owned(),
        ),
        _ => (dice.pick(&TEXTS), format!("\"x{}\"", dice.below(3))),
    };
    file.options.retain(|(known, _)| *known != name);
    file.options.push((name, value));
}

fn file_feature(dice: &mut Dice, file: &mut Proto) {
    let feature = dice.pick(&[
        "field_presence = IMPLICIT",
        "enum_type = CLOSED",
        "utf8_validation = NONE",
        "message_encoding = DELIMITED",
        "json_format = LEGACY_BEST_EFFORT",
        "(pb.cpp).string_type = CORD",
        "(pb.java).utf8_validation = VERIFY",
    ]);
    file.features = vec![feature.to_owned()];
}

fn message(dice: &mut Dice, name: &str, depth: usize) -> Message {
    let mut message = Message {
        name: name.to_owned(),
        fields: Vec::new(),
        nested: Vec::new(),
        enums: Vec::new(),
        reserved: Vec::new(),
        names: Vec::new(),
        open: Vec::new(),
        accessor: dice.one_in(9),
        json: None,
        extensions: Vec::new(),
    };
    for at in 0..1 + dice.below(6) {
        message.fields.push(field(dice, at as i64 + 1));
    }
    for at in 0..dice.below(3) {
        let start = 20 + 10 * at as i64;
        message.reserved.push((start, start + dice.below(9) as i64));
        message.names.push(format!("old_{at}"));
    }
    if dice.one_in(4) {
        message.open.push((100, 150 + dice.below(100) as i64));
        message.open.push((400, dice.pick(&[499, 536_870_911])));
    }
    if depth < 2 {
        for at in 0..dice.below(2) {
            let name = format!("In{at}{depth}");
            message.nested.push(message_in(dice, &name, depth + 1));
        }
        if dice.one_in(3) {
            message.enums.push(enumeration(dice, "Inner"));
        }
    }
    if dice.one_in(4) {
        let number = 100 + dice.below(20) as i64;
        message.extensions.push(field(dice, number));
    }
    message
}

fn message_in(dice: &mut Dice, name: &str, depth: usize) -> Message {
    message(dice, name, depth)
}

fn kind(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => format!("{}{}", dice.pick(&NAMES), dice.pick(&["A", "B"])),
        1 => format!("Kind{}{}", dice.below(2), dice.pick(&["A", "B"])),
        _ => dice.pick(&SCALARS).to_owned(),
    }
}

fn field(dice: &mut Dice, number: i64) -> Field {
    Field {
        name: format!("f{number}_{}", dice.pick(&["name", "x_y", "Zed"])),
        number,
        label: dice.pick(&[0, 0, 0, 1, 1, 2, 3, 3, 4]),
        kind: kind(dice),
        key: dice.pick(&KEYS),
        oneof: dice.one_in(5).then(|| dice.below(2)),
        default: dice.one_in(5).then(|| dice.below(3)),
        json_name: dice.one_in(8).then(|| format!("j{number}")),
        jstype: dice
            .one_in(5)
            .then(|| dice.pick(&["JS_STRING", "JS_NUMBER"])),
        ctype: dice
            .one_in(6)
            .then(|| dice.pick(&["CORD", "STRING_PIECE", "STRING"])),
        utf8: dice.one_in(6).then(|| dice.pick(&["NONE", "VERIFY"])),
        presence: dice.one_in(4).then(|| dice.pick(&["IMPLICIT", "EXPLICIT"])),
        delimited: dice.one_in(4),
        cpp: dice
            .one_in(8)
            .then(|| dice.pick(&["VIEW", "CORD", "STRING"])),
        java: dice.one_in(8).then(|| dice.pick(&["VERIFY", "DEFAULT"])),
    }
}

fn enumeration(dice: &mut Dice, name: &str) -> Enum {
    let small = name.to_uppercase();
    let mut values = vec![(format!("{small}_NONE"), 0)];
    for at in 1..1 + dice.below(4) {
        let number = if dice.one_in(5) {
            at as i64 - 1
        } else {
            at as i64
        };
        values.push((format!("{small}_V{at}"), number));
    }
    Enum {
        name: name.to_owned(),
        values,
        reserved: { 0..dice.below(2) }
            .map(|at| (50 + at as i64 * 10, 55 + at as i64 * 10))
            .collect(),
        names: { 0..dice.below(2) }
            .map(|at| format!("{small}_OLD{at}"))
            .collect(),
        kind: dice.one_in(5).then(|| dice.pick(&["OPEN", "CLOSED"])),
        json: dice.one_in(6).then_some("LEGACY_BEST_EFFORT"),
    }
}

fn service(dice: &mut Dice, name: &str) -> Service {
    let methods = 0..1 + dice.below(3);
    let name_of = |dice: &mut Dice| format!("{}{}", dice.pick(&NAMES[..3]), dice.pick(&["A", "B"]));
    Service {
        name: name.to_owned(),
        methods: methods
            .map(|at| Method {
                name: format!("Do{at}"),
                input: name_of(dice),
                output: name_of(dice),
                streams: (dice.one_in(3), dice.one_in(3)),
                level: dice
                    .one_in(3)
                    .then(|| dice.pick(&["IDEMPOTENT", "NO_SIDE_EFFECTS"])),
            })
            .collect(),
    }
}

/// Changes something.
pub(super) fn change(dice: &mut Dice, files: &mut [Proto]) {
    let at = dice.below(files.len());
    match dice.below(20) {
        0 => return change_file(dice, &mut files[at]),
        1 if dice.one_in(2) => {
            // From one file to the other.
            if let Some(message) = files[at].messages.pop() {
                files[1 - at].messages.push(message);
            }
            return;
        }
        _ => {}
    }
    let file = &mut files[at];
    match dice.below(10) {
        0 => return change_service(dice, file),
        1 | 2 if !file.enums.is_empty() => {
            let at = dice.below(file.enums.len());
            if dice.one_in(8) {
                file.enums.remove(at);
            } else {
                change_enum(dice, &mut file.enums[at]);
            }
            return;
        }
        3 if dice.one_in(3) && !file.messages.is_empty() => {
            let at = dice.below(file.messages.len());
            file.messages.remove(at);
            return;
        }
        _ => {}
    }
    if file.messages.is_empty() {
        return;
    }
    let at = dice.below(file.messages.len());
    change_message(dice, &mut file.messages[at]);
}

fn change_file(dice: &mut Dice, file: &mut Proto) {
    match dice.below(8) {
        0 => file.syntax = dice.pick(&SYNTAXES),
        1 => file.package = file.package.replace("v1", "v2"),
        2 if file.name == "b.proto" => file.gone = true,
        3 => file_feature(dice, file),
        4 => file.features.clear(),
        5 => file.options.clear(),
        _ => option(dice, file),
    }
}

fn change_service(dice: &mut Dice, file: &mut Proto) {
    let Some(service) = file.services.first_mut() else {
        return;
    };
    let Some(method) = service.methods.last_mut() else {
        return;
    };
    match dice.below(8) {
        0 => drop(service.methods.pop()),
        1 => file.services.clear(),
        2 => method.streams.0 = !method.streams.0,
        3 => method.streams.1 = !method.streams.1,
        4 => method.level = dice.pick(&[None, Some("IDEMPOTENT"), Some("NO_SIDE_EFFECTS")]),
        5 => method.input = "AlphaA".to_owned(),
        6 => method.output = "BetaA".to_owned(),
        _ => method.name.push('x'),
    }
}

fn change_enum(dice: &mut Dice, one: &mut Enum) {
    let at = dice.below(one.values.len());
    match dice.below(9) {
        0 | 1 if one.values.len() > 1 && at > 0 => {
            let (name, number) = one.values.remove(at);
            if dice.one_in(2) {
                one.names.push(name);
            }
            if dice.one_in(2) {
                one.reserved.push((number, number));
            }
        }
        2 => one.values[at].0.push('X'),
        3 => one.values[at].1 += 1,
        4 => {
            let number = one.values[at].1;
            one.values
                .push((format!("{}_ALSO", one.values[at].0), number));
        }
        5 => drop(one.names.pop()),
        6 => {
            if let Some(range) = one.reserved.first_mut() {
                range.0 += 1;
            }
        }
        7 => one.kind = dice.pick(&[None, Some("OPEN"), Some("CLOSED")]),
        _ => one.json = dice.pick(&[None, Some("ALLOW"), Some("LEGACY_BEST_EFFORT")]),
    }
}

fn change_message(dice: &mut Dice, message: &mut Message) {
    if dice.one_in(4) && !message.nested.is_empty() {
        match dice.one_in(5) {
            true => drop(message.nested.pop()),
            false => change_message(dice, &mut message.nested[0]),
        }
        return;
    }
    match dice.below(12) {
        0 => drop(message.reserved.pop()),
        1 => drop(message.names.pop()),
        2 => {
            if let Some(range) = message.open.first_mut() {
                *range = (range.0 + 5, range.1 - 7);
            }
        }
        3 => message.accessor = !message.accessor,
        4 => message.json = dice.pick(&[None, Some("ALLOW"), Some("LEGACY_BEST_EFFORT")]),
        5 => {
            if let Some(extension) = message.extensions.first_mut() {
                match dice.one_in(4) {
                    true => message.extensions.clear(),
                    false => change_field(dice, extension),
                }
            }
        }
        6 if !message.enums.is_empty() => match dice.one_in(3) {
            true => message.enums.clear(),
            false => change_enum(dice, &mut message.enums[0]),
        },
        7 if !message.fields.is_empty() => {
            let at = dice.below(message.fields.len());
            let field = message.fields.remove(at);
            if dice.one_in(2) {
                message.names.push(field.name);
            }
            if dice.one_in(2) {
                message.reserved.push((field.number, field.number));
            }
        }
        8 => message
            .fields
            .push(field(dice, 60 + message.fields.len() as i64)),
        _ if !message.fields.is_empty() => {
            let at = dice.below(message.fields.len());
            change_field(dice, &mut message.fields[at]);
        }
        _ => {}
    }
}

fn change_field(dice: &mut Dice, old: &mut Field) {
    let new = field(dice, old.number);
    match dice.below(15) {
        0..=2 => old.kind = new.kind,
        3 | 4 => old.label = new.label,
        5 => old.oneof = new.oneof,
        6 => old.default = dice.pick(&[None, Some(0), Some(1), Some(2)]),
        7 => old.json_name = new.json_name,
        8 => old.jstype = new.jstype,
        9 => old.ctype = new.ctype,
        10 => old.utf8 = new.utf8,
        11 => old.presence = new.presence,
        12 => (old.cpp, old.java) = (new.cpp, new.java),
        13 => old.delimited = !old.delimited,
        _ => old.name = new.name,
    }
}
