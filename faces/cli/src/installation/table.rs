//! All keys of the file, with the options that they stand for.

use std::net::SocketAddr;

use holdpoint_configuration::SettingKey;
use holdpoint_logs::{Format, Level};

use crate::commands::{collector, https, part, reached};

/// Where the option of a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Every command has it.
    Everywhere,
    /// `holdpoint serve` has it.
    Serve,
}

/// A setting.
pub(super) struct Setting {
    pub(super) of: Of,
    pub(super) key: SettingKey,
}

impl Setting {
    /// What clap calls it.
    pub(super) fn id(&self) -> String {
        self.key.key.replace('-', "_")
    }
}

const fn setting(
    of: Of,
    key: &'static str,
    expected: &'static str,
    check: fn(&str) -> Result<(), String>,
) -> Setting {
    Setting {
        of,
        key: SettingKey {
            key,
            expected,
            check,
            secret: false,
        },
    }
}

/// One whose value may have a password in it.
const fn secret(
    key: &'static str,
    expected: &'static str,
    check: fn(&str) -> Result<(), String>,
) -> Setting {
    let mut setting = setting(Of::Everywhere, key, expected, check);
    setting.key.secret = true;
    setting
}

const DATABASE: &str = "`postgres://USER@HOST/DATABASE`";

/// All of them, in the order in which they are shown.
pub(super) const SETTINGS: &[Setting] = &[
    setting(Of::Everywhere, "data", "a directory", path),
    setting(
        Of::Serve,
        "listen",
        "an address such as `127.0.0.1:8380`",
        address,
    ),
    setting(Of::Serve, "public-url", "`https://HOST`", |text| {
        https(text).map(drop)
    }),
    setting(Of::Serve, "public-ledger", "`true` or `false`", flag),
    secret("database-url", DATABASE, database),
    secret("vault-url", DATABASE, database),
    setting(
        Of::Everywhere,
        "blobs-url",
        "`s3://BUCKET/PREFIX`, `gs://…`, `az://…` or `file:///…`",
        blobs,
    ),
    setting(Of::Everywhere, "key-file", "a file", path),
    setting(Of::Serve, "advertise", "`http://HOST:PORT`", |text| {
        reached(text).map(drop)
    }),
    setting(Of::Serve, "fleet-secret-file", "a file", path),
    setting(Of::Serve, "log-format", "`text` or `json`", |text| {
        text.parse::<Format>().map(drop)
    }),
    setting(
        Of::Serve,
        "log-level",
        "`error`, `warn`, `notice` or `info`",
        |text| text.parse::<Level>().map(drop),
    ),
    setting(
        Of::Serve,
        "traces-url",
        "`http://HOST:4318` or `https://HOST`",
        |text| collector(text).map(drop),
    ),
    setting(Of::Serve, "traces-part", "a number from 0 to 1", |text| {
        part(text).map(drop)
    }),
    setting(
        Of::Everywhere,
        "timezone",
        "a zone such as `Europe/Vienna`",
        zone,
    ),
];

fn path(text: &str) -> Result<(), String> {
    match text.is_empty() {
        true => Err("write a path".to_owned()),
        false => Ok(()),
    }
}

fn address(text: &str) -> Result<(), String> {
    let read = text.parse::<SocketAddr>();
    read.map(drop)
        .map_err(|_| "write an IP address and a port, with a colon between".to_owned())
}

fn flag(text: &str) -> Result<(), String> {
    match text {
        "true" | "false" => Ok(()),
        _ => Err("write `true` or `false`".to_owned()),
    }
}

fn database(text: &str) -> Result<(), String> {
    let read = text.parse::<holdpoint_postgres::Address>();
    read.map(drop).map_err(|error| error.to_string())
}

fn blobs(text: &str) -> Result<(), String> {
    let read = text.parse::<holdpoint_objects::Address>();
    read.map(drop).map_err(|error| error.to_string())
}

fn zone(text: &str) -> Result<(), String> {
    let found = jiff::tz::db().get(text);
    found.map(drop).map_err(|_| "use an IANA name".to_owned())
}

/// Secrets that are taken from the environment alone, or from files of their own.
pub(super) const SECRETS: &[&str] = &[
    "HOLDPOINT_LEDGER_KEY",
    "HOLDPOINT_VAULT_KEY",
    "HOLDPOINT_FLEET_SECRET",
    "PGPASSWORD",
];
