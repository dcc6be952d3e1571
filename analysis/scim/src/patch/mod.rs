//! Changes: RFC 7644, section 3.5.2, and how directories write them.

mod apply;
mod place;

use serde_json::Value;

use crate::dialect::member;
use crate::path::Path;
use crate::schema::Kind;
use crate::{ScimError, ScimType, message};

/// What is done with a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Add,
    Replace,
    Remove,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Operation {
    pub(crate) act: Act,
    /// Where; the resource itself if nowhere.
    pub(crate) path: Option<Path>,
    pub(crate) value: Option<Value>,
}

/// Changes, in order: all of them or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    operations: Vec<Operation>,
}

/// How many changes there may be at a time.
const MOST: usize = 1_000;

impl Patch {
    /// Reads the message.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(sent: &Value) -> Result<Self, ScimError> {
        let named = member(sent, "schemas").and_then(Value::as_array);
        let wanted = message("PatchOp");
        let is = |id: &Value| {
            id.as_str()
                .is_some_and(|id| id.eq_ignore_ascii_case(&wanted))
        };
        if named.is_some_and(|named| !named.iter().any(is)) {
            return Err(ScimError::syntax(format!(
                "`schemas` does not name `{wanted}`"
            )));
        }
        let operations = member(sent, "Operations").and_then(Value::as_array);
        let operations = operations.ok_or_else(|| ScimError::syntax("`Operations` is missing"))?;
        if operations.is_empty() || operations.len() > MOST {
            let why = format!("`Operations` has 1 to {MOST} of them");
            return Err(ScimError::syntax(why));
        }
        let operations = operations.iter().map(operation);
        Ok(Self {
            operations: operations.collect::<Result<_, _>>()?,
        })
    }

    /// The resource after all changes: sound, or as it was.
    ///
    /// # Errors
    /// When one of them cannot be made, or what comes of them is not sound.
    pub fn apply(&self, kind: &Kind, resource: &Value) -> Result<Value, ScimError> {
        let mut changed = resource.clone();
        for operation in &self.operations {
            apply::operation(kind, &mut changed, operation)?;
        }
        kind.accept(&changed)
    }
}

fn operation(sent: &Value) -> Result<Operation, ScimError> {
    let act = member(sent, "op").and_then(Value::as_str);
    let act = act.ok_or_else(|| ScimError::syntax("`op` is missing"))?;
    let act = match act.to_ascii_lowercase().as_str() {
        "add" => Act::Add,
        "replace" => Act::Replace,
        "remove" => Act::Remove,
        _ => {
            let why = format!("`op` is `add`, `replace` or `remove`, and not `{act}`");
            return Err(ScimError::syntax(why));
        }
    };
    let path = match member(sent, "path") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.is_empty() => None,
        Some(Value::String(text)) => Some(Path::parse(text)?),
        Some(_) => return Err(ScimError::syntax("`path` is a text")),
    };
    let value = member(sent, "value").cloned();
    match (act, &path, &value) {
        (Act::Remove, None, _) => Err(ScimError::new(
            ScimType::NoTarget,
            "a removal has to say what, by `path`",
        )),
        (Act::Add | Act::Replace, _, None) => Err(ScimError::value("`value` is missing")),
        _ => Ok(Operation { act, path, value }),
    }
}
