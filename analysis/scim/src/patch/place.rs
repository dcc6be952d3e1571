//! Where a change is made.

use serde_json::{Map, Value};

use crate::path::{Found, Path};
use crate::schema::{Attribute, Kind, Mutability};
use crate::{ScimError, ScimType};

/// A place that there is.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) extension: Option<&'a str>,
    pub(super) attribute: &'a Attribute,
    /// The part of it, or of the values that the filter chooses.
    pub(super) part: Option<&'a Attribute>,
    pub(super) path: &'a Path,
}

impl<'a> Place<'a> {
    /// What the path leads to.
    pub(super) fn of(kind: &'a Kind, path: &'a Path) -> Result<Self, ScimError> {
        let nowhere = || ScimError::new(ScimType::InvalidPath, format!("there is no `{path}`"));
        let Found {
            extension,
            attribute,
            sub,
        } = path.attribute.find(kind).ok_or_else(nowhere)?;
        let part = match &path.sub {
            None => sub,
            Some(name) => Some(attribute.sub(name).ok_or_else(nowhere)?),
        };
        let place = Self {
            extension,
            attribute,
            part,
            path,
        };
        if path.filter.is_some() && (!attribute.several || sub.is_some()) {
            let why = format!("`{}` has no several values to choose from", path.attribute);
            return Err(ScimError::new(ScimType::InvalidPath, why));
        }
        place.changeable()?;
        Ok(place)
    }

    fn changeable(&self) -> Result<(), ScimError> {
        let fixed = |one: &Attribute| one.mutability == Mutability::ReadOnly;
        match fixed(self.attribute) || self.part.is_some_and(fixed) {
            false => Ok(()),
            true => Err(self.fixed("is said here, and cannot be changed")),
        }
    }

    pub(super) fn fixed(&self, why: &str) -> ScimError {
        ScimError::new(ScimType::Mutability, format!("`{}` {why}", self.path))
    }

    /// The object that has the attribute, if there is one.
    pub(super) fn holder<'v>(&self, resource: &'v mut Value) -> Option<&'v mut Map<String, Value>> {
        let object = resource.as_object_mut()?;
        match self.extension {
            None => Some(object),
            Some(schema) => object.get_mut(schema)?.as_object_mut(),
        }
    }

    /// The same, made if there is none.
    pub(super) fn made<'v>(
        &self,
        resource: &'v mut Value,
    ) -> Result<&'v mut Map<String, Value>, ScimError> {
        let no_object = || ScimError::syntax("a resource is a JSON object");
        let object = resource.as_object_mut().ok_or_else(no_object)?;
        let Some(schema) = self.extension else {
            return Ok(object);
        };
        let inner = object
            .entry(schema)
            .or_insert_with(|| Value::Object(Map::new()));
        inner.as_object_mut().ok_or_else(no_object)
    }
}
