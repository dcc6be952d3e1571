//! Step by step.

use std::collections::BTreeMap;
use std::fmt::Display;

use holdpoint_pipelines::model::{self, Work as Given};
use holdpoint_pipelines::{Graph, Link, Node, Share, Task, Template};

use super::super::Responsible;
use super::super::work::{
    Approval, Check, Deploy, Gate, Manual, Retries, RollBack, Script, Variables, Wait, Work,
};
use super::PlannedStep;
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::NameError;

/// The longest wait between attempts, in seconds, unless a definition says otherwise.
const LONGEST: u32 = 3_600;

/// Takes over steps, and gathers what is wrong with them.
pub(super) struct Taking<'s> {
    state: &'s State,
    pub(super) graph: &'s Graph,
    pub(super) works: Vec<Work>,
    places: BTreeMap<String, u32>,
    /// Names of things that do not exist here.
    pub(super) strangers: Vec<String>,
    /// What cannot be run.
    pub(super) unready: Vec<String>,
}

impl<'s> Taking<'s> {
    pub(super) fn new(state: &'s State, graph: &'s Graph) -> Self {
        Self {
            state,
            graph,
            works: Vec::new(),
            places: BTreeMap::new(),
            strangers: Vec::new(),
            unready: Vec::new(),
        }
    }

    /// What a run says beside its steps, as far as that cannot be run.
    pub(super) fn limits(&mut self, graph: &Graph) {
        for stage in &graph.stages {
            if stage.concurrency.is_some() || stage.timeout.is_some() {
                let what = format!("`concurrency` and `timeout` of stage `{}`", stage.name);
                self.unready(what);
            }
        }
    }

    pub(super) fn unready(&mut self, what: impl Display) {
        note(
            &mut self.unready,
            format!("{what} cannot be run by this version"),
        );
    }

    pub(super) fn wrong(&mut self, line: String) {
        note(&mut self.unready, line);
    }

    pub(super) fn step(&mut self, node: &Node, standard: &Variables) -> PlannedStep {
        let task = node.task.as_deref();
        let mut variables = standard.clone();
        let own = task.into_iter().flat_map(|task| &task.env);
        variables
            .extend(own.map(|(name, value)| (name.as_str().to_owned(), value.as_str().to_owned())));
        let last = node.id.rsplit('/').next().unwrap_or_default();
        let agent = task.and_then(|task| task.agent.as_ref());
        let labels = agent.into_iter().flat_map(|agent| &agent.labels);
        let needs = task.map(|task| self.needs(node, task));
        PlannedStep {
            id: node.id.to_string(),
            title: match &*node.title {
                title if title == last => String::new(),
                title => title.to_owned(),
            },
            stage: node.stage,
            link: Link::from(node),
            work: task.and_then(|task| self.task(node, task)),
            variables: if task.is_some() {
                variables
            } else {
                Variables::new()
            },
            needs: needs.unwrap_or_default(),
            labels: labels.map(|label| label.as_str().to_owned()).collect(),
            retries: task.and_then(again),
            point_of_no_return: node.point_of_no_return,
            planned_seconds: task.and_then(|task| task.planned).map(|time| time.0),
            timeout_seconds: task.and_then(|task| task.timeout).map(|time| time.0),
        }
    }

