//! How steps begin.

use super::super::event::StepRequested;
use super::super::outcome::StepResult;
use super::super::run::{Run, RunId};
use super::super::work::{Deploy, Work};
use super::{Follow, found, intent};
use crate::Fact;
use crate::access::{self, Manner};
use crate::deployment::{self, AbortDeployment, DeploymentId};
use crate::kernel::{Context, Decide, Halt};

/// What runs there already need not be deployed.
const ALREADY: &str = "already-running";

impl Follow<'_> {
    /// An attempt of a step begins. What needs no agent is looked at at once.
    pub(super) fn request(&mut self, id: &RunId, place: u32) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let Some(requested) = intent(run, place) else {
            return Ok(());
        };
        match run.work(place).cloned() {
            Some(Work::Deploy(work)) => self.deploy(id, &work, requested),
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

    /// A deployment begins, as if whoever started the run had asked for it now: the gate is asked again, and whoever must
    /// not deploy it does not.
    fn deploy(&mut self, id: &RunId, work: &Deploy, requested: StepRequested) -> Result<(), Halt> {
        let place = requested.place;
        let begun = self.deployed(found(&self.state, id)?, work);
        match begun {
            Ok(facts) => {
                // The intent comes after the deployment that it names.
                let deployment = facts.iter().find_map(requested_deployment);
                facts.into_iter().for_each(|fact| self.take(fact));
                self.take(StepRequested {
                    deployment,
                    ..requested
                });
                self.look(id, place)
            }
            Err(Halt::Refused(refusal, _)) => {
                self.take(requested);
                if refusal.code == ALREADY {
                    return self.end(id, place, StepResult::done());
                }
                let reasons = refusal.reasons.iter().map(|reason| &reason.message);
                let lines: Vec<_> = std::iter::once(&refusal.message).chain(reasons).collect();
                let lines = lines.into_iter().take(5).cloned().collect::<Vec<_>>();
                self.end(id, place, StepResult::not(lines.join("; ")))
            }
            Err(missing) => Err(missing),
        }
    }

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
        let within = self.within();
        let context = Context {
            actor: &run.by,
            ..within
        };
        let required = command.required(&self.state)?;
        access::check(&self.state, context.actor, &required, context.now)?;
        let (about, manner) = (&required.targets, Manner::default());
        let name = "deployment.deploy";
        access::obey(&self.state, name, &required, about, &[], manner, &context)?;
        command.decide(&self.state, &context)
    }

    /// What is to be stopped, and nobody carries out: a deployment that it has begun is aborted.
    pub(super) fn stop(&mut self, id: &RunId, place: u32) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let attempt = run.attempts.get(&place);
        let deployment = attempt.and_then(|attempt| attempt.deployment.clone());
        if let Some(deployment) = deployment {
            let aborted = AbortDeployment {
                deployment,
                reason: run.reason.clone(),
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
