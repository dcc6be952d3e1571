//! Releases: named, versioned sets of artifacts and the scope that they carry, going out together.

mod refusal;
mod template;

pub use refusal::PAGES;
pub(crate) use refusal::template_wrong;
pub use template::{Template, TemplateDeclared, TemplateName, TemplateRetired};