    fn task(&mut self, node: &Node, task: &Task) -> Option<u32> {
        let parts = [
            ("services", !task.services.is_empty()),
            ("identity", task.identity.is_some()),
            ("concurrency", task.concurrency.is_some()),
        ];
        for (key, _) in parts.iter().filter(|(_, there)| *there) {
            self.unready(format!("`{key}` of step `{}`", node.id));
        }
        let work = self.work(node, task)?;
        // What is the same is kept once: the combinations of a matrix have one script.
        let text = serde_json::to_string(&work).unwrap_or_default();
        let next = u32::try_from(self.works.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(text).or_insert(next);
        if place == next {
            self.works.push(work);
        }
        Some(place)
    }

    fn work(&mut self, node: &Node, task: &Task) -> Option<Work> {
        let work = &task.work;
        match work {
            Given::Run(run) => Some(Work::Run(script(run))),
            Given::Check(check) => Some(Work::Check(Check {
                command: texts(&check.command),
                fail_on: word(&check.fail_on),
            })),
            Given::Wait(wait) => {
                let windows = wait.window.iter();
                let windows = windows.filter_map(|name| self.window(node, name.as_str()));
                Some(Work::Wait(Wait {
                    windows: windows.collect(),
                    seconds: wait.r#for.map(|time| time.0),
                }))
            }
            Given::Gate(gate) => self.gate(node, gate),
            Given::Approval(approval) => self.approval(node, approval),
            Given::Deploy(deploy) => self.deploy(node, deploy),
            Given::RollBack(back) => Some(Work::RollBack(RollBack {
                of: back.of.to_string(),
            })),
            Given::Manual(manual) => self.manual(node, manual),
            Given::Http(http) => self.http(http),
            Given::External(external) => self.external(node, external),
            Given::Tests(given) => self.tests(node, given, task),
            Given::Container(_) | Given::Verify(_) => {
                self.unready(format!("`{}` of step `{}`", work.word(), node.id));
                None
            }
        }
    }

    /// A name that has to exist here.
    fn known<N>(
        &mut self,
        node: &Node,
        what: &str,
        text: &str,
        exists: impl Fn(&State, &N) -> bool,
    ) -> Option<N>
    where
        N: std::str::FromStr<Err = NameError>,
    {
        let name = text.parse().ok().filter(|name| exists(self.state, name));
        if name.is_none() {
            self.stranger(node, what, text);
        }
        name
    }

    fn stranger(&mut self, node: &Node, what: &str, text: &str) {
        let line = format!(
            "there is no {what} `{text}`, which step `{}` names",
            node.id
        );
        note(&mut self.strangers, line);
    }

    fn environment(&mut self, node: &Node, name: &str) -> Option<EnvironmentName> {
        let exists = |state: &State, name: &EnvironmentName| state.environments.contains_key(name);
        self.known(node, "environment", name, exists)
    }

    fn window(&mut self, node: &Node, name: &str) -> Option<crate::window::WindowName> {
        let exists = |state: &State, name: &_| state.windows.contains_key(name);
        self.known(node, "window", name, exists)
    }

    fn gate(&mut self, node: &Node, gate: &model::Gate) -> Option<Work> {
        let environment = gate.environment.as_ref()?;
        let release = gate.release.as_ref().map(|name| name.as_str().parse());
        Some(Work::Gate(Gate {
            environment: self.environment(node, environment.as_str())?,
            release: release.transpose().ok()?,
            enforced: gate.mode == model::GateMode::Enforce,
            timeout_seconds: gate.timeout.map(|time| time.0),
        }))
    }

    fn approval(&mut self, node: &Node, approval: &model::Approval) -> Option<Work> {
        let mut roles = Vec::new();
        for role in &approval.roles {
            match role.as_str().parse() {
                Ok(role) => roles.push(role),
                Err(_) => self.stranger(node, "role", role.as_str()),
            }
        }
        Some(Work::Approval(Approval {
            roles,
            quorum: approval.quorum.map_or(1, |count| count.0),
            instructions: text(approval.instructions.as_ref()),
            expires_seconds: approval.expires.map(|time| time.0),
        }))
    }

    fn deploy(&mut self, node: &Node, deploy: &model::Deploy) -> Option<Work> {
        if deploy.strategy.is_some() {
            self.unready(format!("`strategy` of step `{}`", node.id));
        }
        let environment = deploy.environment.as_ref()?;
        let components = deploy.components.iter();
        let components: Vec<_> = components
            .filter_map(|name| {
                let exists = |state: &State, name: &_| state.components.contains_key(name);
                self.known(node, "component", name.as_str(), exists)
            })
            .collect();
        let release = deploy.release.as_ref().map(|name| name.as_str().parse());
        Some(Work::Deploy(Deploy {
            environment: self.environment(node, environment.as_str())?,
            release: release.transpose().ok()?,
            components,
        }))
    }

    fn manual(&mut self, node: &Node, manual: &model::Manual) -> Option<Work> {
        let mut named = |name: &str| {
            let found = Responsible::named(self.state, name);
            if found.is_none() {
                self.stranger(node, "role or team", name);
            }
            found
        };
        let owner = named(manual.owner.as_str());
        let deputy = manual.deputy.as_ref().map(|name| named(name.as_str()));
        Some(Work::Manual(Manual {
            owner: owner?,
            deputy: deputy.flatten(),
            instructions: manual.instructions.as_str().to_owned(),
            planned_seconds: manual.planned.map(|time| time.0),
            attachment: manual.attachment.clone().unwrap_or_default(),
            confirm: manual.confirm,
        }))
    }
}

/// Keeps a line, once, of not too many.
fn note(lines: &mut Vec<String>, line: String) {
    if lines.len() < 50 && !lines.contains(&line) {
        lines.push(line);
    }
}

fn script(run: &model::Run) -> Script {
    let shell: &[&str] = match run.shell {
        model::Shell::Sh => &["sh", "-eu", "-c"],
        model::Shell::Bash => &["bash", "-eu", "-o", "pipefail", "-c"],
        model::Shell::PowerShell => &["pwsh", "-NonInteractive", "-Command"],
        model::Shell::Python => &["python3", "-c"],
    };
    Script {
        script: run.script.text.clone(),
        shell: shell.iter().map(|&word| word.to_owned()).collect(),
        folder: run
            .folder
            .as_ref()
            .map_or(String::new(), |path| path.0.clone()),
    }
}

/// What is tried again. A worker that is lost is, as others may be waiting for what it has.
fn again(task: &Task) -> Option<Retries> {
    let said = task.retries.as_ref().map(retries);
    let worker = matches!(task.share, Some(Share::Worker(_)));
    said.or_else(|| {
        worker.then(|| Retries {
            count: 2,
            backoff_seconds: 0,
            limit_seconds: LONGEST,
            on: vec!["lost".to_owned()],
        })
    })
}

fn retries(of: &model::Retries) -> Retries {
    let on: Vec<_> = of.on.iter().map(ToString::to_string).collect();
    Retries {
        count: of.count.0,
        backoff_seconds: of.backoff.map_or(0, |time| time.0),
        limit_seconds: of.backoff_limit.map_or(LONGEST, |time| time.0),
        on: if on.is_empty() {
            vec!["any".to_owned()]
        } else {
            on
        },
    }
}

fn texts(templates: &[Template]) -> Vec<String> {
    let texts = templates.iter();
    texts.map(|template| template.as_str().to_owned()).collect()
}

pub(super) fn text(template: Option<&Template>) -> String {
    template.map_or(String::new(), |template| template.as_str().to_owned())
}

/// A word of a definition, as it is written there.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
