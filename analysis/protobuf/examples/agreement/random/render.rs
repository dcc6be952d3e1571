//! From contracts to text that compilers take.

use std::fmt::Write as _;

use super::{Enum, Field, Message, Proto, Syntax};

/// Everything of a side, and what types are called on it.
struct Side<'a> {
    file: &'a Proto,
    /// Names that the file may use: short and full, and whether it is an enum that is closed.
    names: Vec<(String, String, Option<bool>)>,
}

pub(super) fn all(files: &[Proto]) -> Vec<(String, String)> {
    let mut rendered = Vec::new();
    for (at, file) in files.iter().enumerate() {
        if file.gone {
            continue;
        }
        let mut names = Vec::new();
        // The second file imports the first.
        for other in &files[..=at] {
            let full = |name: &str| format!(".{}.{name}", other.package);
            for message in &other.messages {
                names.push((message.name.clone(), full(&message.name), None));
            }
            for one in &other.enums {
                let closed = is_closed(other, one);
                names.push((one.name.clone(), full(&one.name), Some(closed)));
            }
        }
        let folder = files[0].package.split('.').next().unwrap();
        let side = Side { file, names };
        rendered.push((format!("{folder}/{}", file.name), side.file(folder)));
    }
    rendered
}

fn editions(file: &Proto) -> bool {
    matches!(file.syntax, Syntax::E23 | Syntax::E24)
}

fn is_closed(file: &Proto, one: &Enum) -> bool {
    match file.syntax {
        Syntax::Two => true,
        Syntax::Three => false,
        _ => match one.kind {
            Some(kind) => kind == "CLOSED",
            None => file
                .features
                .iter()
                .any(|feature| feature.contains("CLOSED")),
        },
    }
}

