//! Steps: verified, written down, carried out, and told.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use holdpoint_courier::Digest;
use holdpoint_courier::drive::Link;
use holdpoint_courier::frame::Reason;
use holdpoint_domain::pipeline::StepResult;
use holdpoint_domain::{Command, Effect};
use holdpoint_engine::{Executor as _, Found, Task};
use holdpoint_executor::Hands;
use holdpoint_logs::{Level, Log};
use holdpoint_ports::{BlobDigest, BlobStore};
use tokio::runtime::Handle;

use super::connect::Way;
use super::files::Written;
use super::ledger::{Growth, Known, Seen};
use super::proof::{Intended, intended};
use super::state::{self, Place};
use crate::Allowed;
use crate::enrol::EXTENSION;
use crate::http::get;
use crate::order::{Order, hashes};
use crate::pieces::{Received, Receiving};
use crate::told::Said;

/// Whoever waits for a file.
type Waiting = Sender<Result<(), String>>;

/// Everything that an agent works with.
pub(super) struct Works {
    pub(super) link: Arc<Link>,
    pub(super) way: Arc<Way>,
    pub(super) hands: Arc<Hands>,
    pub(super) blobs: Arc<dyn BlobStore>,
    pub(super) written: Arc<Written>,
    pub(super) place: Place,
    pub(super) known: Mutex<Known>,
    pub(super) allow: Option<PathBuf>,
    pub(super) receiving: Mutex<Receiving>,
    pub(super) log: Log,
    pub(super) runtime: Handle,
    pub(super) running: Mutex<HashMap<u64, Task>>,
    pub(super) waiting: Mutex<HashMap<Digest, Vec<Waiting>>>,
}

