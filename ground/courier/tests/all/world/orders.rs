//! What the server has written down of its work: it survives a crash.

use std::collections::BTreeSet;

use holdpoint_courier::AgentId;
use holdpoint_courier::dispatcher::Work;

use super::Dice;

#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) key: u64,
    pub(crate) labels: BTreeSet<String>,
    pub(crate) slots: u32,
    /// Who was chosen.
    pub(crate) agent: Option<AgentId>,
    /// How it ended.
    pub(crate) ended: Option<Vec<u8>>,
    /// Whether it never will begin.
    pub(crate) revoked: bool,
    pub(crate) stop: bool,
    pub(crate) revoke: bool,
    pub(crate) log: Vec<u8>,
    /// Bytes of it that survive a crash.
    pub(crate) durable: usize,
    /// How often it was begun, anywhere.
    pub(crate) runs: u32,
}

pub(crate) fn labels(mask: u64) -> BTreeSet<String> {
    let named = ["linux", "arm", "deploy"].into_iter().enumerate();
    let chosen = named.filter(|(bit, _)| mask >> bit & 1 == 1);
    chosen.map(|(_, name)| name.to_owned()).collect()
}

impl Order {
    pub(crate) fn new(key: u64, dice: &mut Dice) -> Self {
        Self {
            key,
            labels: labels(dice.next() & dice.next()),
            slots: 1 + u32::from(dice.hit(200)),
            agent: None,
            ended: None,
            revoked: false,
            stop: false,
            revoke: false,
            log: Vec::new(),
            durable: 0,
            runs: 0,
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.ended.is_some() || self.revoked
    }

    /// As it is offered: the payload says what the agent must have.
    pub(crate) fn work(&self, epoch: u64) -> Work {
        let labels: Vec<&str> = self.labels.iter().map(String::as_str).collect();
        let payload = format!("{} {}", self.slots, labels.join(","));
        Work {
            key: self.key,
            epoch,
            labels: self.labels.clone(),
            slots: self.slots,
            confirm: true,
            payload: payload.into_bytes(),
        }
    }
}
