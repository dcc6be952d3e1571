//! Steps that agents run, as the engine hands them out.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use holdpoint_courier::AgentId;
use holdpoint_courier::dispatcher::{Ending, Work};
use holdpoint_domain::agent::AgentName;
use holdpoint_domain::pipeline::{self, FinishRunStep, RunId, StepResult};
use holdpoint_domain::{Command, Digest, Effect};
use holdpoint_engine::{Engine, Executor, Found, Task};
use holdpoint_executor::Hands;
use holdpoint_ports::{BlobDigest, StepOutput};

use super::desk::News;
use super::{Agents, locked};
use crate::order::Order;
use crate::pieces::{length, read_at};
use crate::told::Said;

/// How often it is looked whether a step is still wanted.
const LOOK: Duration = Duration::from_millis(50);
/// How long a step that was asked to end may take before it is made to.
const GRACE: Duration = Duration::from_secs(5);
/// How long an agent that is not heard may take to come back before its step is given up.
const BACK_WITHIN: Duration = Duration::from_secs(60);

/// Hands of this machine, and agents for what those do not do.
pub struct Yard {
    hands: Hands,
    agents: Arc<Agents>,
    engine: Engine,
    /// By what the machine of the server itself can be chosen; none if it runs no commands.
    own: Option<BTreeSet<String>>,
}

/// A step for an agent.
struct Wanted<'t> {
    task: &'t Task,
    run: &'t RunId,
    place: u32,
    labels: BTreeSet<String>,
}

impl Yard {
    /// Carries out what an engine intends. What wants only labels of `own` runs on this machine.
    #[must_use]
    pub fn new(
        hands: Hands,
        agents: Arc<Agents>,
        engine: Engine,
        own: Option<BTreeSet<String>>,
    ) -> Self {
        Self {
            hands,
            agents,
            engine,
            own,
        }
    }

