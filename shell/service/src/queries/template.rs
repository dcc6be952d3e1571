//! `template.list` and `template.show`.

use holdpoint_domain::Kind;
use holdpoint_domain::release::{Template, TemplateName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// All templates for releases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTemplates {}

/// All templates for releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Templates {
    /// In order of name.
    pub templates: Vec<Template>,
}

impl Query for ListTemplates {
    const NAME: &'static str = "template.list";
    type View = Templates;

    fn answer(&self, reader: &Reader<'_>) -> Result<Templates, ServiceError> {
        reader.ask(|state| {
            Ok(Templates {
                templates: state.templates.values().cloned().collect(),
            })
        })
    }
}

/// One template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowTemplate {
    /// Its name.
    pub template: String,
}

impl Query for ShowTemplate {
    const NAME: &'static str = "template.show";
    type View = Template;

    fn answer(&self, reader: &Reader<'_>) -> Result<Template, ServiceError> {
        reader.ask(|state| {
            let mut all = state.templates.values();
            let found = all.find(|template| template.name.as_str() == self.template);
            Ok(found.cloned().ok_or_else(|| {
                let known = state.templates.keys().map(TemplateName::as_str);
                ServiceError::absent(Kind::Template, &self.template, known)
            }))
        })?
    }
}
