//! What starts a pipeline.

use crate::shape::{FromBrief, Path, Word, choice, record};

choice! {
    /// What starts a pipeline.
    Event is "an event that starts pipelines" {
        /// Somebody.
        Manual = "manual",
        /// Commits on a branch, or a tag.
        Push = "push",
        /// A pull request or merge request.
        Change = "change",
        /// A release that is submitted.
        Release = "release",
    }
}

record! {
    /// What starts a pipeline.
    Triggers is "`on`"
    needs {}
    may {
        /// Somebody may.
        manual: bool,
        /// Commits on a branch, or a tag.
        push: Option<Push>,
        /// A pull request or merge request.
        change: Option<Change>,
        /// A release that is submitted.
        release: bool,
        /// Times.
        schedule: Vec<Recurrence>,
        /// Signed calls, by the names of those who send them.
        webhook: Vec<Word>,
        /// The good end of other pipelines.
        pipeline: Vec<Word>,
    }
}

impl FromBrief for Triggers {
    type Short = Vec<Event>;

    fn from_brief(events: Vec<Event>) -> Self {
        let has = |event| events.contains(&event);
        Self {
            manual: has(Event::Manual),
            push: has(Event::Push).then_some(Push::ANY),
            change: has(Event::Change).then_some(Change::ANY),
            release: has(Event::Release),
            schedule: Vec::new(),
            webhook: Vec::new(),
            pipeline: Vec::new(),
        }
    }
}

record! {
    /// Commits that are pushed. Patterns have `*` for anything.
    Push is "a push"
    needs {}
    may {
        /// To one of these branches; any if nothing is said, and none if only tags are.
        branches: Vec<String>,
        /// As one of these tags; none if nothing is said.
        tags: Vec<String>,
        /// With changes to one of these paths; any if nothing is said.
        paths: Vec<Path>,
    }
}

record! {
    /// A pull request or merge request. Patterns have `*` for anything.
    Change is "a change"
    needs {}
    may {
        /// Into one of these branches; any if nothing is said.
        branches: Vec<String>,
        /// With changes to one of these paths; any if nothing is said.
        paths: Vec<Path>,
    }
}

impl Push {
    const ANY: Self = Self {
        branches: Vec::new(),
        tags: Vec::new(),
        paths: Vec::new(),
    };
}

impl Change {
    const ANY: Self = Self {
        branches: Vec::new(),
        paths: Vec::new(),
    };
}

record! {
    /// Times at which a pipeline starts.
    Recurrence is "a schedule"
    needs {
        /// When again: a recurrence rule of RFC 5545.
        rule: Rule = "FREQ=DAILY;BYHOUR=3;BYMINUTE=0",
    }
    may {
        /// On the clock of which IANA time zone; `UTC` if nothing is said.
        timezone: Option<Zone>,
    }
}

/// A recurrence rule of RFC 5545, section 3.3.10, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Rule(pub String);

/// An IANA time zone, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Zone(pub String);

mod read {
    use std::borrow::Cow;

    use holdpoint_findings::Value;
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{Rule, Zone};
    use crate::shape::{Reader, Shape};

    impl Shape for Rule {
        fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
            let text = value.written().unwrap_or_default();
            match text.parse::<holdpoint_schedule::Rule>() {
                Ok(_) => Some(Self(text.to_owned())),
                Err(_) => reader.expected(
                    value,
                    "a recurrence rule of RFC 5545, such as `FREQ=DAILY;BYHOUR=3`",
                ),
            }
        }
    }

    impl Shape for Zone {
        fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
            let text = value.written().unwrap_or_default();
            match holdpoint_schedule::Zone::named(text) {
                Some(_) => Some(Self(text.to_owned())),
                None => reader.expected(value, "an IANA time zone, such as `Europe/Vienna`"),
            }
        }
    }

    impl JsonSchema for Rule {
        fn schema_name() -> Cow<'static, str> {
            "PipelineRule".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({"type": "string", "pattern": "FREQ="})
        }
    }

    impl JsonSchema for Zone {
        fn schema_name() -> Cow<'static, str> {
            "PipelineZone".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({"type": "string", "minLength": 1})
        }
    }
}
