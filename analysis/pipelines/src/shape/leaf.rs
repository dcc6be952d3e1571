//! Single values.

use std::borrow::Cow;

use holdpoint_findings::{Span, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::{Reader, Shape};

macro_rules! leaves {
    ($($(#[$doc:meta])* $name:ident($type:ty), $expected:literal, $parse:path, $schema:tt;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub $type);

        impl Shape for $name {
            fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
                let found = value.written().and_then($parse).map(Self);
                found.or_else(|| reader.expected(value, $expected))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                concat!("Pipeline", stringify!($name)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

leaves! {
    /// A span of time in seconds, from 1 on; written as `90s`, `10m`, `24h`, `7d` or `1h30m`.
    Duration(u32), "a span of time, such as `90s`, `10m`, `24h` or `1h30m`", seconds, {
        "type": "string", "pattern": "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$", "minLength": 2
    };
    /// How many, from 1 to 1,000,000.
    Count(u32), "a whole number from 1 on", count, {"type": "integer", "minimum": 1, "maximum": 1000000};
    /// How many of a hundred, from 0 to 100; written as `25` or `25%`.
    Percent(u32), "a percentage, such as `25%`", percent, {
        "anyOf": [{"type": "integer", "minimum": 0, "maximum": 100}, {"type": "string", "pattern": "^[0-9]{1,3}%$"}]
    };
    /// How much of a processor, in thousandths of one; written as `2` or `500m`.
    Cpu(u32), "a number of processors, such as `2` or `500m`", cpu, {
        "anyOf": [{"type": "integer", "minimum": 1, "maximum": 4096}, {"type": "string", "pattern": "^[0-9]{1,7}m?$"}]
    };
    /// A port, from 1 to 65535.
    Port(u16), "a port from 1 to 65535", port, {"type": "integer", "minimum": 1, "maximum": 65535};
    /// A status of HTTP, from 100 to 599.
    Status(u16), "a status of HTTP, such as `200`", status, {"type": "integer", "minimum": 100, "maximum": 599};
    /// How much, in bytes; written as `512MiB`, `4GiB` or `4GB`.
    Size(u64), "a size, such as `512MiB` or `4GiB`", bytes, {
        "type": "string", "pattern": "^[0-9]+(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)$"
    };
}

const UNITS: &[(char, u32)] = &[('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// Units fall from left to right.
fn seconds(text: &str) -> Option<u32> {
    let mut total: u32 = 0;
    let mut rest = text;
    let mut units = UNITS.iter();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let unit = tail.chars().next()?;
        let (_, size) = units.find(|(known, _)| *known == unit)?;
        total = total.checked_add(number.parse::<u32>().ok()?.checked_mul(*size)?)?;
        rest = tail.get(1..)?;
    }
    (total > 0).then_some(total)
}

fn digits(text: &str) -> Option<u32> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| all)
}

fn count(text: &str) -> Option<u32> {
    digits(text).filter(|count| (1..=1_000_000).contains(count))
}

fn cpu(text: &str) -> Option<u32> {
    let thousandths = match text.strip_suffix('m') {
        Some(text) => digits(text)?,
        None => digits(text)?.checked_mul(1000)?,
    };
    (1..=4_096_000)
        .contains(&thousandths)
        .then_some(thousandths)
}

fn port(text: &str) -> Option<u16> {
    digits(text)?.try_into().ok().filter(|port| *port > 0)
}

fn status(text: &str) -> Option<u16> {
    digits(text)?
        .try_into()
        .ok()
        .filter(|status| (100..600).contains(status))
}

fn percent(text: &str) -> Option<u32> {
    digits(text.strip_suffix('%').unwrap_or(text)).filter(|percent| *percent <= 100)
}

fn bytes(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(end)?;
    let (base, power): (u64, u32) = match unit.trim_start() {
        "B" => (1, 0),
        "kB" => (1000, 1),
        "MB" => (1000, 2),
        "GB" => (1000, 3),
        "TB" => (1000, 4),
        "KiB" => (1024, 1),
        "MiB" => (1024, 2),
        "GiB" => (1024, 3),
        "TiB" => (1024, 4),
        _ => return None,
    };
    let bytes = number.parse::<u64>().ok()?.checked_mul(base.pow(power))?;
    // What is written into entries may not be larger: no program disagrees on it.
    (1..=1 << 53).contains(&bytes).then_some(bytes)
}

impl Duration {
    /// As people write it.
    #[must_use]
    pub fn text(self) -> String {
        let mut rest = self.0;
        let mut text = String::new();
        for (unit, size) in UNITS {
            if rest >= *size {
                text.push_str(&format!("{}{unit}", rest / size));
                rest %= size;
            }
        }
        text
    }
}

impl Shape for bool {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        value
            .bool()
            .or_else(|| reader.expected(value, "`true` or `false`"))
    }
}

/// Text, or what is written like a number or a truth value.
impl Shape for String {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        let text = value.written().map(str::to_owned);
        text.or_else(|| reader.expected(value, "text"))
    }
}

/// A path inside the folder that a step works in, with `*` for any name: no way leads out of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Path(pub String);

impl Shape for Path {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        let text = value.written().unwrap_or_default();
        let out = |part: &str| part == "..";
        let sound = !text.is_empty()
            && text.len() <= 500
            && !text.starts_with(['/', '~'])
            && !text.contains(['\\', ':', '\0', '\n'])
            && !text.split('/').any(out);
        match sound {
            true => Some(Self(text.to_owned())),
            false => reader.expected(
                value,
                "a path inside the folder of the step, such as `target/release/shop`",
            ),
        }
    }
}

impl JsonSchema for Path {
    fn schema_name() -> Cow<'static, str> {
        "PipelinePath".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "not": {"pattern": "(^[/~]|\\\\|:|(^|/)\\.\\.(/|$))"}})
    }
}

/// Commands as they are given to a shell. Nothing is ever pasted into them.
#[derive(Debug, Clone)]
pub struct Script {
    /// As they are written.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

impl PartialEq for Script {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Script {}

impl Serialize for Script {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Shape for Script {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        let text = value.written().filter(|text| !text.trim().is_empty());
        let Some(text) = text else {
            return reader.expected(value, "commands, such as `cargo build --release`");
        };
        crate::expression::refuse_in_script(reader, value, text);
        Some(Self {
            text: text.to_owned(),
            span: value.span(),
        })
    }
}

impl JsonSchema for Script {
    fn schema_name() -> Cow<'static, str> {
        "PipelineScript".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "minLength": 1})
    }
}
