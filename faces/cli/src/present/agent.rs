//! Agents, for people.

use holdpoint_service::queries::{AgentPage, AgentView, Agents};

use crate::output::{Human, Page};

impl Human for Agents {
    fn human(&self, page: &mut Page) {
        if self.agents.is_empty() {
            page.line("there are no agents; `holdpoint agent invite NAME` invites one");
            return;
        }
        let rows = self.agents.iter().map(|one| {
            vec![
                one.agent.to_string(),
                one.standing.as_str().to_owned(),
                one.labels.join(", "),
                load(one),
                one.host.clone(),
            ]
        });
        let rows = rows.collect();
        page.table(&["agent", "standing", "labels", "steps", "host"], rows);
    }
}

fn load(one: &AgentView) -> String {
    match one.capacity {
        0 => String::new(),
        capacity => format!("{} of {capacity}", one.steps.len()),
    }
}

impl Human for AgentPage {
    fn human(&self, page: &mut Page) {
        let one = &self.agent;
        page.heading(&one.agent);
        page.field("standing", one.standing.as_str());
        page.field("labels", one.labels.join(", "));
        let times = [
            ("invited until", one.invited_until),
            ("enrolled", one.enrolled),
            ("retired", one.retired),
            ("heard", one.heard),
        ];
        for (name, time) in times {
            if let Some(time) = time {
                let time = page.time(time);
                page.field(name, time);
            }
        }
        for (name, text) in [
            ("host", &one.host),
            ("system", &one.system),
            ("program", &one.program),
        ] {
            if !text.is_empty() {
                page.field(name, text);
            }
        }
        if !one.steps.is_empty() {
            page.heading("Steps");
            let rows = one.steps.iter();
            let rows = rows.map(|step| vec![step.run.to_string(), step.step.clone()]);
            page.table(&["run", "step"], rows.collect());
        }
        if !self.programs.is_empty() {
            page.heading("What runs there");
            let rows = self.programs.iter().map(|one| {
                let digest = one.sha256.clone().unwrap_or_default();
                let digest = digest.chars().take(12).collect();
                vec![one.path.clone(), one.processes.to_string(), digest]
            });
            page.table(&["program", "processes", "sha256"], rows.collect());
        }
    }
}
