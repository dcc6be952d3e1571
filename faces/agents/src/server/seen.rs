//! Who is there now.

use holdpoint_ports::{Presence, PresentAgent};

use super::{Agents, Heard, locked};

impl Presence for Agents {
    fn pin(&self) -> Option<String> {
        locked(&self.pin).clone()
    }

    fn present(&self) -> Vec<PresentAgent> {
        let heard = locked(&self.seen).clone();
        self.hub.with(|dispatcher, _| {
            let all = dispatcher.agents();
            let all = all.map(|(agent, presence)| {
                let known = heard.get(agent.as_str()).cloned().unwrap_or_default();
                PresentAgent {
                    agent: agent.to_string(),
                    connected: presence.connected,
                    labels: presence.labels.into_iter().collect(),
                    capacity: presence.capacity,
                    steps: presence.keys.into_iter().collect(),
                    ..known.told()
                }
            });
            all.collect()
        })
    }
}

impl Heard {
    fn told(self) -> PresentAgent {
        let programs = self.seen.programs.into_iter();
        let programs = programs.map(|one| (one.path, one.sha256, one.processes));
        PresentAgent {
            executes: self.executes,
            program: self.program,
            heard: self.at,
            host: self.seen.host,
            system: self.seen.system,
            programs: programs.collect(),
            more: self.seen.more,
            ..PresentAgent::default()
        }
    }
}