pub(super) fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Works {
    /// Takes an offer, or turns it down and says why.
    pub(super) fn offered(&self, key: u64, epoch: u64, payload: &[u8]) {
        let taken = self.verified(key, payload).and_then(|intended| {
            let task = state::Task {
                epoch,
                order: hex::encode(payload),
                said: None,
            };
            self.place.keep(key, &task)?;
            Ok(intended)
        });
        match taken {
            Ok(intended) => {
                self.link.with(|courier| courier.accept(key));
                let task = self.began(key, epoch, intended.effect);
                let told = self.supplied(&task).map(|()| self.hands.carry_out(&task));
                self.ended(&task, told);
            }
            Err(why) => {
                self.say(Level::Warn, "agent.refused", &why, key);
                let why = why.chars().take(2_000).collect::<String>();
                self.link
                    .with(|courier| courier.decline(key, Reason::Refused, &why));
            }
        }
    }

    /// What the ledger intends at that position, if this host lets it happen.
    fn verified(&self, key: u64, payload: &[u8]) -> Result<Intended, String> {
        let order = Order::unpack(payload).map_err(|error| error.to_string())?;
        if order.position != key {
            return Err("the order is for another step".to_owned());
        }
        let checkpoint = locked(&self.known).checkpoint(&order.checkpoint)?;
        let seen = locked(&self.known).seen(&checkpoint)?;
        if let Seen::Other(growth) = seen {
            self.grew(&growth)?;
        }
        let intended = intended(&order, &checkpoint)?;
        locked(&self.known).learn(checkpoint.size, &checkpoint.root)?;
        let asked = intended.asked();
        let asked = asked.ok_or("an agent runs commands and checks, and this is something else")?;
        match &self.allow {
            Some(path) => {
                let allowed = Allowed::read(path).map_err(|error| error.to_string())?;
                allowed.lets(&asked)?;
            }
            None => return Err("nothing is allowed on this host: it has no `--allow`".to_owned()),
        }
        Ok(intended)
    }

    /// Has the server prove that the ledger only grew between two trees.
    fn grew(&self, growth: &Growth) -> Result<(), String> {
        let (old, new) = (growth.old.0, growth.new.0);
        let question = get(&format!("{EXTENSION}?old={old}&new={new}"))?;
        let answer = self.runtime.block_on(self.way.ask(question));
        let answer =
            answer.map_err(|why| format!("it is not proven that the ledger only grew: {why}"))?;
        let texts: Vec<String> =
            serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
        let proof = hashes(&texts).ok_or("the proof that the ledger only grew is unreadable")?;
        locked(&self.known).grew(growth, &proof)
    }

    fn began(&self, key: u64, epoch: u64, effect: Effect) -> Task {
        let task = Task::new(key, i64::try_from(epoch).unwrap_or(i64::MAX), effect);
        locked(&self.running).insert(key, task.clone());
        self.link.with(|courier| courier.started(key));
        task
    }

    /// Goes on with a step that was accepted before this start.
    pub(super) fn resume(&self, key: u64, task: &state::Task) -> Result<(), String> {
        let payload = hex::decode(&task.order).map_err(|error| error.to_string())?;
        let order = Order::unpack(&payload).map_err(|error| error.to_string())?;
        // That its tree belongs to the ledger was looked at when it was accepted.
        let checkpoint = locked(&self.known).checkpoint(&order.checkpoint)?;
        let effect = intended(&order, &checkpoint)?.effect;
        let task = self.began(key, task.epoch, effect);
        let told = match self.hands.look_up(&task) {
            Found::Told(told) => Ok(told),
            Found::NeverBegan => self.supplied(&task).map(|()| self.hands.carry_out(&task)),
        };
        self.ended(&task, told);
        Ok(())
    }

    /// Says again how a step ended that ended before this start.
    pub(super) fn said_before(&self, key: u64, said: &Said) {
        self.finish(key, said);
    }

    /// Fetches the artifacts that the step gets.
    fn supplied(&self, task: &Task) -> Result<(), String> {
        let Effect::RunPipelineStep { brought, .. } = &task.effect else {
            return Ok(());
        };
        for one in brought {
            let Some(digest) = one.digest else { continue };
            let there = self.blobs.size(&BlobDigest(digest.0));
            if there.map_err(|error| error.to_string())?.is_none() {
                let digest = Digest(digest.0);
                let came = self.awaiting(digest);
                self.link.with(|courier| courier.fetch(digest, 0));
                let came = self.patiently(task, &came);
                came.map_err(|why| format!("the artifact `{}`: {why}", one.name))?;
            }
        }
        Ok(())
    }

    fn awaiting(&self, digest: Digest) -> Receiver<Result<(), String>> {
        let (sender, receiver) = channel();
        let mut waiting = locked(&self.waiting);
        waiting.entry(digest).or_default().push(sender);
        receiver
    }

    /// Waits for a file; however long the server is away, but not when the step is not wanted any more.
    fn patiently(&self, task: &Task, came: &Receiver<Result<(), String>>) -> Result<(), String> {
        loop {
            match came.recv_timeout(std::time::Duration::from_millis(100)) {
                Ok(result) => return result,
                Err(_) if task.called_off() => return Err("it was stopped".to_owned()),
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
                Err(_) => return Err("it never came".to_owned()),
            }
        }
    }

    /// A file that was fetched, or that the server has now: whoever waits for it is told.
    pub(super) fn arrived(&self, digest: Digest, result: &Result<(), String>) {
        for waiting in locked(&self.waiting).remove(&digest).into_iter().flatten() {
            // Whoever was stopped meanwhile does not listen.
            let _ = waiting.send(result.clone());
        }
    }

    /// A piece of a file that is fetched.
    pub(super) fn piece(&self, digest: Digest, at: (u64, u64), bytes: &[u8]) {
        let taken = locked(&self.receiving).take(digest, at, bytes, &*self.blobs);
        let kept = |kept| {
            self.link
                .with(|courier| courier.file_kept(digest, at.1, kept));
        };
        match taken {
            Ok(Received::Part(so_far)) => kept(so_far),
            Ok(Received::Whole) => {
                kept(at.1);
                self.arrived(digest, &Ok(()));
            }
            Ok(Received::Other) => {
                kept(at.1);
                self.arrived(digest, &Err("what came is something else".to_owned()));
            }
            Err(why) => self.arrived(digest, &Err(why)),
        }
    }

    /// What a step has made is given to the server; then that it has ended is written down and told.
    fn ended(&self, task: &Task, told: Result<Vec<Command>, String>) {
        let result = match told {
            Ok(commands) => match commands.into_iter().next() {
                Some(Command::FinishRunStep(finish)) => finish.result,
                // Somebody newer is in charge here, and tells.
                _ => return,
            },
            Err(why) => StepResult::not(why),
        };
        let said = Said { result };
        if let Err(why) = self.uploaded(task, &said.result) {
            self.say(Level::Error, "agent.artifacts", &why, task.position);
        }
        let before = self.place.read(task.position);
        let kept = before.and_then(|before| {
            let before = before.ok_or("it was not asked for")?;
            let ended = state::Task {
                said: Some(said.clone()),
                ..before
            };
            self.place.keep(task.position, &ended)
        });
        if let Err(why) = kept {
            self.say(Level::Error, "agent.state", &why, task.position);
        }
        self.finish(task.position, &said);
    }

    fn uploaded(&self, task: &Task, result: &StepResult) -> Result<(), String> {
        for (name, made) in &result.artifacts {
            let digest = Digest(made.digest.0);
            let came = self.awaiting(digest);
            self.link.with(|courier| courier.have(digest, made.bytes));
            let sent = self.patiently(task, &came);
            sent.map_err(|why| format!("the artifact `{name}` was not sent: {why}"))?;
        }
        Ok(())
    }

    fn finish(&self, key: u64, said: &Said) {
        let log = said.result.log.and_then(|log| {
            let size = self.blobs.size(&BlobDigest(log.0)).ok()??;
            Some((Digest(log.0), size))
        });
        if let Some((digest, _)) = log {
            self.written.ended(key, digest);
        }
        let payload = serde_json::to_vec(said).unwrap_or_default();
        let told = self.link.with(|courier| {
            courier.log_grew(key, log.map_or(0, |(_, size)| size));
            courier.ended(key, payload)
        });
        if let Err(error) = told {
            self.say(Level::Error, "agent.told", &error.to_string(), key);
        }
    }

    /// A step is to end: politely first, and by force some seconds later.
    pub(super) fn stop(&self, key: u64) {
        if let Some(task) = locked(&self.running).get(&key) {
            task.call_off();
        }
    }

    /// The server has everything of a step: nothing of it is needed here any more.
    pub(super) fn settled(&self, key: u64) {
        if let Some(task) = locked(&self.running).remove(&key) {
            self.hands.settled(&task);
        }
        self.written.forget(key);
        self.place.forget(key);
        self.link.with(|courier| courier.discarded(key));
    }

    /// Says how much the steps that run have written.
    pub(super) fn logs_grew(&self) {
        let keys: Vec<u64> = locked(&self.running).keys().copied().collect();
        if keys.is_empty() {
            return;
        }
        let lengths = keys.iter().map(|key| self.hands.written_bytes(*key));
        let lengths: Vec<u64> = lengths.collect();
        self.link.with(|courier| {
            for (key, length) in keys.iter().zip(lengths) {
                courier.log_grew(*key, length);
            }
        });
    }

    fn say(&self, level: Level, event: &str, message: &str, key: u64) {
        let fields = [("step", key.into())];
        self.log.say(level, event, message, &fields);
    }
}
