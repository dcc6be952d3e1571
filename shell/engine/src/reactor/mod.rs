//! What carries out what the ledger says is due: commands that Holdpoint issues itself, and effects outside.
//!
//! `turn` is one pass over the agenda, `task` one effect in hand, `worker` the thread that carries it out.

mod executor;
mod task;
mod turn;
mod worker;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use holdpoint_domain::Time;

pub use executor::{Executor, Found, NoExecutor};
pub use task::{Line, Task};
pub use turn::Turn;

use crate::{Engine, EngineError};

/// How long the reactor sleeps at most: a clock may be set, or a thread asked to stop.
const NAP: Duration = Duration::from_millis(200);

/// Issues what is due and hands out effects, each once.
pub struct Reactor {
    engine: Engine,
    executor: Arc<dyn Executor>,
    /// The how manieth time it is that the engine decides.
    sat: u64,
    /// When this reactor began, in milliseconds: later ones have higher epochs.
    epoch: i64,
    /// Size of the ledger then: intents before it may have been handed out by an earlier reactor.
    began: u64,
    /// Effects that were handed out, by position, and how to call them off; none when they have ended.
    handed: HashMap<u64, Option<Arc<AtomicBool>>>,
    /// Commands that were refused or failed, and when: not issued again at once.
    refused: HashMap<String, Instant>,
    ended: (Sender<u64>, Receiver<u64>),
}

/// A reactor on its own thread; it stops when this is dropped.
pub struct Running {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Reactor {
    /// A reactor that does nothing before its first turn.
    #[must_use]
    pub fn new(engine: Engine, executor: Arc<dyn Executor>) -> Self {
        let published = engine.published();
        let head = published.head.as_ref().map_or(0, |head| head.time_ms);
        Self {
            sat: engine.decides().unwrap_or(0),
            epoch: engine.clock().now().max(head),
            began: published.size(),
            engine,
            executor,
            handed: HashMap::new(),
            refused: HashMap::new(),
            ended: channel(),
        }
    }

    /// Takes turns on a thread of its own, whenever something is published or due.
    ///
    /// # Errors
    /// When there can be no more threads.
    pub fn start(mut self) -> std::io::Result<Running> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("reactor".into())
            .spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    if !self.is_its_own() {
                        std::thread::sleep(NAP);
                        continue;
                    }
                    let Ok(turn) = self.turn() else { break };
                    let nap = self.until(turn.wake);
                    let _ = self.engine.wait_beyond(turn.size, nap);
                }
            })?;
        Ok(Running {
            stop,
            thread: Some(thread),
        })
    }

    /// Takes turns until nothing is due now and everything handed out has ended: for a simulated clock, which
    /// does not go on by itself. Says when something is due next.
    ///
    /// # Errors
    /// When the engine is closed.
    pub fn settle(&mut self) -> Result<Option<Time>, EngineError> {
        loop {
            let turn = self.turn()?;
            if turn.issued > 0 || turn.handed_out > 0 {
                continue;
            }
            if turn.in_hand == 0 {
                return Ok(turn.wake);
            }
            // What is in hand may end, or grow the ledger before it does.
            let _ = self
                .engine
                .wait_beyond(turn.size, Duration::from_millis(20));
        }
    }

    /// Whether these duties are this engine's; begins anew when they have come to it again.
    fn is_its_own(&mut self) -> bool {
        let Some(sat) = self.engine.decides() else {
            return false;
        };
        if sat != self.sat {
            // What is in hand still tells how it ended.
            let fresh = Self::new(self.engine.clone(), Arc::clone(&self.executor));
            *self = Self { sat, ..fresh };
        }
        true
    }

    fn until(&self, wake: Option<Time>) -> Duration {
        let left = wake.map(|wake| wake.millis() - self.engine.clock().now());
        let left = left
            .and_then(|left| u64::try_from(left).ok())
            .map(Duration::from_millis);
        left.map_or(NAP, |left| left.clamp(Duration::from_millis(1), NAP))
    }
}

impl Running {
    /// Stops taking turns. Effects in hand are not called off: their outcome still gets into the ledger, or
    /// is looked up by the next reactor.
    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}
