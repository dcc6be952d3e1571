//! Teams, by the owners that a CODEOWNERS file names.

use std::collections::BTreeMap;

use holdpoint_inventory::{Found, Owner, OwnerKind};

use super::text::{Page, scalar};
use crate::read::plain;

/// Names of teams by their handles.
pub(super) struct Teams(BTreeMap<String, String>);

impl Teams {
    /// The teams that own something.
    pub(super) fn of(components: &[Found]) -> Self {
        let owners = components.iter().flat_map(|found| &found.owners);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for owner in owners.filter(|owner| owner.kind == OwnerKind::Team) {
            if names.contains_key(&owner.handle) {
                continue;
            }
            let last = owner.handle.rsplit('/').next().and_then(plain);
            let free = |name: &String| !names.values().any(|taken| taken == name);
            let name = last
                .filter(free)
                .or_else(|| plain(&owner.handle).filter(free));
            names.extend(name.map(|name| (owner.handle.clone(), name)));
        }
        Self(names)
    }

    /// The team that owns a component, by name, and what the owner is called there.
    pub(super) fn owner<'f>(&self, found: &'f Found) -> Option<(&str, &'f Owner)> {
        let named = |owner: &'f Owner| Some((self.0.get(&owner.handle)?.as_str(), owner));
        found.owners.iter().find_map(named)
    }

    pub(super) fn write(&self, page: &mut Page, unit: &str) {
        page.comment(0, "People who work together, by handle. A handle has to be known before it is named here:");
        page.comment(0, "`holdpoint person add` makes it so.");
        if self.0.is_empty() {
            page.comment(0, "teams:");
            page.comment(
                0,
                &format!(
                    "  platform: {{unit: {}, members: [anna, bert]}}",
                    scalar(unit)
                ),
            );
            page.blank();
            return;
        }
        page.line(0, "teams:");
        for (handle, name) in &self.0 {
            page.noted(
                1,
                &format!("{}:", scalar(name)),
                &format!("CODEOWNERS: @{handle}"),
            );
            page.line(2, &format!("unit: {}", scalar(unit)));
            page.comment(2, "members: [anna, bert]");
        }
        page.blank();
    }
}
