//! What is said about a step.

use super::scene::Item;
use crate::expression::Test;
use crate::model::{GateMode, Work};
use crate::plan::{Graph, Node, Role};

/// What a step does and how, in a few words each.
pub(super) fn notes(graph: &Graph, item: &Item<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let node = item.node;
    if let Some(task) = &node.task {
        notes.extend(of_work(&task.work));
        notes.extend(
            task.retries
                .as_ref()
                .map(|retries| counted(retries.count.0, "retry", "retries")),
        );
        notes.extend(
            task.timeout
                .map(|timeout| format!("at most {}", timeout.text())),
        );
        notes.extend(
            task.concurrency
                .as_ref()
                .map(|one| format!("one at a time in {}", one.group.as_str())),
        );
    }
    let group = node
        .group
        .and_then(|group| graph.groups.get(group as usize));
    if let Some(group) = group.filter(|_| item.count > 1) {
        notes.extend(group.limit.map(|limit| format!("{limit} at a time")));
        notes.extend(
            group
                .fail_fast
                .then(|| "stops at the first failure".to_owned()),
        );
    }
    notes.extend(node.allow_failure.then(|| "may fail".to_owned()));
    notes.extend(asked(graph, node));
    notes
}

/// Its condition, as far as it is not known how it comes out.
fn asked(graph: &Graph, node: &Node) -> Option<String> {
    match node.when.as_ref()? {
        Test::Known(true) => None,
        Test::Known(false) => Some("not if started so".to_owned()),
        when => Some(format!("when {}", graph.condition(when))),
    }
}

fn of_work(work: &Work) -> Vec<String> {
    let words = |words: &[crate::shape::Word]| {
        words
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let environment = |environment: &Option<crate::shape::Word>| {
        environment.iter().map(|one| format!("to {one}")).collect()
    };
    match work {
        Work::Wait(wait) => match wait.r#for {
            Some(time) => vec![time.text()],
            None => vec![format!("until {} is open", words(&wait.window))],
        },
        Work::Gate(gate) => {
            let of = gate.environment.iter().map(|one| format!("of {one}"));
            let mode = (gate.mode != GateMode::Enforce).then(|| gate.mode.to_string());
            of.chain(mode).collect()
        }
        Work::Approval(approval) => {
            let quorum = approval.quorum.map(|quorum| format!("{} each", quorum.0));
            std::iter::once(format!("by {}", words(&approval.roles)))
                .chain(quorum)
                .collect()
        }
        Work::Deploy(deploy) => {
            let strategy = deploy
                .strategy
                .iter()
                .map(|strategy| strategy.0.kind.to_string());
            let to: Vec<String> = environment(&deploy.environment);
            to.into_iter().chain(strategy).collect()
        }
        Work::Verify(verify) => verify
            .r#for
            .iter()
            .map(|time| format!("for {}", time.text()))
            .collect(),
        Work::Check(check) => vec![
            check
                .command
                .iter()
                .map(|word| word.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        ],
        Work::Tests(tests) => {
            let workers = tests
                .workers
                .map(|workers| counted(workers.0, "worker", "workers"));
            std::iter::once(tests.runner.to_string())
                .chain(workers)
                .collect()
        }
        Work::Manual(manual) => {
            let planned = manual
                .planned
                .map(|planned| format!("planned {}", planned.text()));
            let second = manual.confirm.then(|| "second person confirms".to_owned());
            std::iter::once(format!("by {}", manual.owner))
                .chain(planned)
                .chain(second)
                .collect()
        }
        Work::External(external) => vec![format!("{} {}", external.system, external.job.as_str())],
        Work::Container(container) => vec![container.image.as_str().to_owned()],
        Work::Http(http) => vec![format!("{} {}", http.method, http.url.as_str())],
        Work::Run(_) => Vec::new(),
    }
}

/// The kind of a step, in a word.
pub(super) fn kind(item: &Item<'_>) -> &'static str {
    item.node.task.as_ref().map_or("", |task| task.work.word())
}

/// The title with how many steps it stands for.
pub(super) fn title(item: &Item<'_>) -> String {
    match item.count {
        1 => item.title.clone(),
        count => format!("{} ×{count}", item.title),
    }
}

/// The heading of a stage.
pub(super) fn stage(graph: &Graph, stage: usize) -> String {
    let Some(stage) = graph.stages.get(stage) else {
        return String::new();
    };
    let title = if stage.title.is_empty() {
        &stage.name
    } else {
        &stage.title
    };
    match stage
        .environment
        .as_ref()
        .filter(|environment| environment.as_str() != title)
    {
        Some(environment) => format!("{title} → {environment}"),
        None => title.clone(),
    }
}

/// Under which condition a stage is entered; empty if it is whatever comes.
pub(super) fn entered(graph: &Graph, stage: usize) -> String {
    let begins = |node: &&Node| node.role == Role::Begin && node.stage as usize == stage;
    let begin = graph.nodes.iter().find(begins);
    begin
        .and_then(|begin| asked(graph, begin))
        .unwrap_or_default()
}

/// At most so many letters, with what is left out shown as such.
pub(super) fn short(text: &str, letters: usize) -> String {
    let clean: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match clean.chars().count() > letters {
        true => clean
            .chars()
            .take(letters.saturating_sub(1))
            .chain(['…'])
            .collect(),
        false => clean,
    }
}

fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