    /// The step, if it is one for agents.
    fn wanted<'t>(&self, task: &'t Task) -> Option<Wanted<'t>> {
        let Effect::RunPipelineStep {
            run,
            place,
            work,
            labels,
            ..
        } = &task.effect
        else {
            return None;
        };
        let command = matches!(
            work,
            pipeline::Work::Run(_) | pipeline::Work::Check(_) | pipeline::Work::Tests(_)
        );
        let labels: BTreeSet<String> = labels.iter().cloned().collect();
        let here = self.own.as_ref().is_some_and(|own| labels.is_subset(own));
        (command && !here).then_some(Wanted {
            task,
            run,
            place: *place,
            labels,
        })
    }

    /// Offers the step to agents, and waits for its end.
    fn offer(&self, wanted: &Wanted<'_>, chosen: Option<&str>) -> Vec<Command> {
        let key = wanted.task.position;
        let news = locked(&self.agents.desk).await_news(key, wanted.labels.clone());
        if let Some(early) = locked(&self.agents.early).remove(&key) {
            locked(&self.agents.desk).tell(key, early);
        }
        locked(&self.agents.tasks).insert(key, wanted.task.clone());
        let result = match self.order(wanted) {
            Ok(payload) => self.placed(wanted, payload, chosen, &news),
            Err(why) => StepResult::not(why),
        };
        locked(&self.agents.desk).forget(key);
        locked(&self.agents.tasks).remove(&key);
        wanted.told(result)
    }

    fn order(&self, wanted: &Wanted<'_>) -> Result<Vec<u8>, String> {
        let position = wanted.task.position;
        let backing = self.engine.backing(&wanted.run.key(), position);
        let backing = backing.map_err(|error| error.to_string())?;
        let order = Order::of(position, backing).map_err(|error| error.to_string())?;
        order.pack().map_err(|error| error.to_string())
    }

    fn placed(
        &self,
        wanted: &Wanted<'_>,
        payload: Vec<u8>,
        chosen: Option<&str>,
        news: &Receiver<News>,
    ) -> StepResult {
        let key = wanted.task.position;
        let offered = self.agents.hub.with(|dispatcher, _| {
            let work = Work {
                key,
                epoch: dispatcher.epoch(),
                labels: wanted.labels.clone(),
                slots: 1,
                confirm: true,
                payload,
            };
            match chosen {
                Some(agent) => dispatcher.resume(work, &AgentId::new(agent)),
                None => dispatcher.offer(work),
            }
        });
        match offered {
            Ok(_) => self.wait(wanted, news),
            Err(error) => StepResult::not(format!(
                "the run is too large to be proven to an agent: {error}"
            )),
        }
    }

    /// Waits for the end of a step; it is stopped when it is called off, and given up when its agent is gone for too long.
    fn wait(&self, wanted: &Wanted<'_>, news: &Receiver<News>) -> StepResult {
        let key = wanted.task.position;
        let (mut stopping, mut silent): (Option<Instant>, Option<(Instant, String)>) = (None, None);
        loop {
            match news.recv_timeout(LOOK) {
                Ok(News::Ended {
                    agent,
                    payload,
                    unread,
                }) => return self.ended(key, &agent, &payload, unread),
                Ok(News::NeverBegan) => return StepResult::not("stopped"),
                Ok(News::Refused(why)) => {
                    self.give_up(key);
                    return StepResult::not(why);
                }
                Ok(News::Forgotten(agent)) => {
                    self.give_up(key);
                    let why = format!("the agent `{agent}` has lost its records of it");
                    return StepResult::lost(why);
                }
                Ok(News::Silent(agent)) => silent = Some((Instant::now(), agent)),
                Ok(News::Back) => silent = None,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return StepResult::lost("another server took it over");
                }
            }
            if let Some((_, agent)) = silent.take_if(|(since, _)| since.elapsed() > BACK_WITHIN) {
                self.give_up(key);
                let seconds = BACK_WITHIN.as_secs();
                let why = format!("the agent `{agent}` was not heard for {seconds} s and more");
                return self.lost(key, why);
            }
            if wanted.task.called_off() && self.stop(key, &mut stopping) {
                return StepResult::not("stopped");
            }
        }
    }

    /// Whether it never began.
    fn stop(&self, key: u64, stopping: &mut Option<Instant>) -> bool {
        let force = stopping.is_some_and(|since| since.elapsed() > GRACE);
        if stopping.is_some() && !force {
            return false;
        }
        stopping.get_or_insert_with(Instant::now);
        let ending = self
            .agents
            .hub
            .with(|dispatcher, _| dispatcher.stop(key, force));
        ending == Ending::NeverBegan
    }

    fn give_up(&self, key: u64) {
        self.agents.hub.with(|dispatcher, _| dispatcher.forget(key));
    }

    /// The end as its agent says, with what it wrote.
    fn ended(&self, key: u64, agent: &str, payload: &[u8], unread: Option<String>) -> StepResult {
        let Ok(said) = serde_json::from_slice::<Said>(payload) else {
            let why =
                format!("the agent `{agent}` said how it ended in a way that is not known here");
            return self.lost(key, why);
        };
        let mut result = said.result;
        result.log = self.keep_log(key);
        if let Some(why) = unread {
            result.why = format!("output is missing: {why}");
        }
        for (name, made) in &result.artifacts {
            let there = self.agents.blobs.size(&BlobDigest(made.digest.0));
            if !matches!(there, Ok(Some(_))) {
                result.why = format!("the artifact `{name}` did not come from the agent `{agent}`");
                result.exit_code = Some(1);
                break;
            }
        }
        result.agent = AgentName::new(agent).ok();
        result
    }

    fn lost(&self, key: u64, why: String) -> StepResult {
        StepResult {
            log: self.keep_log(key),
            records: true,
            ..StepResult::lost(why)
        }
    }

    /// What the step has written, as a blob.
    fn keep_log(&self, key: u64) -> Option<Digest> {
        let path = self.agents.log_of(key);
        if length(&path) == 0 {
            return None;
        }
        let mut file = fs::File::open(path).ok()?;
        let (digest, _) = self.agents.blobs.put(&mut file).ok()?;
        Some(Digest(digest.0))
    }
}

impl Wanted<'_> {
    fn told(&self, result: StepResult) -> Vec<Command> {
        let finish = FinishRunStep {
            run: self.run.clone(),
            place: self.place,
            intent: self.task.position,
            result,
        };
        vec![finish.into()]
    }
}

impl Executor for Yard {
    fn carry_out(&self, task: &Task) -> Vec<Command> {
        match self.wanted(task) {
            Some(wanted) => self.offer(&wanted, None),
            None => self.hands.carry_out(task),
        }
    }

    fn look_up(&self, task: &Task) -> Found {
        let Some(wanted) = self.wanted(task) else {
            return self.hands.look_up(task);
        };
        let chosen = locked(&self.agents.placed)
            .of(task.position)
            .map(str::to_owned);
        match chosen {
            Some(agent) => Found::Told(self.offer(&wanted, Some(&agent))),
            // What agents say of it when they have connected counts all the same.
            None => Found::NeverBegan,
        }
    }

    fn settled(&self, task: &Task) {
        if self.wanted(task).is_none() {
            return self.hands.settled(task);
        }
        let key = task.position;
        self.agents
            .hub
            .with(|dispatcher, _| dispatcher.ended_kept(key));
        locked(&self.agents.placed).forget(key);
        // What is left takes room, and does no harm.
        let _ = fs::remove_file(self.agents.log_of(key));
    }
}

impl StepOutput for Yard {
    fn written(&self, key: u64, offset: u64, most: u64) -> Option<Vec<u8>> {
        let path = self.agents.log_of(key);
        match length(&path) {
            0 => self.hands.written(key, offset, most),
            _ => read_at(&path, offset, most).ok(),
        }
    }
}
