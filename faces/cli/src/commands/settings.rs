//! `holdpoint settings`.

use clap::Args;
use holdpoint_service::queries::ShowSettings;
use holdpoint_service::{PersonalRequest, Settings};
use serde_json::{Value, json};

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::Past;
use crate::client::ask;
use crate::error::Failure;
use crate::session::Session;

commands! {
    /// How you like to be served.
    SettingsCommand {
        Show(Show),
        Set(Set),
    }
}

/// Show what you have chosen.
#[derive(Debug, Args)]
pub(crate) struct Show {}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ShowSettings::default(), &Past::default())
    }
}

/// Choose; what is not named stays as it is.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct Set {
    /// The time zone of times on pages and in bulletins, by IANA name; `-` is the organisation's.
    #[arg(long = "zone", value_name = "ZONE")]
    zone: Option<String>,
    /// The language, `en` or `de`; `-` is the browser's.
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// `system`, `light` or `dark`.
    #[arg(long, value_name = "THEME")]
    theme: Option<String>,
    /// How often a bulletin of what waits for you is sent: `off`, `hourly` or `daily`.
    #[arg(long, value_name = "CADENCE")]
    bulletin: Option<String>,
    /// By which way: `mail` or `chat`.
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
    /// At which hour of the day a daily bulletin is sent.
    #[arg(long, value_name = "0-23")]
    hour: Option<u8>,
    /// On which days: `working`, by the calendars of your teams, or `every`.
    #[arg(long, value_name = "DAYS")]
    days: Option<String>,
}

impl Run for Set {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let now = ask(&*client, &ShowSettings::default(), None)?.settings;
        let settings = self.applied(&now)?;
        client.personal(&PersonalRequest::SetSettings(settings))?;
        let shown = ask(&*client, &ShowSettings::default(), None)?;
        session.show(&shown)
    }
}

impl Set {
    /// The settings with what was named.
    fn applied(self, now: &Settings) -> Result<Settings, Failure> {
        let wrong = |error: serde_json::Error| {
            Failure::input("settings-wrong", error).help("see `holdpoint help settings set`")
        };
        let mut fields = serde_json::to_value(now).map_err(wrong)?;
        let unset = |text: String| {
            if text == "-" {
                Value::Null
            } else {
                json!(text)
            }
        };
        let named = [
            ("timezone", self.zone.map(unset)),
            ("language", self.language.map(unset)),
            ("theme", self.theme.map(Value::from)),
            ("bulletin", self.bulletin.map(Value::from)),
            ("channel", self.channel.map(Value::from)),
            ("hour", self.hour.map(Value::from)),
            ("days", self.days.map(Value::from)),
        ];
        for (name, value) in named {
            if let (Some(value), Some(fields)) = (value, fields.as_object_mut()) {
                fields.insert(name.to_owned(), value);
            }
        }
        serde_json::from_value(fields).map_err(wrong)
    }
}
