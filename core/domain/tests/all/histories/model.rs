//! What the oracle knows: kept from the facts alone, in its own way.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::access::{Delegation, DelegationId, GrantId, Granted, Role, Scope};
use holdpoint_domain::catalogue::{Component, ComponentName};
use holdpoint_domain::environment::{Environment, EnvironmentName};
use holdpoint_domain::gate::{Ask, Criterion};
use holdpoint_domain::organisation::{PersonId, UnitName};
use holdpoint_domain::{Actor, Digest, Fact, Meta, Time};

/// A decision about a release.
#[derive(Debug, Clone)]
pub struct Said {
    pub yes: bool,
    pub person: PersonId,
    pub principal: PersonId,
    pub scope: Option<Scope>,
    pub role: Role,
    pub environment: Option<EnvironmentName>,
    pub manifest: Digest,
}

/// A release.
#[derive(Debug, Default)]
pub struct Story {
    pub components: BTreeSet<ComponentName>,
    pub makers: BTreeSet<PersonId>,
    pub deployers: BTreeSet<PersonId>,
    pub said: Vec<Said>,
    /// What was submitted, if nothing has changed since.
    pub stands: Option<Digest>,
    /// Where which content has run.
    pub ran: BTreeSet<(EnvironmentName, Digest)>,
}

#[derive(Debug, Default)]
pub struct Model {
    pub members: BTreeSet<PersonId>,
    /// Those of them who are deactivated.
    pub idle: BTreeSet<PersonId>,
    pub grants: BTreeMap<GrantId, Granted>,
    pub delegations: BTreeMap<DelegationId, Delegation>,
    pub parents: BTreeMap<UnitName, Option<UnitName>>,
    pub components: BTreeMap<ComponentName, Component>,
    pub environments: BTreeMap<EnvironmentName, Environment>,
    pub releases: BTreeMap<String, Story>,
    /// What each deployment brings where.
    pub deployments: BTreeMap<String, (EnvironmentName, Digest)>,
}

impl Model {
    pub fn story(&self, release: &impl ToString) -> &Story {
        &self.releases[&release.to_string()]
    }

    fn told(&mut self, release: &impl ToString) -> &mut Story {
        self.releases.get_mut(&release.to_string()).unwrap()
    }

    fn touched(&mut self, release: &impl ToString, meta: &Meta) {
        let story = self.told(release);
        assert_eq!(story.stands, None, "what was submitted has changed");
        if let Actor::Person(person) = &meta.actor {
            story.makers.insert(person.clone());
        }
    }

    /// Whether a scope reaches a component in an environment.
    pub fn reaches(
        &self,
        scope: &Scope,
        place: &EnvironmentName,
        component: &ComponentName,
    ) -> bool {
        match scope {
            Scope::Organisation => true,
            Scope::Component(name) => name == component,
            Scope::Environment(name) => name == place,
            Scope::Unit(name) => {
                let mut unit = self
                    .components
                    .get(component)
                    .map(|found| found.unit.clone());
                while let Some(found) = unit {
                    if found == *name {
                        return true;
                    }
                    unit = self.parents.get(&found).cloned().flatten();
                }
                false
            }
        }
    }

    pub fn grants_of(&self, person: &PersonId, now: Time) -> impl Iterator<Item = &Granted> {
        self.grants.values().filter(move |grant| {
            grant.person == *person && grant.expires.is_none_or(|end| now < end)
        })
    }

    /// What people have to agree to a release in an environment: the role and how many.
    pub fn asked(&self, place: &EnvironmentName, release: &Story) -> Vec<(Role, u32)> {
        let own = &self.environments[place].criteria;
        let parts = release
            .components
            .iter()
            .flat_map(|name| &self.components[name].criteria);
        let people = |criterion: &Criterion| match criterion.ask {
            Ask::Approvals { role, quorum, .. } => Some((role, quorum)),
            _ => None,
        };
        own.iter().chain(parts).filter_map(people).collect()
    }

