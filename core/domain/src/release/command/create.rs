//! Creating a release: afresh, from a template, or as an earlier one was.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::refusal::{
    release_exists, release_without_component, scope_wrong, template_unknown,
};
use super::super::{Created, Origin, ReleaseName, ScopeItem, found};
use crate::access::{Permission, Required, Target};
use crate::catalogue::{ComponentName, component_unknown};
use crate::kernel::{Context, Decide, Halt, Refusal, Sealed};
use crate::{Fact, State};

/// Creates a release. What it is made from gives it components and readiness items; approvals and evidence
/// are never copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateRelease {
    /// Its name.
    pub release: ReleaseName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sealed>,
    /// What to make it from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// Further components.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentName>,
    /// What it carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<ScopeItem>,
}

impl CreateRelease {
    fn all_components(&self, state: &State) -> Result<Vec<ComponentName>, Halt> {
        let mut all: BTreeSet<_> = self.components.iter().cloned().collect();
        match &self.from {
            None => {}
            Some(Origin::Release(name)) => {
                all.extend(found(state, name)?.components.iter().cloned());
            }
            Some(Origin::Template(name)) => {
                let template = state
                    .templates
                    .get(name)
                    .ok_or_else(|| template_unknown(name))?;
                all.extend(template.components.iter().cloned());
            }
        }
        Ok(all.into_iter().collect())
    }

    fn readiness(&self, state: &State) -> Result<Vec<String>, Halt> {
        Ok(match &self.from {
            None => Vec::new(),
            Some(Origin::Release(name)) => found(state, name)?
                .readiness_asked
                .iter()
                .cloned()
                .collect(),
            Some(Origin::Template(name)) => state
                .templates
                .get(name)
                .map(|t| t.readiness.clone())
                .unwrap_or_default(),
        })
    }
}

impl Decide for CreateRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let components = self.all_components(state)?;
        Ok(match components.is_empty() {
            true => Required::anywhere(Permission::Release),
            false => Required::on(
                Permission::Release,
                components.into_iter().map(Target::Component).collect(),
            ),
        })
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if state.releases.get(&self.release.key())?.is_some() {
            return Err(release_exists(&self.release).into());
        }
        let components = self.all_components(state)?;
        if components.is_empty() {
            return Err(release_without_component(&self.release).into());
        }
        let unknown = components
            .iter()
            .find(|name| !state.components.contains_key(*name));
        if let Some(name) = unknown {
            return Err(component_unknown(name).into());
        }
        check_scope(&self.scope)?;
        let created = Created {
            release: self.release.clone(),
            title: self.title.clone(),
            origin: self.from.clone(),
            readiness: self.readiness(state)?,
            components,
            scope: self.scope.clone(),
        };
        Ok(vec![created.into()])
    }
}

/// How many scope items a release carries at most: they stand in one entry, with at most 180 bytes each.
const MOST_ITEMS: usize = 300;

/// Checks that scope items are names, not prose.
pub(super) fn check_scope(scope: &[ScopeItem]) -> Result<(), Refusal> {
    if scope.len() > MOST_ITEMS {
        return Err(scope_wrong(format!(
            "has {} items, more than {MOST_ITEMS}",
            scope.len()
        )));
    }
    let name = |text: &str| {
        let stray = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\\');
        !text.is_empty() && text.len() <= 80 && !text.contains(stray)
    };
    match scope
        .iter()
        .find(|item| !name(&item.kind) || !name(&item.id))
    {
        Some(item) => Err(scope_wrong(format!(
            "has the item `{}:{}`",
            item.kind, item.id
        ))),
        None => Ok(()),
    }
}
