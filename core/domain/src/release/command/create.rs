//! Creating a release: afresh, from a template, or as an earlier one was.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::refusal::{
    release_exists, release_without_component, scope_wrong, template_unknown,
};
use super::super::{
    Artifact, ArtifactAdded, Created, NotesWritten, Origin, Release, ReleaseName, ScopeItem,
    Template, copied, found,
};
use super::artifacts::check_artifacts;
use crate::access::{Permission, Required, Target};
use crate::catalogue::{ComponentName, component_unknown};
use crate::kernel::{Context, Decide, Halt, Refusal, Sealed};
use crate::{Fact, State};

/// Creates a release. A template gives it components and readiness items, an earlier release all that it has
/// but approvals, evidence and confirmations. Texts stay sealed under the key of who wrote them, so that they
/// are erased with that person in the copy, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateRelease {
    /// Its name.
    pub release: ReleaseName,
    /// What people call it; as the earlier release, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sealed>,
    /// What to make it from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// Further components.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentName>,
    /// What it carries; what the earlier release does, if nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<ScopeItem>,
}

impl CreateRelease {
    /// The earlier release that it is made from, if from one.
    fn earlier<'a>(&self, state: &'a State) -> Result<Option<&'a Release>, Halt> {
        match &self.from {
            Some(Origin::Release(name)) => found(state, name).map(Some),
            Some(Origin::Template(_)) | None => Ok(None),
        }
    }

    /// The template that it is made from, if from one.
    fn template<'a>(&self, state: &'a State) -> Result<Option<&'a Template>, Halt> {
        let Some(Origin::Template(name)) = &self.from else {
            return Ok(None);
        };
        let found = state.templates.get(name);
        found.map(Some).ok_or_else(|| template_unknown(name).into())
    }

    fn all_components(&self, state: &State) -> Result<Vec<ComponentName>, Halt> {
        let mut all: BTreeSet<_> = self.components.iter().cloned().collect();
        let earlier = self.earlier(state)?.into_iter();
        all.extend(earlier.flat_map(|from| from.components.iter().cloned()));
        let template = self.template(state)?.into_iter();
        all.extend(template.flat_map(|from| from.components.iter().cloned()));
        Ok(all.into_iter().collect())
    }

    fn readiness(&self, state: &State) -> Result<Vec<String>, Halt> {
        Ok(match (self.earlier(state)?, self.template(state)?) {
            (Some(earlier), _) => earlier.readiness_asked.iter().cloned().collect(),
            (None, Some(template)) => template.readiness.clone(),
            (None, None) => Vec::new(),
        })
    }

    /// What is said here, and else what the earlier release carries.
    fn all_scope(&self, state: &State) -> Result<Vec<ScopeItem>, Halt> {
        let earlier = self.earlier(state)?.filter(|_| self.scope.is_empty());
        Ok(earlier.map_or_else(
            || self.scope.clone(),
            |from| from.scope.iter().cloned().collect(),
        ))
    }

    /// Everything of the earlier release that `release.created` has no room for.
    fn content(&self, state: &State, earlier: &Release) -> Result<Vec<Fact>, Halt> {
        check_artifacts(earlier.artifacts.values(), state)?;
        let mut facts = copied::content(&self.release, earlier);
        let artifact = |artifact: &Artifact| ArtifactAdded {
            release: self.release.clone(),
            artifact: artifact.clone(),
        };
        facts.extend(earlier.artifacts.values().map(|one| artifact(one).into()));
        let notes = |notes: &Sealed| NotesWritten {
            release: self.release.clone(),
            notes: notes.clone(),
        };
        facts.extend(earlier.notes.as_ref().map(|text| notes(text).into()));
        Ok(facts)
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
        let scope = self.all_scope(state)?;
        check_scope(&scope)?;
        let earlier = self.earlier(state)?;
        let created = Created {
            release: self.release.clone(),
            title: self
                .title
                .clone()
                .or_else(|| earlier.and_then(|from| from.title.clone())),
            origin: self.from.clone(),
            readiness: self.readiness(state)?,
            components,
            scope,
        };
        let mut facts = vec![created.into()];
        if let Some(earlier) = earlier {
            facts.extend(self.content(state, earlier)?);
        }
        Ok(facts)
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
