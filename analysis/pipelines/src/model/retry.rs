//! Trying again, and excluding each other.

use std::borrow::Cow;

use holdpoint_findings::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::expression::Template;
use crate::shape::{Count, Duration, FromBrief, Reader, Shape, choice, record};

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// In whatever way.
    Any,
    /// It took too long.
    Timeout,
    /// Nothing was heard of its agent any more.
    Lost,
    /// Its command ended so.
    Code(u8),
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Timeout => f.write_str("timeout"),
            Self::Lost => f.write_str("lost"),
            Self::Code(code) => write!(f, "{code}"),
        }
    }
}

impl Serialize for Exit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Code(code) => serializer.serialize_u8(*code),
            _ => serializer.collect_str(self),
        }
    }
}

impl Shape for Exit {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        match value.written().unwrap_or_default() {
            "any" => Some(Self::Any),
            "timeout" => Some(Self::Timeout),
            "lost" => Some(Self::Lost),
            text => match text.parse() {
                Ok(code) if code > 0 => Some(Self::Code(code)),
                _ => reader.expected(
                    value,
                    "`any`, `timeout`, `lost`, or the exit code of a command from 1 to 255",
                ),
            },
        }
    }
}

impl JsonSchema for Exit {
    fn schema_name() -> Cow<'static, str> {
        "Exit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [
            {"enum": ["any", "timeout", "lost"]},
            {"type": "integer", "minimum": 1, "maximum": 255},
        ]})
    }
}

record! {
    /// What is tried again.
    Retries is "the retries"
    needs {
        /// How often at most, after the first time.
        count: Count = "2",
    }
    may {
        /// How long until the first of them; each further one waits twice as long. At once if nothing is said.
        backoff: Option<Duration>,
        /// How long it waits at most; an hour if nothing is said.
        backoff_limit: Option<Duration>,
        /// After which ends of an attempt; after any failure if nothing is said.
        on: Vec<Exit>,
    }
}

impl FromBrief for Retries {
    type Short = Count;

    fn from_brief(count: Count) -> Self {
        Self {
            count,
            backoff: None,
            backoff_limit: None,
            on: Vec::new(),
        }
    }
}

/// No wait between attempts is longer, unless the definition says so.
const LONGEST: u32 = 3_600;

impl Retries {
    /// In how many seconds another attempt follows the one of this number, from 1, that ended so; nothing if none does.
    ///
    /// The wait doubles: `min(limit, backoff · 2^(attempt - 1))`.
    #[must_use]
    pub fn next(&self, attempt: u32, exit: Exit) -> Option<u32> {
        let meant = self.on.is_empty() || self.on.contains(&Exit::Any) || self.on.contains(&exit);
        if !meant || attempt > self.count.0 {
            return None;
        }
        let limit = self.backoff_limit.map_or(LONGEST, |limit| limit.0);
        let doubled = 1_u32
            .checked_shl(attempt.saturating_sub(1))
            .unwrap_or(u32::MAX);
        Some(
            self.backoff
                .map_or(0, |first| first.0.saturating_mul(doubled))
                .min(limit),
        )
    }
}

choice! {
    /// What becomes of a run whose group is busy.
    WhenBusy is "a way with a busy group" {
        /// It waits for its turn.
        Queue = "queue",
        /// What began earlier is cancelled.
        CancelOlder = "cancel-older",
    }
}

record! {
    /// A group of which one runs at a time.
    Concurrency is "a concurrency group"
    needs {
        /// The name of the group.
        group: Template = "deploy-{{ branch }}",
    }
    may {
        /// What becomes of the next if it is busy; `queue` if nothing is said.
        when_busy: WhenBusy,
    }
}

impl FromBrief for Concurrency {
    type Short = Template;

    fn from_brief(group: Template) -> Self {
        Self {
            group,
            when_busy: WhenBusy::Queue,
        }
    }
}
