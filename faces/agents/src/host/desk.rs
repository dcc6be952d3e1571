//! What steps ask while they run is asked of the server.

use std::sync::Arc;

use holdpoint_engine::Task;
use tokio::runtime::Handle;

use super::connect::Way;
use crate::enrol::QUESTION;
use crate::http::post;

pub(super) struct Desk {
    way: Arc<Way>,
    runtime: Handle,
}

impl Desk {
    pub(super) fn new(way: Arc<Way>) -> Self {
        let runtime = Handle::current();
        Self { way, runtime }
    }
}

impl holdpoint_executor::Desk for Desk {
    fn answer(&self, task: &Task, question: &[u8]) -> Option<Vec<u8>> {
        let path = format!("{QUESTION}?key={}", task.position);
        let asked = post(&path, question.to_vec()).ok()?;
        // A server that cannot be reached now is asked again.
        let answer = self.runtime.block_on(self.way.ask(asked)).ok()?;
        Some(answer.to_vec())
    }
}
