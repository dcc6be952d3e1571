//! Where something is in a resource: `userName`, `name.familyName`, `emails[type eq "work"].value`, each perhaps after the
//! name of its schema.

use std::fmt;

use crate::filter::{Filter, Parser};
use crate::schema::{Attribute, Kind};
use crate::{ScimError, ScimType};

/// An attribute, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributePath {
    /// The schema that it is of; the main one if none is named.
    pub schema: Option<String>,
    /// The attribute.
    pub name: String,
    /// A part of it.
    pub sub: Option<String>,
}

/// Where something is: an attribute, some of its values, a part of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The attribute; its own part if there is no filter.
    pub attribute: AttributePath,
    /// Which of its values.
    pub filter: Option<Filter>,
    /// Which part of these.
    pub sub: Option<String>,
}

impl AttributePath {
    /// The attribute and its part, as the kind of resource knows them.
    pub(crate) fn find<'a>(&self, kind: &'a Kind) -> Option<Found<'a>> {
        let schema = match &self.schema {
            None => kind.main,
            Some(named) => kind
                .schemas()
                .find(|schema| schema.id.eq_ignore_ascii_case(named))?,
        };
        let extension = (schema.id != kind.main.id).then_some(schema.id);
        let attribute = schema.attribute(&self.name)?;
        let sub = match &self.sub {
            None => None,
            Some(name) => Some(attribute.sub(name)?),
        };
        Some(Found {
            extension,
            attribute,
            sub,
        })
    }
}

/// An attribute that there is.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    /// The schema under whose name it stands in the resource, if under one.
    pub(crate) extension: Option<&'a str>,
    pub(crate) attribute: &'a Attribute,
    pub(crate) sub: Option<&'a Attribute>,
}

impl Path {
    /// Reads one.
    ///
    /// # Errors
    /// That names the place of the mistake.
    pub fn parse(text: &str) -> Result<Self, ScimError> {
        let mut parser = Parser::new(text);
        let path = parser.whole_path();
        path.map_err(|mistake| ScimError::new(ScimType::InvalidPath, mistake.at(text, "path")))
    }
}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}:")?;
        }
        f.write_str(&self.name)?;
        self.sub.iter().try_for_each(|sub| write!(f, ".{sub}"))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.attribute)?;
        if let Some(filter) = &self.filter {
            write!(f, "[{filter}]")?;
        }
        self.sub.iter().try_for_each(|sub| write!(f, ".{sub}"))
    }
}
