//! What the shapes are made of.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

macro_rules! primitives {
    ($($(#[$doc:meta])* $name:ident = $schema:tt;)*) => {
        $(
            $(#[$doc])*
            #[derive(PartialEq, Eq, PartialOrd, Ord)]
            pub(super) struct $name;

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!($schema)
                }
            }
        )*
    };
}

primitives! {
    /// A name that people choose.
    Name = {
        "type": "string",
        "pattern": "^[a-z0-9][a-z0-9._-]{0,79}$"
    };
    /// Text, such as a title; numbers are taken as they are written.
    Text = {"type": ["string", "number", "boolean"]};
    /// A span of time, such as `10m`, `24h`, `7d` or `1h30m`.
    Duration = {
        "type": "string",
        "pattern": "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
        "minLength": 2
    };
    /// A span of whole hours, such as `24h` or `7d`.
    Hours = {
        "type": "string",
        "pattern": "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
        "minLength": 2
    };
    /// A path inside the repository.
    Path = {"type": "string", "not": {"pattern": "(^/|\\\\|:|(^|/)\\.\\.(/|$))"}};
    /// Times such as `08:00-17:00`.
    Times = {
        "type": "string",
        "pattern": "^ *[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2} *$"
    };
    /// A date such as `2026-12-25`.
    Date = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"};
    /// A time on the clock such as `2026-12-20T18:00`, or a day.
    ClockTime = {
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"
    };
    /// Days such as `monday-friday`, `saturday` or `monday, wednesday`.
    Days = {
        "type": "string",
        "pattern": "^ *(mon|tues|wednes|thurs|fri|satur|sun)day( *[-,] *(mon|tues|wednes|thurs|fri|satur|sun)day)* *$"
    };
    /// A country by its two letters (ISO 3166-1), such as `AT`.
    Country = {"type": "string", "pattern": "^[A-Z]{2}$"};
    /// A person's handle, such as `anna`.
    Handle = {"type": ["string", "number"], "pattern": "^@?\\S{1,200}$"};
    /// Where a role holds.
    ScopeText = {
        "type": "string",
        "pattern": "^(organisation|(unit|component|environment)/[a-z0-9][a-z0-9._-]{0,79})$"
    };
    /// How many, from 1 on.
    Count = {"type": "integer", "minimum": 1};
    /// Nothing else than `true`.
    True = {"const": true};
}

/// A list, or a single one.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "a shape, not a value")]
pub(super) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}
