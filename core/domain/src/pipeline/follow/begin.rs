//! How steps begin.

use super::super::event::StepRequested;
use super::super::outcome::StepResult;
use super::super::run::{Run, RunId};
use super::super::work::{Deploy, Work};
use super::{Follow, found, intent};
use crate::Fact;
use crate::access::{self, Manner};
use crate::deployment::{self, AbortDeployment, DeploymentId};
use crate::kernel::{Context, Decide, Halt, Refusal};

/// What runs there already need not be deployed.
const ALREADY: &str = "already-running";
/// What was the first to run there leaves nothing to be brought back.
const NOTHING: &str = "nothing-before";

/// A refusal with its reasons, in a line.
fn said(refusal: &Refusal) -> String {
    let reasons = refusal.reasons.iter().map(|reason| &reason.message);
    let lines = std::iter::once(&refusal.message).chain(reasons).take(5);
    lines.cloned().collect::<Vec<_>>().join("; ")
}

impl Follow<'_> {
    /// An attempt of a step begins. What needs no agent is looked at at once.
    pub(super) fn request(&mut self, id: &RunId, place: u32) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let Some(requested) = intent(run, place) else {
            return Ok(());
        };
        match run.work(place).cloned() {
            Some(Work::Deploy(work)) => {
                let begun = self.deployed(found(&self.state, id)?, &work);
                self.deploying(id, begun, requested)
            }
            Some(Work::RollBack(work)) => self.roll_back(id, &work.of, requested),
            Some(work) if work.by_agent() => {
                self.take(requested);
                Ok(())
            }
            _ => {
                self.take(requested);
                self.look(id, place)
            }
        }
    }

    /// Deployments begin, or do not.
    pub(super) fn deploying(
        &mut self,
        id: &RunId,
        begun: Result<Vec<Fact>, Halt>,
        requested: StepRequested,
    ) -> Result<(), Halt> {
        let place = requested.place;
        match begun {
            Ok(facts) => {
                // The intent comes after the deployments that it names.
                let mut deployments = facts.iter().filter_map(requested_deployment);
                let deployment = deployments.next();
                let more = deployments.collect();
                facts.into_iter().for_each(|fact| self.take(fact));
                self.take(StepRequested {
                    deployment,
                    more,
                    ..requested
                });
                self.look(id, place)
            }
            Err(Halt::Refused(refusal, _)) => {
                self.take(requested);
                let result = match refusal.code.as_str() {
                    ALREADY => StepResult::done(),
                    NOTHING => StepResult::done_as("nothing ran there before"),
                    _ => StepResult::not(said(&refusal)),
                };
                self.end(id, place, result)
            }
            Err(missing) => Err(missing),
        }
    }

    /// A deployment, as if whoever started the run had asked for it now: the gate is asked again, and whoever must not deploy
    /// it does not.
    fn deployed(&self, run: &Run, work: &Deploy) -> Result<Vec<Fact>, Halt> {
        let release = work.release.clone().or_else(|| run.release.clone());
        let Some(release) = release else {
            return Err(super::super::refusal::run_unknown(&run.id).into());
        };
        let command = deployment::Deploy {
            release,
            environment: work.environment.clone(),
            components: work.components.clone(),
            again: false,
        };
        self.asked(run, "deployment.deploy", &command)
    }

    /// A decision within this one, with the rights of whoever started the run.
    pub(super) fn asked(
        &self,
        run: &Run,
        name: &'static str,
        command: &impl Decide,
    ) -> Result<Vec<Fact>, Halt> {
        let within = self.within();
        let context = Context {
            actor: &run.by,
            ..within
        };
        let required = command.required(&self.state)?;
        access::check(&self.state, context.actor, &required, context.now)?;
        let (about, manner) = (&required.targets, Manner::default());
        access::obey(&self.state, name, &required, about, &[], manner, &context)?;
        command.decide(&self.state, &context)
    }

    /// What is to be stopped, and nobody carries out: a deployment that it has begun is aborted.
    pub(super) fn stop(&mut self, id: &RunId, place: u32) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let attempt = run.attempts.get(&place);
        let deployments = attempt.map(|attempt| attempt.deployments.clone());
        let reason = run.reason.clone();
        for deployment in deployments.into_iter().flatten() {
            let aborted = AbortDeployment {
                deployment,
                reason: reason.clone(),
            };
            match aborted.decide(&self.state, &self.within()) {
                Ok(facts) => facts.into_iter().for_each(|fact| self.take(fact)),
                // It has ended meanwhile.
                Err(Halt::Refused(..)) => {}
                Err(missing) => return Err(missing),
            }
        }
        self.end(id, place, StepResult::not("the run was cancelled"))
    }
}

fn requested_deployment(fact: &Fact) -> Option<DeploymentId> {
    match fact {
        Fact::DeploymentRequested(event) => Some(event.deployment.clone()),
        _ => None,
    }
}
