//! Who has room, by the labels that are asked for: a choice costs a look-up, whatever the number of agents.

use std::collections::{BTreeMap, BTreeSet};

use super::host::{Host, Rank};
use crate::AgentId;

/// Sets of labels that are remembered at the same time; what is asked less is ranked anew.
const REMEMBERED: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Index {
    asked: BTreeMap<BTreeSet<String>, Ranked>,
    turn: u64,
}

#[derive(Debug, Default)]
struct Ranked {
    agents: BTreeSet<Rank>,
    /// When it was asked last.
    turn: u64,
}

impl Index {
    /// The best agent with all these labels and as much room, that is not passed over.
    pub(super) fn choose(
        &mut self,
        labels: &BTreeSet<String>,
        slots: u32,
        hosts: &BTreeMap<AgentId, Host>,
        passed: &BTreeSet<AgentId>,
    ) -> Option<AgentId> {
        self.turn += 1;
        let turn = self.turn;
        if !self.asked.contains_key(labels) {
            self.remember(labels, hosts);
        }
        let ranked = self.asked.get_mut(labels)?;
        ranked.turn = turn;
        let roomy = ranked
            .agents
            .iter()
            .take_while(|(free, ..)| free.0 >= slots);
        let mut chosen = roomy.filter(|(_, _, agent)| !passed.contains(agent));
        chosen.next().map(|(_, _, agent)| agent.clone())
    }

    fn remember(&mut self, labels: &BTreeSet<String>, hosts: &BTreeMap<AgentId, Host>) {
        if self.asked.len() >= REMEMBERED {
            let oldest = self.asked.iter().min_by_key(|(_, ranked)| ranked.turn);
            if let Some(oldest) = oldest.map(|(labels, _)| labels.clone()) {
                self.asked.remove(&oldest);
            }
        }
        let matching = hosts
            .values()
            .filter(|host| host.labels.is_superset(labels));
        let agents = matching.filter_map(|host| host.rank.clone()).collect();
        self.asked
            .insert(labels.clone(), Ranked { agents, turn: 0 });
    }

    /// An agent stood somewhere, and stands somewhere else now.
    pub(super) fn moved(
        &mut self,
        labels: &BTreeSet<String>,
        before: Option<&Rank>,
        now: Option<&Rank>,
    ) {
        let matching = self.asked.iter_mut();
        for (_, ranked) in matching.filter(|(asked, _)| labels.is_superset(asked)) {
            if let Some(before) = before {
                ranked.agents.remove(before);
            }
            if let Some(now) = now {
                ranked.agents.insert(now.clone());
            }
        }
    }
}
