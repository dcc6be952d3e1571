//! The rules once more, written from what they promise: asked before each fact is taken over.

use holdpoint_domain::access::Role;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::deployment::{Purpose, Requested};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Fact, Meta, Time};

use super::matching;
use super::model::{Model, Said, Story};
use super::tally::Tally;

#[derive(Default)]
pub struct Oracle {
    model: Model,
}

impl Oracle {
    /// Objects to a fact that should not be, and takes it over.
    pub fn watch(&mut self, meta: &Meta, fact: &Fact, tally: &mut Tally) {
        match fact {
            Fact::ApprovalGiven(_) | Fact::ApprovalRejected(_) => {
                self.model.see(meta, fact);
                return self.approved(meta, fact);
            }
            Fact::DeploymentRequested(requested) => self.requested(meta, requested, tally),
            _ => {}
        }
        self.model.see(meta, fact);
    }

    /// Whether something keeps a person from deciding about a release.
    fn kept_out(&self, story: &Story, person: &PersonId, now: Time) -> bool {
        let administers = |role| role == Role::Administrator;
        !self.model.members.contains(person)
            || story.makers.contains(person)
            || story.deployers.contains(person)
            || self
                .model
                .grants_of(person, now)
                .any(|grant| administers(grant.role))
    }

    /// No author, deployer or administrator decides; who stands in for somebody has their word.
    fn approved(&self, meta: &Meta, fact: &Fact) {
        let release = fact.subject().name().to_owned();
        let story = self.model.story(&release);
        let said = story.said.last().unwrap();
        assert_eq!(meta.actor.person(), Some(&said.person), "{fact:?}");
        assert!(!self.model.idle.contains(&said.person), "{fact:?}");
        assert_eq!(
            story.stands,
            Some(said.manifest),
            "{fact:?} is on something else"
        );
        for person in [&said.person, &said.principal] {
            assert!(
                !self.kept_out(story, person, meta.time),
                "{person}: {fact:?}"
            );
        }
        let mut grants = self.model.grants_of(&said.principal, meta.time);
        assert!(grants.any(|grant| grant.role == said.role), "{fact:?}");
        if said.person != said.principal {
            let lent = self.model.delegations.values().any(|found| {
                (&found.from, &found.to) == (&said.principal, &said.person)
                    && (found.begins..found.ends).contains(&meta.time)
                    && found.role.is_none_or(|role| role == said.role)
                    && said.scope.as_ref() == Some(&found.scope)
            });
            assert!(lent, "nobody has lent: {fact:?}");
        }
    }

    fn requested(&self, meta: &Meta, asked: &Requested, tally: &mut Tally) {
        let story = self.model.story(&asked.release);
        let place = &self.model.environments[&asked.environment];
        if let Some(person) = meta.actor.person() {
            assert!(!self.model.idle.contains(person), "{asked:?}");
            let approved = story
                .said
                .iter()
                .any(|said| [&said.person, &said.principal].contains(&person));
            assert!(!approved, "{person} has decided about it: {asked:?}");
            let made = place.protected && story.makers.contains(person);
            assert!(!made, "{person} has made it: {asked:?}");
        }
        match &asked.purpose {
            Purpose::Rollback { .. } => {
                tally.rollbacks += 1;
                let ran = (asked.environment.clone(), asked.manifest);
                assert!(
                    story.ran.contains(&ran),
                    "that has never run there: {asked:?}"
                );
            }
            Purpose::Deploy if place.protected => {
                tally.guarded += 1;
                let lent = story.said.iter().any(|said| said.person != said.principal);
                tally.delegated += u64::from(lent);
                assert_eq!(
                    story.stands,
                    Some(asked.manifest),
                    "that was not submitted: {asked:?}"
                );
                self.guarded(meta.time, asked, story);
            }
            Purpose::Deploy => {}
        }
    }

    /// Its quorum of distinct, eligible people, for every component, and nobody's no.
    fn guarded(&self, now: Time, asked: &Requested, story: &Story) {
        for (role, quorum) in self.model.asked(&asked.environment, story) {
            for component in &story.components {
                let counts = |said: &&Said| {
                    said.role == role
                        && said.manifest == asked.manifest
                        && self.speaks(said, story, &asked.environment, component, now)
                };
                let pairs: Vec<_> = story
                    .said
                    .iter()
                    .filter(counts)
                    .inspect(|said| assert!(said.yes, "{said:?} stands against {asked:?}"))
                    .map(|said| (said.person.clone(), said.principal.clone()))
                    .collect();
                let people = matching::most(&pairs);
                assert!(
                    people >= quorum as usize,
                    "{people} of {quorum} {role} for {component}: {asked:?}"
                );
            }
        }
    }

    fn speaks(
        &self,
        said: &Said,
        story: &Story,
        place: &EnvironmentName,
        component: &ComponentName,
        now: Time,
    ) -> bool {
        let reaches = |scope| self.model.reaches(scope, place, component);
        let mut grants = self.model.grants_of(&said.principal, now);
        said.environment.as_ref().is_none_or(|named| named == place)
            && said.scope.as_ref().is_none_or(reaches)
            && grants.any(|grant| grant.role == said.role && reaches(&grant.scope))
            && [&said.person, &said.principal]
                .iter()
                .all(|person| !self.kept_out(story, person, now))
    }
}
