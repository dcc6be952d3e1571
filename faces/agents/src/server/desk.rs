//! Threads that wait for steps at agents, and what they are told.

use std::collections::{BTreeSet, HashMap};
use std::sync::mpsc::{Receiver, Sender, channel};

/// What happened to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// It ended at that agent, which says so in these bytes; and why output is missing, if some is.
    Ended {
        agent: String,
        payload: Vec<u8>,
        unread: Option<String>,
    },
    /// It never began, and nobody will begin it.
    NeverBegan,
    /// No agent wants it, and what the last one said.
    Refused(String),
    /// Its agent is not heard any more.
    Silent(String),
    /// Its agent is heard again.
    Back,
    /// Its agent has lost its records.
    Forgotten(String),
}

#[derive(Debug, Default)]
pub(super) struct Desk {
    waiting: HashMap<u64, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    news: Sender<News>,
    labels: BTreeSet<String>,
    /// Who has refused it.
    refused: BTreeSet<String>,
}

impl Desk {
    /// Somebody waits for the step from now on.
    pub(super) fn await_news(&mut self, key: u64, labels: BTreeSet<String>) -> Receiver<News> {
        let (news, receiver) = channel();
        let waiting = Waiting {
            news,
            labels,
            refused: BTreeSet::new(),
        };
        self.waiting.insert(key, waiting);
        receiver
    }

    pub(super) fn forget(&mut self, key: u64) {
        self.waiting.remove(&key);
    }

    /// Tells whoever waits; gives it back if nobody does.
    pub(super) fn tell(&self, key: u64, news: News) -> Option<News> {
        match self.waiting.get(&key) {
            Some(waiting) => waiting.news.send(news).err().map(|unsent| unsent.0),
            None => Some(news),
        }
    }

    /// An agent has refused the step; the labels that it is wanted with, and who has refused it so far.
    pub(super) fn refused(
        &mut self,
        key: u64,
        agent: &str,
    ) -> Option<(&BTreeSet<String>, &BTreeSet<String>)> {
        let waiting = self.waiting.get_mut(&key)?;
        waiting.refused.insert(agent.to_owned());
        Some((&waiting.labels, &waiting.refused))
    }
}
