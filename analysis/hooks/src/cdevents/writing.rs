//! Events, written.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::cloud::STRUCTURED;
use super::content::{Content, Place, Suite};
use super::field::Field;
use super::header::encoded;
use super::kind::Spec;
use super::{Event, read};
use crate::headers::Headers;
use crate::mistake::{At, Mistake, Mistakes};
use crate::unsigned::Genuine;

/// How an event is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// All of it in the body.
    Structured,
    /// The event in the body, its envelope in headers.
    Binary,
}

/// A request to send by POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Message {
    /// Its headers, to be read.
    #[must_use]
    pub fn headers(&self) -> Headers<'_> {
        { self.headers.iter() }
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect()
    }
}

impl Event {
    /// It as a request.
    ///
    /// # Errors
    /// When it has not what its kind needs, or what its kind cannot have: it would not be read back as it is.
    pub fn message(&self, mode: Mode) -> Result<Message, Mistakes> {
        let message = match mode {
            Mode::Structured => self.structured(),
            Mode::Binary => self.binary(),
        };
        let again = read(&message.headers(), Genuine::vouched(&message.body))?;
        match again == *self {
            true => Ok(message),
            false => Err(Mistakes::one(Mistake {
                at: At::Given("content"),
                found: "fields that such an event does not have".to_owned(),
                expected: Cow::Borrowed("only those of its kind"),
                help: Cow::Borrowed("leave the others out"),
            })),
        }
    }

    fn structured(&self) -> Message {
        let body = json!({
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.kind.type_of(self.spec),
            "subject": self.subject,
            "time": self.time.to_string(),
            "datacontenttype": "application/json",
            "data": self.data(),
        });
        Message {
            headers: vec![("content-type", STRUCTURED.to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    fn binary(&self) -> Message {
        let headers = [
            ("ce-specversion", "1.0".to_owned()),
            ("ce-id", encoded(&self.id)),
            ("ce-source", encoded(&self.source)),
            ("ce-type", self.kind.type_of(self.spec)),
            ("ce-subject", encoded(&self.subject)),
            ("ce-time", self.time.to_string()),
            ("content-type", "application/json".to_owned()),
        ];
        Message {
            headers: headers.into(),
            body: self.data().to_string().into_bytes(),
        }
    }

    fn data(&self) -> Value {
        let spec = self.spec;
        let mut context = Map::new();
        context.insert(spec.key().to_owned(), spec.version().into());
        put(&mut context, "id", Some(&self.id));
        put(&mut context, "source", Some(&self.source));
        context.insert("type".to_owned(), self.kind.type_of(spec).into());
        context.insert("timestamp".to_owned(), self.time.to_string().into());
        put(&mut context, "chainId", self.chain.as_ref());
        let mut subject = Map::new();
        put(&mut subject, "id", Some(&self.subject));
        put(&mut subject, "source", self.subject_source.as_ref());
        if spec == Spec::V04 {
            subject.insert("type".to_owned(), self.kind.row().subject.into());
        }
        let mut content = Map::new();
        for field in self.kind.row().fields {
            if let Some(value) = value(&self.content, *field, spec) {
                content.insert(field.key(spec).to_owned(), value);
            }
        }
        subject.insert("content".to_owned(), content.into());
        json!({ "context": context, "subject": subject })
    }
}

fn put(map: &mut Map<String, Value>, key: &str, text: Option<&String>) {
    if let Some(text) = text {
        map.insert(key.to_owned(), text.clone().into());
    }
}

fn value(content: &Content, field: Field, spec: Spec) -> Option<Value> {
    let text = |text: &Option<String>| text.clone().map(Value::from);
    let word = |tests| {
        content
            .outcome
            .map(|outcome| outcome.word(spec, tests).into())
    };
    match field {
        Field::PipelineName | Field::TaskName => text(&content.name),
        Field::Address => text(&content.uri),
        Field::PipelineRun => content.run.as_ref().map(place),
        Field::Outcome => word(false),
        Field::TestOutcome => word(true),
        Field::Errors | Field::Reason => text(&content.reason),
        Field::Environment => content.environment.as_ref().map(place),
        Field::Suite => content.suite.as_ref().map(suite),
        Field::Trigger => content.trigger.map(|one| json!({ "type": one.word() })),
        Field::Severity => text(&content.severity),
        Field::Sbom => content.sbom.as_ref().map(|uri| json!({ "uri": uri })),
        Field::User => text(&content.user),
        Field::Artifact => text(&content.artifact),
    }
}

fn place(of: &Place) -> Value {
    let mut map = Map::new();
    put(&mut map, "id", Some(&of.id));
    put(&mut map, "source", of.source.as_ref());
    map.into()
}

fn suite(of: &Suite) -> Value {
    let mut map = Map::new();
    put(&mut map, "id", Some(&of.id));
    put(&mut map, "name", of.name.as_ref());
    put(&mut map, "version", of.version.as_ref());
    put(&mut map, "uri", of.uri.as_ref());
    map.into()
}
