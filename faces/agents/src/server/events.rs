//! What happens on the connections of agents.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_courier::dispatcher::Event;
use holdpoint_courier::frame::{Hello, Mode, Reason};
use holdpoint_courier::{AgentId, Digest};
use holdpoint_logs::{Level, Log};

use super::desk::News;
use super::enrolment::Register;
use super::{Agents, Heard, locked, now_ms};
use crate::pieces::{Received, append, length};

/// How long an agent is sent away that is not let in, in milliseconds.
const TURNED_AWAY: u64 = 60_000;
/// How often it is looked who is let in no more.
const LOOK: Duration = Duration::from_secs(1);
/// Choices that are written down together at most.
const TOGETHER: usize = 256;

/// Who hears what agents say.
pub(super) struct Ears {
    pub(super) agents: Arc<Agents>,
    pub(super) register: Arc<Register>,
    pub(super) log: Log,
}

impl Ears {
    /// Hears, for ever.
    pub(super) async fn listen(&self) {
        loop {
            let first = self.agents.hub.event().await;
            let mut events = vec![first];
            // What has happened meanwhile is taken along, so that choices cost one write.
            self.agents.hub.with(|dispatcher, _| {
                while events.len() < TOGETHER
                    && let Some(event) = dispatcher.event()
                {
                    events.push(event);
                }
            });
            tokio::task::block_in_place(|| self.hear(events));
        }
    }

    fn hear(&self, events: Vec<Event>) {
        let mut chosen = Vec::new();
        for event in events {
            match event {
                Event::Placed { key, agent } => chosen.push((key, agent)),
                other => self.one(other),
            }
        }
        if !chosen.is_empty() {
            self.choose(&chosen);
        }
    }

    /// Looks every second who is let in no more.
    pub(super) async fn watch(&self) {
        loop {
            tokio::time::sleep(LOOK).await;
            let connected: Vec<AgentId> = self.agents.hub.with(|dispatcher, _| {
                let all = dispatcher.agents();
                let there = all.filter(|(_, presence)| presence.connected);
                there.map(|(agent, _)| agent.clone()).collect()
            });
            for agent in connected {
                self.turned_out(&agent);
            }
        }
    }

    /// Whether the agent is let in no more; then it is not connected any more either.
    fn turned_out(&self, agent: &AgentId) -> bool {
        let out = self.register.refuses(agent).is_some();
        if out {
            self.agents
                .hub
                .with(|dispatcher, now| dispatcher.turn_out(agent, now));
        }
        out
    }

    /// Tells agents that they were chosen, once that is written down.
    fn choose(&self, chosen: &[(u64, AgentId)]) {
        let chosen: Vec<_> = chosen
            .iter()
            .filter(|(_, agent)| !self.turned_out(agent))
            .cloned()
            .collect();
        let chosen = chosen.as_slice();
        let lines: Vec<_> = chosen
            .iter()
            .map(|(key, agent)| (*key, agent.to_string()))
            .collect();
        if let Err(error) = locked(&self.agents.placed).note(&lines) {
            let message = format!("who was chosen cannot be written down: {error}");
            self.log.say(Level::Error, "agents.placed", &message, &[]);
            return;
        }
        self.agents.hub.with(|dispatcher, _| {
            for (key, agent) in chosen {
                dispatcher.confirm(*key, agent);
            }
        });
    }

    fn one(&self, event: Event) {
        match event {
            Event::Hello { session, hello } => match self.register.refuses(&hello.agent) {
                None => self.welcome(session, &hello),
                Some(why) => self
                    .agents
                    .hub
                    .with(|dispatcher, now| dispatcher.refuse(session, &why, TURNED_AWAY, now)),
            },
            Event::Log { key, offset, bytes } => self.agents.wrote(key, offset, &bytes),
            Event::Ended {
                key,
                agent,
                unread,
                payload,
            } => {
                let agent = agent.to_string();
                self.agents.tell(
                    key,
                    News::Ended {
                        agent,
                        payload,
                        unread,
                    },
                );
            }
            Event::Declined {
                key,
                agent,
                reason: Reason::Refused,
                text,
            } => self.agents.refused(key, agent.as_str(), &text),
            Event::Revoked { key, .. } => self.agents.tell(key, News::NeverBegan),
            Event::Forgotten { key, agent } => {
                self.agents.tell(key, News::Forgotten(agent.to_string()));
            }
            Event::Lost { agent, keys } => {
                self.say(Level::Warn, "agents.lost", "is not heard any more", &agent);
                for key in keys {
                    self.agents.tell(key, News::Silent(agent.to_string()));
                }
            }
            Event::Connected { agent } => self.connected(&agent),
            Event::Left { agent, .. } => self.say(Level::Info, "agents.left", "has left", &agent),
            other => self.of_hosts(other),
        }
    }

    fn of_hosts(&self, event: Event) {
        match event {
            Event::Observed { agent, payload } => self.agents.observed(&agent, &payload),
            Event::Have {
                agent,
                digest,
                size,
            } => self.agents.has(&agent, digest, size),
            Event::File {
                agent,
                digest,
                offset,
                size,
                bytes,
            } => {
                let taken = self.agents.piece(&agent, digest, (offset, size), &bytes);
                if let Err(why) = taken {
                    self.say(Level::Error, "agents.file", &why, &agent);
                }
            }
            Event::Wanted {
                agent,
                session,
                digest,
                offset,
                most,
            } => self.agents.wanted(&agent, session, digest, (offset, most)),
            Event::Stray { agent, .. } => {
                let what = "has a step that counts no more: it was given up";
                self.say(Level::Warn, "agents.stray", what, &agent);
            }
            _ => {}
        }
    }

