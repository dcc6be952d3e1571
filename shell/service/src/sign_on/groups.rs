//! Roles that follow from groups.

use std::collections::BTreeSet;

use holdpoint_domain::Actor;
use holdpoint_domain::directory::{Directory, MapGroups, Provider, Source};
use holdpoint_domain::organisation::PersonId;
use holdpoint_engine::Request;

use crate::{Service, ServiceError};

/// Those of the groups that have a role here if the provider says so; no other goes any further.
pub(super) fn that_count(
    directory: &Directory,
    provider: &Provider,
    groups: &[&str],
) -> BTreeSet<String> {
    let lines = directory.said_by(Some(provider));
    let counts = lines.filter(|one| groups.contains(&one.group.as_str()));
    counts.map(|one| one.group.clone()).collect()
}

impl Service {
    /// The person's roles are those of these groups, as far as that issuer says who is in them.
    pub(crate) fn map_groups(
        &self,
        person: &PersonId,
        groups: BTreeSet<String>,
        issuer: &str,
    ) -> Result<(), ServiceError> {
        let command = MapGroups {
            person: person.clone(),
            groups,
            source: Source::Login,
            issuer: Some(issuer.to_owned()),
        };
        let answer = self.engine().submit(Request::new(Actor::System, command))?;
        let answer = answer.done();
        answer.map_err(|refusal| self.names().refusal(refusal))?;
        Ok(())
    }
}
