//! As much of a resource as was asked for: `attributes` and `excludedAttributes` (RFC 7644, section 3.9).

use serde_json::{Map, Value};

use crate::path::{AttributePath, Path};
use crate::schema::{Attribute, Kind, Schema};
use crate::{ScimError, ScimType};

/// Which attributes are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    only: Vec<AttributePath>,
    without: Vec<AttributePath>,
    /// Schemas as a whole that are asked for.
    whole: Vec<String>,
}

impl View {
    /// Reads both lists, names between commas.
    ///
    /// # Errors
    /// When there are both, or one names nothing that could be.
    pub fn parse(attributes: Option<&str>, excluded: Option<&str>) -> Result<Self, ScimError> {
        let names = |text: Option<&str>| -> Vec<String> {
            let names = text.unwrap_or_default().split(',');
            let names = names.map(str::trim).filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        };
        let (only, without) = (names(attributes), names(excluded));
        if !only.is_empty() && !without.is_empty() {
            let why = "`attributes` and `excludedAttributes` exclude each other";
            return Err(ScimError::new(ScimType::InvalidValue, why));
        }
        let mut view = Self::default();
        for name in only {
            match is_schema(&name) {
                true => view.whole.push(name),
                false => view.only.push(Path::parse(&name)?.attribute),
            }
        }
        for name in without {
            view.without.push(Path::parse(&name)?.attribute);
        }
        Ok(view)
    }

    /// The resource as it is shown.
    #[must_use]
    pub fn of(&self, kind: &Kind, resource: &Value) -> Value {
        let Some(object) = resource.as_object() else {
            return resource.clone();
        };
        let mut shown = self.attributes(kind.main, true, object);
        for extension in kind.extensions {
            let Some(inner) = object.get(extension.id).and_then(Value::as_object) else {
                continue;
            };
            let inner = self.attributes(extension, false, inner);
            if !inner.is_empty() {
                shown.insert(extension.id.to_owned(), Value::Object(inner));
            }
        }
        Value::Object(shown)
    }

    fn chooses(&self) -> bool {
        !(self.only.is_empty() && self.whole.is_empty())
    }

    fn attributes(
        &self,
        schema: &Schema,
        main: bool,
        object: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut shown = Map::new();
        for (name, value) in object {
            let Some(attribute) = schema.attribute(name) else {
                continue;
            };
            if let Some(value) = self.value(schema, main, attribute, value) {
                shown.insert(name.clone(), value);
            }
        }
        shown
    }

    fn value(
        &self,
        schema: &Schema,
        main: bool,
        attribute: &Attribute,
        value: &Value,
    ) -> Option<Value> {
        if attribute.always {
            return Some(value.clone());
        }
        let about = |path: &&AttributePath| names(path, schema, main, attribute);
        if self.chooses() {
            let whole = self
                .whole
                .iter()
                .any(|id| schema.id.eq_ignore_ascii_case(id));
            let asked: Vec<_> = self.only.iter().filter(about).collect();
            if whole || asked.iter().any(|path| path.sub.is_none()) {
                return Some(value.clone());
            }
            let parts: Vec<_> = asked
                .iter()
                .filter_map(|path| path.sub.as_deref())
                .collect();
            return parts_of(value, |name| {
                parts.iter().any(|part| part.eq_ignore_ascii_case(name))
            });
        }
        let left_out: Vec<_> = self.without.iter().filter(about).collect();
        if left_out.iter().any(|path| path.sub.is_none()) {
            return None;
        }
        if left_out.is_empty() {
            return Some(value.clone());
        }
        let parts: Vec<_> = left_out
            .iter()
            .filter_map(|path| path.sub.as_deref())
            .collect();
        parts_of(value, |name| {
            !parts.iter().any(|part| part.eq_ignore_ascii_case(name))
        })
    }
}

fn is_schema(name: &str) -> bool {
    crate::schema::USER
        .schemas()
        .chain(crate::schema::GROUP.schemas())
        .any(|schema| schema.id.eq_ignore_ascii_case(name))
}

fn names(path: &AttributePath, schema: &Schema, main: bool, attribute: &Attribute) -> bool {
    let of = match &path.schema {
        None => main,
        Some(named) => schema.id.eq_ignore_ascii_case(named),
    };
    of && attribute.name.eq_ignore_ascii_case(&path.name)
}

/// Those parts of a value; none if there are none.
fn parts_of(value: &Value, wanted: impl Fn(&str) -> bool) -> Option<Value> {
    let of = |object: &Map<String, Value>| -> Map<String, Value> {
        let parts = object.iter().filter(|(name, _)| wanted(name));
        parts
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    };
    match value {
        Value::Object(object) => Some(of(object))
            .filter(|left| !left.is_empty())
            .map(Value::Object),
        Value::Array(all) => {
            let left = all.iter().filter_map(Value::as_object).map(of);
            let left: Vec<_> = left
                .filter(|left| !left.is_empty())
                .map(Value::Object)
                .collect();
            (!left.is_empty()).then_some(Value::Array(left))
        }
        _ => None,
    }
}
