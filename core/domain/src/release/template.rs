//! Templates: what releases of a kind have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::catalogue::ComponentName;
use crate::kernel::{Evolve, Key, Kind, Meta, name_type};

name_type!(
    /// The name of a template.
    TemplateName, Kind::Template
);

/// What releases of a kind have in common; `holdpoint release create --from` copies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name.
    pub name: TemplateName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The components that go out together.
    pub components: Vec<ComponentName>,
    /// Readiness items that such a release has to have confirmed, besides those of the gates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readiness: Vec<String>,
}

/// A template exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateDeclared {
    /// The template from now on.
    pub template: Template,
}

/// A template is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateRetired {
    /// Which.
    pub template: TemplateName,
}

impl Evolve for TemplateDeclared {
    fn subject(&self) -> Key {
        self.template.name.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state
            .templates
            .insert(self.template.name.clone(), self.template.clone());
    }
}

impl Evolve for TemplateRetired {
    fn subject(&self) -> Key {
        self.template.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.templates.remove(&self.template);
    }
}
