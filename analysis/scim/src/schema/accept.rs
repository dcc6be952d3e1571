//! Sound resources from what was sent: names as the schema writes them, values of their types, nothing that nobody knows.

use serde_json::{Map, Value};

use super::{Attribute, COMMON, Kind, Mutability, Schema, Type, says_nothing};
use crate::ScimError;
use crate::dialect::{member, truth};

/// How long a text may be, in bytes, and how many values an attribute may have.
const LONGEST: usize = 4_096;
const MOST: usize = 20_000;

impl Kind {
    /// A sound resource: what is unknown, and what only this side says, is left out.
    ///
    /// # Errors
    /// When it is none, a value is of another type, or one is missing.
    pub fn accept(&self, sent: &Value) -> Result<Value, ScimError> {
        let accepted = self.accept_parts(sent)?;
        for one in self
            .main
            .attributes
            .iter()
            .filter(|one| one.required && !one.supplied)
        {
            let said = accepted.get(one.name);
            if said.is_none_or(|said| said.as_str() == Some("")) {
                return Err(ScimError::value(format!("`{}` is missing", one.name)));
            }
        }
        Ok(Value::Object(accepted))
    }

    fn accept_parts(&self, sent: &Value) -> Result<Map<String, Value>, ScimError> {
        if !sent.is_object() {
            return Err(ScimError::syntax("a resource is a JSON object"));
        }
        self.says_what_it_is(sent)?;
        let mut accepted = attributes(self.main, sent)?;
        for extension in self.extensions {
            let Some(sent) = member(sent, extension.id) else {
                continue;
            };
            let inner = attributes(extension, sent)?;
            if !inner.is_empty() {
                accepted.insert(extension.id.to_owned(), Value::Object(inner));
            }
        }
        Ok(accepted)
    }

    /// The schemas that it names, if it names some, are of this kind.
    fn says_what_it_is(&self, sent: &Value) -> Result<(), ScimError> {
        let Some(named) = member(sent, "schemas").filter(|named| !named.is_null()) else {
            return Ok(());
        };
        let texts = named.as_array().map(|all| all.iter().map(Value::as_str));
        let Some(texts) = texts.and_then(Iterator::collect::<Option<Vec<_>>>) else {
            return Err(ScimError::syntax("`schemas` is a list of URNs"));
        };
        match texts.is_empty() || texts.iter().any(|id| self.main.id.eq_ignore_ascii_case(id)) {
            true => Ok(()),
            false => Err(ScimError::value(format!(
                "`schemas` does not name `{}`",
                self.main.id
            ))),
        }
    }
}

fn attributes(schema: &Schema, sent: &Value) -> Result<Map<String, Value>, ScimError> {
    let mut accepted = Map::new();
    for one in schema.attributes.iter().chain(COMMON) {
        if one.mutability == Mutability::ReadOnly {
            continue;
        }
        if let Some(sent) = member(sent, one.name)
            && let Some(value) = coerced(one, one.name, sent)?
        {
            accepted.insert(one.name.to_owned(), value);
        }
    }
    Ok(accepted)
}

/// A value of the attribute; none if nothing is said.
pub(crate) fn coerced(
    attribute: &Attribute,
    path: &str,
    sent: &Value,
) -> Result<Option<Value>, ScimError> {
    if says_nothing(sent) {
        return Ok(None);
    }
    if !attribute.several {
        // Entra sends a list of one.
        let sent = match sent {
            Value::Array(all) if all.len() == 1 => all.first().unwrap_or(sent),
            sent => sent,
        };
        return one(attribute, path, sent);
    }
    let sent = match sent {
        Value::Array(all) => all.as_slice(),
        single => std::slice::from_ref(single),
    };
    if sent.len() > MOST {
        return Err(ScimError::value(format!(
            "`{path}` has more than {MOST} values"
        )));
    }
    let mut all: Vec<Value> = Vec::new();
    for sent in sent {
        all.extend(one(attribute, path, sent)?.filter(|value| !says_nothing(value)));
    }
    let primary = |value: &&Value| value.get("primary") == Some(&Value::Bool(true));
    if all.iter().filter(primary).count() > 1 {
        return Err(ScimError::value(format!(
            "`{path}` has more than one that is primary"
        )));
    }
    Ok((!all.is_empty()).then_some(Value::Array(all)))
}

fn one(attribute: &Attribute, path: &str, sent: &Value) -> Result<Option<Value>, ScimError> {
    let wrong =
        |what: &str| ScimError::value(format!("`{path}` is {what}, and not `{}`", shown(sent)));
    Ok(Some(match attribute.kind {
        _ if sent.is_null() => return Ok(None),
        Type::Boolean => Value::Bool(truth(sent).ok_or_else(|| wrong("true or false"))?),
        Type::Complex => return complex(attribute, path, sent).map(Some),
        Type::String | Type::Reference | Type::DateTime => match sent {
            Value::String(text) if text.len() <= LONGEST => Value::String(text.clone()),
            Value::String(_) => {
                let why = format!("`{path}` has more than {LONGEST} bytes");
                return Err(ScimError::value(why));
            }
            // Numbers of people and the like are sent as numbers by some.
            Value::Number(number) if attribute.kind == Type::String => {
                Value::String(number.to_string())
            }
            _ => return Err(wrong("a text")),
        },
    }))
}

fn complex(attribute: &Attribute, path: &str, sent: &Value) -> Result<Value, ScimError> {
    let mut accepted = Map::new();
    // A plain value stands for the part that is called so.
    if let (Value::String(_), Some(value)) = (sent, attribute.sub("value")) {
        let path = format!("{path}.value");
        if let Some(text) = one(value, &path, sent)? {
            accepted.insert("value".to_owned(), text);
        }
        return Ok(Value::Object(accepted));
    }
    if !sent.is_object() {
        let why = format!("`{path}` is an object, and not `{}`", shown(sent));
        return Err(ScimError::value(why));
    }
    for part in attribute.parts {
        if let Some(sent) = member(sent, part.name)
            && let Some(value) = coerced(part, &format!("{path}.{}", part.name), sent)?
        {
            accepted.insert(part.name.to_owned(), value);
        }
    }
    Ok(Value::Object(accepted))
}

fn shown(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}
