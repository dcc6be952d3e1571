//! One operation of the document, put together piece by piece.

use serde_json::{Map, Value, json};

use crate::route::{Access, Route};

/// An operation.
pub(crate) struct Operation {
    fields: Map<String, Value>,
    parameters: Vec<Value>,
    content: Map<String, Value>,
    answers: Map<String, Value>,
    changes: bool,
}

impl Operation {
    /// The operation of a route, with what its row says of it.
    pub(super) fn of(route: &Route) -> Self {
        Self::named(route, route.name, route.summary)
    }

    /// The same under a name of its own.
    pub(super) fn named(route: &Route, name: &str, summary: &str) -> Self {
        let mut fields = Map::new();
        fields.insert("operationId".to_owned(), json!(name));
        fields.insert("summary".to_owned(), json!(summary));
        match route.access {
            Access::Open => drop(fields.insert("security".to_owned(), json!([]))),
            Access::Ledger => {
                let security = json!([{}, { "token": [] }, { "session": [] }]);
                fields.insert("security".to_owned(), security);
            }
            Access::May(permission) => {
                fields.insert("x-permission".to_owned(), json!(permission));
            }
            Access::Known | Access::Command => {}
        }
        let operation = Self {
            fields,
            parameters: Vec::new(),
            content: Map::new(),
            answers: Map::new(),
            changes: route.method != "get",
        };
        let position = json!({ "type": "integer", "minimum": 0 });
        let operation = operation
            .header(
                "Holdpoint-Position",
                position,
                "Wait for this entry before answering.",
            )
            .refuses(&[400, 500, 503]);
        match route.access {
            Access::Open | Access::Ledger => operation,
            Access::Known | Access::May(_) | Access::Command => operation.refuses(&[401]),
        }
    }

    pub(crate) fn path(self, name: &str, schema: Value, text: &str) -> Self {
        self.parameter(name, "path", schema, text, true)
    }

    pub(crate) fn query(self, name: &str, schema: Value, text: &str) -> Self {
        self.argument(name, schema, text, false)
    }

    pub(crate) fn argument(self, name: &str, schema: Value, text: &str, required: bool) -> Self {
        self.parameter(name, "query", schema, text, required)
    }

    pub(crate) fn header(self, name: &str, schema: Value, text: &str) -> Self {
        self.parameter(name, "header", schema, text, false)
    }

    fn parameter(
        mut self,
        name: &str,
        place: &str,
        schema: Value,
        text: &str,
        required: bool,
    ) -> Self {
        self.parameters.push(json!({
            "name": name, "in": place, "required": required, "schema": schema, "description": text
        }));
        self
    }

    /// It takes JSON.
    pub(crate) fn body(self, schema: Value) -> Self {
        self.body_of("application/json", schema).refuses(&[415])
    }

    /// It takes a body of that type.
    pub(crate) fn body_of(mut self, kind: &str, schema: Value) -> Self {
        self.content
            .insert(kind.to_owned(), json!({ "schema": schema }));
        self.refuses(&[413])
    }

    /// It answers with JSON.
    pub(crate) fn answers(self, text: &str, schema: Value) -> Self {
        self.ok(
            "200",
            text,
            json!({ "application/json": { "schema": schema } }),
        )
    }

    /// It answers with text.
    pub(crate) fn text(self, text: &str) -> Self {
        let schema = json!({ "type": "string" });
        self.ok("200", text, json!({ "text/plain": { "schema": schema } }))
    }

    /// It answers with bytes.
    pub(crate) fn bytes(self, text: &str, kind: &str) -> Self {
        let schema = json!({ "type": "string", "format": "binary" });
        self.ok("200", text, json!({ kind: { "schema": schema } }))
    }

    /// It answers with server-sent events.
    pub(crate) fn streams(self, text: &str) -> Self {
        let schema = json!({ "type": "string" });
        self.ok(
            "200",
            text,
            json!({ "text/event-stream": { "schema": schema } }),
        )
    }

    /// It answers with nothing but that it is done.
    pub(crate) fn nothing(self, text: &str) -> Self {
        self.ok("204", text, Value::Null)
    }

    fn ok(mut self, status: &str, text: &str, content: Value) -> Self {
        let mut answer =
            json!({ "description": text, "headers": { "Holdpoint-Position": position() } });
        if let Some(fields) = answer.as_object_mut().filter(|_| !content.is_null()) {
            fields.insert("content".to_owned(), content);
        }
        self.answers.insert(status.to_owned(), answer);
        self
    }

    /// Its answer has a tag, and is not sent again to whoever knows it.
    pub(crate) fn tagged(mut self) -> Self {
        let tag = || json!({ "description": "Names the answer by its bytes.", "schema": { "type": "string" } });
        let headers = self
            .answers
            .get_mut("200")
            .and_then(|answer| answer.get_mut("headers"));
        if let Some(headers) = headers.and_then(Value::as_object_mut) {
            headers.insert("ETag".to_owned(), tag());
        }
        let same = json!({
            "description": "The answer is still the one that `If-None-Match` names.",
            "headers": { "ETag": tag(), "Holdpoint-Position": position() }
        });
        self.answers.insert("304".to_owned(), same);
        self
    }

    /// It may answer with problems of these statuses.
    pub(crate) fn refuses(mut self, statuses: &[u16]) -> Self {
        for status in statuses {
            let shared = format!("#/components/responses/problem-{status}");
            self.answers
                .insert(status.to_string(), json!({ "$ref": shared }));
        }
        self
    }

    /// The operation as the document has it.
    pub(crate) fn done(mut self) -> Value {
        if self.changes {
            let text = "What our own pages know; needed with a session, not with a token.";
            self = self
                .header("X-CSRF-Token", json!({ "type": "string" }), text)
                .refuses(&[403]);
        }
        let mut fields = self.fields;
        fields.insert("parameters".to_owned(), json!(self.parameters));
        if !self.content.is_empty() {
            let body = json!({ "required": true, "content": self.content });
            fields.insert("requestBody".to_owned(), body);
        }
        fields.insert("responses".to_owned(), Value::Object(self.answers));
        Value::Object(fields)
    }
}

fn position() -> Value {
    json!({
        "description": "The newest entry that the answer has seen; none while the ledger is empty.",
        "schema": { "type": "integer" }
    })
}

/// The problems that operations answer with, which they refer to.
pub(super) fn problems() -> Value {
    let statuses = [400, 401, 403, 404, 409, 413, 415, 429, 500, 503];
    let all = statuses.map(|status| (format!("problem-{status}"), problem(status)));
    Value::Object(all.into_iter().collect())
}

fn problem(status: u16) -> Value {
    let text = match status {
        400 => "The request is not what it should be.",
        401 => "Nobody knows who asks.",
        403 => {
            "The request comes from no page of this server, or over a connection that others can read."
        }
        404 => "What is asked about does not exist.",
        409 => "A rule says no.",
        413 => "The request is too large.",
        415 => "The request is of another media type.",
        429 => "It was tried too often.",
        503 => "Not now: the server has enough to do, or the entry to wait for did not come.",
        _ => "Something failed within.",
    };
    let mut answer = json!({
        "description": text,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
    });
    let header = match status {
        401 => Some(("WWW-Authenticate", json!({ "type": "string" }))),
        429 | 503 => Some(("Retry-After", json!({ "type": "integer" }))),
        _ => None,
    };
    if let (Some((name, schema)), Some(fields)) = (header, answer.as_object_mut()) {
        fields.insert("headers".to_owned(), json!({ name: { "schema": schema } }));
    }
    answer
}