impl Side<'_> {
    fn file(&self, folder: &str) -> String {
        let file = self.file;
        let mut text = match file.syntax {
            Syntax::Two => "syntax = \"proto2\";\n".to_owned(),
            Syntax::Three => "syntax = \"proto3\";\n".to_owned(),
            Syntax::E23 => "edition = \"2023\";\n".to_owned(),
            Syntax::E24 => "edition = \"2024\";\n".to_owned(),
        };
        writeln!(text, "package {};", file.package).unwrap();
        if file.name == "b.proto" {
            writeln!(text, "import \"{folder}/a.proto\";").unwrap();
        }
        if editions(file) {
            for language in ["cpp", "java"] {
                writeln!(
                    text,
                    "import \"google/protobuf/{language}_features.proto\";"
                )
                .unwrap();
            }
        }
        for (name, value) in &file.options {
            let removed = ["java_multiple_files", "java_string_check_utf8"].contains(name);
            let old = [
                "cc_generic_services",
                "java_generic_services",
                "py_generic_services",
            ]
            .contains(name);
            if !(file.syntax == Syntax::E24 && (removed || old))
                && !(editions(file) && *name == "java_string_check_utf8")
            {
                writeln!(text, "option {name} = {value};").unwrap();
            }
        }
        if file.syntax == Syntax::E24 {
            text.push_str("option features.enforce_naming_style = STYLE_LEGACY;\n");
        }
        if editions(file) {
            for feature in &file.features {
                if !(file.syntax == Syntax::E24 && feature.contains("pb.java")) {
                    writeln!(text, "option features.{feature};").unwrap();
                }
            }
        }
        file.enums
            .iter()
            .for_each(|one| self.enumeration(&mut text, one, 0));
        file.messages
            .iter()
            .for_each(|message| self.message(&mut text, message, 0));
        for service in &file.services {
            writeln!(text, "service {} {{", service.name).unwrap();
            for method in &service.methods {
                let Some((input, output)) = self
                    .message_name(&method.input)
                    .zip(self.message_name(&method.output))
                else {
                    continue;
                };
                let stream = |streams: bool| if streams { "stream " } else { "" };
                let (one, other) = (stream(method.streams.0), stream(method.streams.1));
                write!(
                    text,
                    "  rpc {}({one}{input}) returns ({other}{output})",
                    method.name
                )
                .unwrap();
                match method.level {
                    Some(level) => {
                        writeln!(text, " {{ option idempotency_level = {level}; }}").unwrap()
                    }
                    None => text.push_str(";\n"),
                }
            }
            text.push_str("}\n");
        }
        text
    }

    fn message_name(&self, name: &str) -> Option<&str> {
        let found = self
            .names
            .iter()
            .find(|(short, _, kind)| short == name && kind.is_none());
        found.map(|(_, full, _)| full.as_str())
    }

    fn enumeration(&self, text: &mut String, one: &Enum, depth: usize) {
        let pad = "  ".repeat(depth);
        writeln!(text, "{pad}enum {} {{", one.name).unwrap();
        let mut numbers: Vec<i64> = one.values.iter().map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() < one.values.len() {
            writeln!(text, "{pad}  option allow_alias = true;").unwrap();
        }
        if editions(self.file) {
            if let Some(kind) = one.kind {
                writeln!(text, "{pad}  option features.enum_type = {kind};").unwrap();
            }
            if let Some(json) = one.json {
                match one.kind {
                    None => writeln!(text, "{pad}  option features = {{ json_format: {json} }};")
                        .unwrap(),
                    Some(_) => {
                        writeln!(text, "{pad}  option features.json_format = {json};").unwrap()
                    }
                }
            }
        }
        for (start, end) in &one.reserved {
            writeln!(text, "{pad}  reserved {start} to {end};").unwrap();
        }
        self.reserved_names(text, &pad, &one.names);
        for (name, number) in &one.values {
            writeln!(text, "{pad}  {name} = {number};").unwrap();
        }
        writeln!(text, "{pad}}}").unwrap();
    }

    fn reserved_names(&self, text: &mut String, pad: &str, names: &[String]) {
        for name in names {
            match editions(self.file) {
                true => writeln!(text, "{pad}  reserved {name};").unwrap(),
                false => writeln!(text, "{pad}  reserved \"{name}\";").unwrap(),
            }
        }
    }

    fn message(&self, text: &mut String, message: &Message, depth: usize) {
        let pad = "  ".repeat(depth);
        writeln!(text, "{pad}message {} {{", message.name).unwrap();
        if message.accessor {
            writeln!(
                text,
                "{pad}  option no_standard_descriptor_accessor = true;"
            )
            .unwrap();
        }
        if let Some(json) = message.json.filter(|_| editions(self.file)) {
            writeln!(text, "{pad}  option features.json_format = {json};").unwrap();
        }
        for (start, end) in &message.reserved {
            writeln!(text, "{pad}  reserved {start} to {end};").unwrap();
        }
        self.reserved_names(text, &pad, &message.names);
        if self.file.syntax != Syntax::Three {
            for (start, end) in &message.open {
                match end {
                    536_870_911 => writeln!(text, "{pad}  extensions {start} to max;").unwrap(),
                    _ => writeln!(text, "{pad}  extensions {start} to {end};").unwrap(),
                }
            }
        }
        message
            .nested
            .iter()
            .for_each(|nested| self.message(text, nested, depth + 1));
        message
            .enums
            .iter()
            .for_each(|one| self.enumeration(text, one, depth + 1));
        for field in message.fields.iter().filter(|field| field.oneof.is_none()) {
            writeln!(text, "{pad}  {}", self.field(field, false, false)).unwrap();
        }
        for at in 0..2 {
            let mut fields = message
                .fields
                .iter()
                .filter(|field| field.oneof == Some(at))
                .peekable();
            if fields.peek().is_some() {
                writeln!(text, "{pad}  oneof one{at} {{").unwrap();
                fields.for_each(|field| {
                    writeln!(text, "{pad}    {}", self.field(field, true, false)).unwrap()
                });
                writeln!(text, "{pad}  }}").unwrap();
            }
        }
        if self.file.syntax != Syntax::Three
            && depth == 0
            && !message.open.is_empty()
            && !message.extensions.is_empty()
        {
            writeln!(
                text,
                "{pad}  extend {} {{",
                self.message_name(&message.name).unwrap()
            )
            .unwrap();
            for field in &message.extensions {
                writeln!(text, "{pad}    {}", self.field(field, false, true)).unwrap();
            }
            writeln!(text, "{pad}  }}").unwrap();
        }
        writeln!(text, "{pad}}}").unwrap();
    }

    fn field(&self, field: &Field, inside: bool, extension: bool) -> String {
        let file = self.file;
        let edition = editions(file);
        let named = self.names.iter().find(|(short, _, _)| *short == field.kind);
        let scalar = field.kind.chars().next().unwrap().is_lowercase();
        let implicit_file = file
            .features
            .iter()
            .any(|feature| feature.contains("IMPLICIT"));
        let mut presence = field.presence.filter(|_| edition && !inside && !extension);
        let map = field.label == 4 && !inside && !extension;
        let repeated = field.label == 3 && !inside || map;
        let required = field.label == 2 && !inside && !extension;
        let mut kind = match named {
            Some((_, full, closed)) => match closed {
                // Closed enums need presence.
                Some(true) if file.syntax == Syntax::Three => "int32".to_owned(),
                Some(true) if edition && (implicit_file || presence.is_some()) => {
                    "int32".to_owned()
                }
                _ => full.clone(),
            },
            None if scalar => field.kind.clone(),
            None => "int32".to_owned(),
        };
        let is_message = named.is_some_and(|(_, _, kind)| kind.is_none());
        if is_message || repeated || required {
            presence = None;
        }
        let label = match (file.syntax, inside) {
            (_, true) => "",
            _ if map => "",
            _ if repeated => "repeated ",
            (Syntax::Two, _) if required => "required ",
            (Syntax::Two, _) => "optional ",
            (Syntax::Three, _) if field.label == 1 => "optional ",
            _ => "",
        };
        let mut options = self.options(field, &kind, is_message, map || extension);
        if edition {
            let whole = options
                .iter()
                .any(|option| option.starts_with("features = "));
            if whole && (required || presence.is_some()) {
                options.retain(|option| !option.starts_with("features = "));
            }
            if required {
                options.push("features.field_presence = LEGACY_REQUIRED".to_owned());
            } else if let Some(presence) = presence {
                options.push(format!("features.field_presence = {presence}"));
            }
        }
        let implicit =
            presence == Some("IMPLICIT") || (presence.is_none() && implicit_file && !required);
        if let Some(at) = field.default.filter(|_| {
            !(file.syntax == Syntax::Three || repeated || is_message || implicit && edition)
        }) && let Some(default) = default(&kind, at)
        {
            options.push(format!("default = {default}"));
        }
        if let Some(json) = field.json_name.as_ref().filter(|_| !extension) {
            options.push(format!("json_name = \"{json}\""));
        }
        if map {
            kind = format!("map<{}, {kind}>", field.key);
        }
        let options = match options.is_empty() {
            true => String::new(),
            false => format!(" [{}]", options.join(", ")),
        };
        format!("{label}{kind} {} = {}{options};", field.name, field.number)
    }

    fn options(&self, field: &Field, kind: &str, is_message: bool, map: bool) -> Vec<String> {
        let mut options = Vec::new();
        let edition = editions(self.file);
        let wide = ["int64", "uint64", "sint64", "fixed64", "sfixed64"].contains(&kind);
        let text = ["string", "bytes"].contains(&kind);
        if let Some(jstype) = field.jstype.filter(|_| wide && !map) {
            options.push(format!("jstype = {jstype}"));
        }
        let ctype = field
            .ctype
            .filter(|_| text && !map && self.file.syntax != Syntax::E24);
        if let Some(ctype) = ctype {
            options.push(format!("ctype = {ctype}"));
        }
        if edition {
            if let Some(utf8) = field.utf8.filter(|_| kind == "string") {
                options.push(format!("features.utf8_validation = {utf8}"));
            }
            if field.delimited && is_message && !map {
                options.push("features.message_encoding = DELIMITED".to_owned());
            }
            if let Some(cpp) = field.cpp.filter(|_| text && !map && ctype.is_none()) {
                options.push(format!("features.(pb.cpp).string_type = {cpp}"));
            }
            if let Some(java) = field
                .java
                .filter(|_| kind == "string" && self.file.syntax == Syntax::E23)
            {
                options.push(format!(
                    "features = {{ [pb.java]: {{ utf8_validation: {java} }} }}"
                ));
            }
        }
        // A message and parts of it cannot both be set.
        let whole = options
            .iter()
            .any(|option| option.starts_with("features = "));
        if whole {
            options.retain(|option| !option.starts_with("features."));
        }
        options
    }
}

fn default(kind: &str, at: usize) -> Option<&'static str> {
    Some(match kind {
        "string" | "bytes" => ["\"\"", "\"a\\x01\"", "\"b\""][at],
        "bool" => ["false", "true", "true"][at],
        "double" | "float" => ["0", "1.5e3", "-inf"][at],
        "uint32" | "uint64" | "fixed32" | "fixed64" => ["0", "7", "0x10"][at],
        _ if kind.starts_with('.') => return None,
        _ => ["0", "-7", "012"][at],
    })
}
