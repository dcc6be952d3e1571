//! How somebody likes to be served.

use holdpoint_domain::organisation::PersonId;
use holdpoint_ports::{PersonalKind, PersonalStore, PersonalThing};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ServiceError;

/// A language that Holdpoint speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SpokenLanguage {
    /// English.
    En,
    /// German.
    De,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColourTheme {
    /// As the system is.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How often a bulletin is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// Never.
    #[default]
    Off,
    /// When an hour begins.
    Hourly,
    /// Once a day, at an hour of one's own.
    Daily,
}

/// On which days, and at which times of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BulletinDays {
    /// On days on which one works by the calendars of the units of one's teams, and each hour only while one does;
    /// every day where there are none.
    #[default]
    Working,
    /// Every day.
    Every,
}

/// By which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BulletinChannel {
    /// By mail, to the address in the profile.
    #[default]
    Mail,
    /// In the organisation's chat, by handle.
    Chat,
}

/// How somebody likes to be served. What is not chosen is as the organisation or the browser has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The time zone of times that are shown, by IANA name; the organisation's if none.
    #[serde(default)]
    pub timezone: Option<String>,
    /// The language; the browser's if none.
    #[serde(default)]
    pub language: Option<SpokenLanguage>,
    /// Light or dark.
    #[serde(default)]
    pub theme: ColourTheme,
    /// How often a bulletin of the inbox is sent.
    #[serde(default)]
    pub bulletin: Cadence,
    /// By which way.
    #[serde(default)]
    pub channel: BulletinChannel,
    /// At which hour a daily bulletin is sent, in one's own time zone.
    #[serde(default = "morning")]
    #[schemars(range(max = 23))]
    pub hour: u8,
    /// On which days.
    #[serde(default)]
    pub days: BulletinDays,
}

fn morning() -> u8 {
    8
}

impl Settings {
    /// Those of somebody who has chosen nothing.
    pub(crate) fn unset() -> Self {
        Self {
            hour: morning(),
            ..Self::default()
        }
    }

    pub(super) fn check(&self) -> Result<(), ServiceError> {
        if let Some(zone) = &self.timezone
            && TimeZone::get(zone).is_err()
        {
            let why = format!("`{zone}` is no time zone such as `Europe/Vienna`");
            return Err(ServiceError::Malformed(why));
        }
        match self.hour {
            0..=23 => Ok(()),
            hour => Err(ServiceError::Malformed(format!(
                "`{hour}` is no hour of a day"
            ))),
        }
    }
}

/// The settings of a person.
pub(crate) fn of(store: &dyn PersonalStore, person: &PersonId) -> Result<Settings, ServiceError> {
    let kept = store.personal(person.as_str(), PersonalKind::Settings, "")?;
    Ok(read(kept.as_deref()))
}

/// What is kept, as settings; what a later program has written is not lost on anybody, only not understood.
pub(crate) fn read(text: Option<&str>) -> Settings {
    let read = text.and_then(|text| serde_json::from_str(text).ok());
    read.unwrap_or_else(Settings::unset)
}

pub(super) fn keep(
    store: &dyn PersonalStore,
    person: &PersonId,
    settings: &Settings,
) -> Result<(), ServiceError> {
    settings.check()?;
    let text = serde_json::to_string(settings);
    let thing = PersonalThing {
        name: String::new(),
        text: text.map_err(|error| ServiceError::Internal(error.to_string()))?,
    };
    Ok(store.keep_personal(person.as_str(), PersonalKind::Settings, &thing)?)
}
