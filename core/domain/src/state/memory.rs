//! What is in memory: aggregates leave when they are finished, and come back when they are needed.

use super::{RESIDENT, State};
use crate::access::{AbsenceId, DelegationId, GrantId};
use crate::booking::BookingId;
use crate::bulletin::BulletinId;
use crate::deployment::{Deployment, DeploymentId, DeploymentStage};
use crate::kernel::{Key, Kind, Lazy, Time};
use crate::organisation::PersonId;
use crate::pipeline::{self, RunId};
use crate::retention::{self, HoldId};
use crate::status;

impl State {
    /// Whether the aggregate belongs in memory at this position: its kind always does, or it is not finished.
    #[must_use]
    pub fn open(&self, key: &Key) -> bool {
        let name = key.name();
        match key.kind() {
            Kind::Grant => GrantId::new(name).is_ok_and(|id| self.grants.contains_key(&id)),
            Kind::Delegation => {
                DelegationId::new(name).is_ok_and(|id| self.delegations.contains_key(&id))
            }
            Kind::Absence => AbsenceId::new(name).is_ok_and(|id| self.absences.contains_key(&id)),
            Kind::Bulletin => {
                BulletinId::new(name).is_ok_and(|id| self.bulletins.contains_key(&id))
            }
            Kind::Booking => BookingId::new(name).is_ok_and(|id| self.bookings.contains_key(&id)),
            Kind::Hold => HoldId::new(name).is_ok_and(|id| self.holds.contains_key(&id)),
            Kind::Status => status::parts(name).is_some_and(|at| self.statuses.contains_key(&at)),
            Kind::Release => self
                .releases
                .peek(key)
                .is_some_and(|found| !found.finished()),
            Kind::Deployment => self
                .deployments
                .peek(key)
                .is_some_and(crate::deployment::Deployment::open),
            Kind::Waiver => self.waivers.peek(key).is_some_and(|found| !found.ended),
            Kind::Run => self.runs.peek(key).is_some_and(|found| found.stage.open()),
            Kind::Evidence
            | Kind::Comment
            | Kind::Conversation
            | Kind::Mention
            | Kind::Refusal
            | Kind::Session
            | Kind::Export
            | Kind::Import
            | Kind::Workload => false,
            kind => RESIDENT.contains(&kind),
        }
    }

    /// Takes over an aggregate from a state in which its events alone were folded; if there were none,
    /// remembers that it does not exist. Indexes stay as they are: only live events keep them.
    pub fn adopt(&mut self, key: &Key, folded: &Self) {
        match key.kind() {
            Kind::Release => adopt(&mut self.releases, key, &folded.releases),
            Kind::Deployment => adopt(&mut self.deployments, key, &folded.deployments),
            Kind::Waiver => adopt(&mut self.waivers, key, &folded.waivers),
            Kind::Run => adopt(&mut self.runs, key, &folded.runs),
            Kind::Evidence => adopt(&mut self.evidence, key, &folded.evidence),
            Kind::Comment => adopt(&mut self.comments, key, &folded.comments),
            _ => {}
        }
    }

    /// Forgets an aggregate that is not open; a later need brings it back.
    pub fn evict(&mut self, key: &Key) {
        if self.open(key) {
            return;
        }
        match key.kind() {
            Kind::Release => self.releases.forget(key),
            Kind::Deployment => self.deployments.forget(key),
            Kind::Waiver => self.waivers.forget(key),
            Kind::Run => self.runs.forget(key),
            Kind::Evidence => self.evidence.forget(key),
            Kind::Comment => self.comments.forget(key),
            _ => {}
        }
    }

    /// Forgets every aggregate that is not open, as if the state had just been read from the ledger.
    pub fn evict_finished(&mut self) {
        self.releases.retain(|found| !found.finished());
        self.deployments.retain(crate::deployment::Deployment::open);
        self.waivers.retain(|found| !found.ended);
        self.runs.retain(|found| found.stage.open());
        self.evidence = Lazy::default();
        self.comments = Lazy::default();
    }

    /// When the aggregate is due next.
    fn due_time(&self, key: &Key) -> Option<Time> {
        let name = key.name();
        match key.kind() {
            Kind::Delegation => {
                let found = DelegationId::new(name)
                    .ok()
                    .and_then(|id| self.delegations.get(&id));
                found.map(|delegation| delegation.ends)
            }
            Kind::Absence => {
                let found = AbsenceId::new(name)
                    .ok()
                    .and_then(|id| self.absences.get(&id));
                found.map(|absence| absence.ends)
            }
            Kind::Bulletin => {
                let found = BulletinId::new(name).ok();
                let found = found.and_then(|id| self.bulletins.get(&id));
                found.map(|bulletin| bulletin.deadline)
            }
            Kind::Booking => {
                let found = BookingId::new(name).ok();
                let found = found.and_then(|id| self.bookings.get(&id));
                found.map(|booking| booking.until)
            }
            Kind::Hold => {
                let found = HoldId::new(name).ok();
                let found = found.and_then(|id| self.holds.get(&id));
                found.and_then(|hold| hold.until)
            }
            Kind::Person => {
                let person = PersonId::new(name).ok()?;
                retention::next_due(self, &person)
            }
            Kind::Waiver => self.waivers.peek(key).filter(|w| !w.ended).map(|w| w.ends),
            Kind::Run => self.runs.peek(key).and_then(|run| pipeline::due(self, run)),
            Kind::Deployment => {
                let found = self.deployments.peek(key);
                let running = found.filter(|d| d.stage == DeploymentStage::Running);
                running
                    .and_then(|d| d.step.as_ref())
                    .map(|step| step.deadline)
            }
            _ => None,
        }
    }

    /// Brings the indexes up to date with an aggregate that has just changed.
    pub(super) fn note(&mut self, key: &Key) {
        let time = self.due_time(key);
        self.due.set(key, time);
        if key.kind() == Kind::Hold {
            for person in retention::note_hold(self) {
                let time = retention::next_due(self, &person);
                self.due.set(&person.key(), time);
            }
        }
        if key.kind() == Kind::Deployment
            && let Ok(id) = DeploymentId::new(key.name())
        {
            self.note_intent(key, &id);
            self.note_awaiting(&id);
            let found = self.deployments.peek(key);
            match found.is_some_and(Deployment::in_progress) {
                true => self.under_way.insert(id),
                false => self.under_way.remove(&id),
            };
        }
    }

    /// The run that waits for a deployment is due when that has ended.
    fn note_awaiting(&mut self, id: &DeploymentId) {
        let Some(run) = self.errands.awaiting(id).map(RunId::key) else {
            return;
        };
        let due = self.runs.peek(&run);
        let due = due.and_then(|found| pipeline::due(self, found));
        self.due.set(&run, due);
    }

    fn note_intent(&mut self, key: &Key, id: &DeploymentId) {
        let found = self.deployments.peek(key);
        let running = found.filter(|d| d.stage == DeploymentStage::Running);
        let intent = running
            .and_then(|d| d.step.as_ref())
            .map(|step| step.position);
        if let Some(old) = self.intent_of.remove(id) {
            self.intents.remove(&old);
        }
        if let Some(position) = intent {
            self.intent_of.insert(id.clone(), position);
            self.intents.insert(position, id.clone());
        }
    }
}

fn adopt<V: Clone>(own: &mut Lazy<V>, key: &Key, folded: &Lazy<V>) {
    match folded.peek(key) {
        Some(value) => own.insert(key.clone(), value.clone()),
        None => own.insert_absent(key.clone()),
    }
}