    fn welcome(&self, session: holdpoint_courier::dispatcher::SessionId, hello: &Hello) {
        let heard = Heard {
            program: hello.program.clone(),
            executes: hello.mode == Mode::Execute,
            at: now_ms(),
            ..Heard::default()
        };
        {
            let mut seen = locked(&self.agents.seen);
            let before = seen.entry(hello.agent.to_string()).or_default();
            *before = Heard {
                seen: std::mem::take(&mut before.seen),
                ..heard
            };
        }
        let kept = |key: u64| length(&self.agents.log_of(key));
        let logs: BTreeMap<u64, u64> = hello
            .tasks
            .iter()
            .map(|task| (task.key, kept(task.key)))
            .collect();
        self.agents
            .hub
            .with(|dispatcher, now| dispatcher.welcome(session, &logs, now));
    }

    fn connected(&self, agent: &AgentId) {
        self.say(Level::Info, "agents.connected", "is connected", agent);
        let keys = self.agents.hub.with(|dispatcher, _| {
            let found = dispatcher.agents().find(|(known, _)| *known == agent);
            found.map(|(_, presence)| presence.keys)
        });
        for key in keys.into_iter().flatten() {
            self.agents.tell(key, News::Back);
        }
    }

    fn say(&self, level: Level, event: &str, what: &str, agent: &AgentId) {
        let message = format!("agent `{agent}` {what}");
        self.log
            .say(level, event, &message, &[("agent", agent.as_str().into())]);
    }
}

impl Agents {
    /// Tells whoever waits for the step; ends are kept for whoever will.
    fn tell(&self, key: u64, news: News) {
        let unheard = locked(&self.desk).tell(key, news);
        if let Some(news @ (News::Ended { .. } | News::Forgotten(_))) = unheard {
            locked(&self.early).insert(key, news);
        }
    }

    /// What a step has written is kept where it belongs; what does not follow is asked for again.
    fn wrote(&self, key: u64, offset: u64, bytes: &[u8]) {
        let path = self.log_of(key);
        let there = length(&path);
        let kept = offset == there && append(&path, offset, bytes).is_ok();
        self.hub.with(|dispatcher, _| match kept {
            true => dispatcher.log_kept(key, offset + bytes.len() as u64),
            false => dispatcher.log_again(key, there),
        });
    }

    /// An agent does not want the step. When there is nobody else who could, it has failed.
    fn refused(&self, key: u64, agent: &str, why: &str) {
        let others = {
            let mut desk = locked(&self.desk);
            let Some((labels, refused)) = desk.refused(key, agent) else {
                return;
            };
            let (labels, refused) = (labels.clone(), refused.clone());
            drop(desk);
            self.hub.with(|dispatcher, _| {
                let mut fit = dispatcher.agents().filter(|(name, presence)| {
                    presence.connected
                        && labels.is_subset(&presence.labels)
                        && !refused.contains(name.as_str())
                        && presence.capacity > 0
                });
                fit.next().is_some()
            })
        };
        if !others {
            self.tell(
                key,
                News::Refused(format!("the agent `{agent}` refuses it: {why}")),
            );
        }
    }

    fn observed(&self, agent: &AgentId, payload: &[u8]) {
        let Ok(observed) = serde_json::from_slice(payload) else {
            // Of a newer version perhaps; what is known of it stays.
            return;
        };
        let mut seen = locked(&self.seen);
        let heard = seen.entry(agent.to_string()).or_default();
        (heard.seen, heard.at) = (observed, now_ms());
    }

    fn has(&self, agent: &AgentId, digest: Digest, size: u64) {
        let there = self.blobs.size(&holdpoint_ports::BlobDigest(digest.0));
        let there = there.ok().flatten().is_some();
        let kept = match there {
            true => size,
            false => locked(&self.receiving).kept(digest),
        };
        if size == 0 && !there {
            // Nothing of it has to come.
            let _ = self.piece(agent, digest, (0, 0), &[]);
            return;
        }
        self.hub
            .with(|dispatcher, _| dispatcher.file_kept(agent, digest, size, kept));
    }

    fn piece(
        &self,
        agent: &AgentId,
        digest: Digest,
        at: (u64, u64),
        bytes: &[u8],
    ) -> Result<(), String> {
        let received = locked(&self.receiving).take(digest, at, bytes, &*self.blobs)?;
        let kept = match received {
            Received::Part(kept) => kept,
            // What is something else than it was said to be is found missing where it is needed.
            Received::Whole | Received::Other => at.1,
        };
        self.hub
            .with(|dispatcher, _| dispatcher.file_kept(agent, digest, at.1, kept));
        Ok(())
    }

    fn wanted(
        &self,
        agent: &AgentId,
        session: holdpoint_courier::dispatcher::SessionId,
        digest: Digest,
        at: (u64, u64),
    ) {
        let size = self.blobs.size(&holdpoint_ports::BlobDigest(digest.0));
        let read = locked(&self.readings).read(agent.as_str(), digest, at, &*self.blobs);
        self.hub.with(|dispatcher, _| match (size, read) {
            (Ok(Some(size)), Ok(Some(bytes))) => {
                dispatcher.send_file(session, digest, at.0, size, &bytes);
            }
            (_, Err(why)) => dispatcher.no_file(session, digest, &why),
            (Err(error), _) => dispatcher.no_file(session, digest, &error.to_string()),
            _ => dispatcher.no_file(session, digest, "it is not kept on the server"),
        });
    }
}