    /// Takes a fact over.
    pub fn see(&mut self, meta: &Meta, fact: &Fact) {
        match fact {
            Fact::PersonAdded(e) => drop(self.members.insert(e.person.clone())),
            Fact::PersonErased(e) => drop(self.members.remove(&e.person)),
            Fact::PersonDeactivated(e) => drop(self.idle.insert(e.person.clone())),
            Fact::PersonReactivated(e) => drop(self.idle.remove(&e.person)),
            Fact::Granted(e) => drop(self.grants.insert(e.grant.clone(), (**e).clone())),
            Fact::Revoked(e) => drop(self.grants.remove(&e.grant)),
            Fact::Delegated(e) => {
                self.delegations
                    .insert(e.delegation.id.clone(), e.delegation.clone());
            }
            Fact::DelegationEnded(e) => drop(self.delegations.remove(&e.delegation)),
            Fact::UnitDeclared(e) => {
                self.parents
                    .insert(e.unit.name.clone(), e.unit.parent.clone());
            }
            Fact::ComponentDeclared(e) => {
                self.components
                    .insert(e.component.name.clone(), e.component.clone());
            }
            Fact::EnvironmentDeclared(e) => {
                self.environments
                    .insert(e.environment.name.clone(), e.environment.clone());
            }
            _ => self.see_release(meta, fact),
        }
    }

    fn see_release(&mut self, meta: &Meta, fact: &Fact) {
        match fact {
            Fact::ReleaseCreated(e) => {
                let story = Story {
                    components: e.components.iter().cloned().collect(),
                    makers: meta.actor.person().cloned().into_iter().collect(),
                    ..Story::default()
                };
                self.releases.insert(e.release.to_string(), story);
            }
            Fact::ArtifactAdded(e) => {
                self.touched(&e.release, meta);
                let component = e.artifact.component.clone();
                self.told(&e.release).components.insert(component);
            }
            Fact::ArtifactRemoved(e) => self.touched(&e.release, meta),
            Fact::ScopeChanged(e) => self.touched(&e.release, meta),
            Fact::CommitsAdded(e) => {
                self.touched(&e.release, meta);
                let authors = e.commits.iter().flat_map(|commit| commit.authors.clone());
                self.told(&e.release).makers.extend(authors);
            }
            Fact::ReleaseSubmitted(e) => self.told(&e.release).stands = Some(e.manifest),
            Fact::ReleaseRevised(e) => self.told(&e.release).stands = None,
            _ => self.see_decision(meta, fact),
        }
    }

    fn see_decision(&mut self, meta: &Meta, fact: &Fact) {
        match fact {
            Fact::ApprovalGiven(e) => {
                let said = Said {
                    yes: true,
                    person: e.person.clone(),
                    principal: e.on_behalf_of.clone().unwrap_or(e.person.clone()),
                    scope: e.scope.clone(),
                    role: e.role,
                    environment: e.environment.clone(),
                    manifest: e.manifest,
                };
                self.told(&e.release).said.push(said);
            }
            Fact::ApprovalRejected(e) => {
                let said = Said {
                    yes: false,
                    person: e.person.clone(),
                    principal: e.on_behalf_of.clone().unwrap_or(e.person.clone()),
                    scope: e.scope.clone(),
                    role: e.role,
                    environment: e.environment.clone(),
                    manifest: e.manifest,
                };
                self.told(&e.release).said.push(said);
            }
            Fact::ApprovalWithdrawn(e) => {
                let mine = |said: &Said| said.person == e.person && said.role == e.role;
                self.told(&e.release).said.retain(|said| !mine(said));
            }
            Fact::DeploymentRequested(e) => {
                let what = (e.environment.clone(), e.manifest);
                self.deployments.insert(e.deployment.to_string(), what);
                let person = meta.actor.person().cloned();
                self.told(&e.release).deployers.extend(person);
            }
            Fact::DeploymentSucceeded(e) => {
                let what = self.deployments[&e.deployment.to_string()].clone();
                self.told(&e.release).ran.insert(what);
            }
            _ => {}
        }
    }
}
