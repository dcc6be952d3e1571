//! What is said about a step.

use super::scene::Item;
use crate::model::{GateMode, Work};
use crate::plan::Graph;

/// What a step does and how, in a few words each.
pub(super) fn notes(graph: &Graph, item: &Item<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let node = item.node;
    if let Some(task) = &node.task {
        notes.extend(of_work(&task.work));
        notes.extend(
            task.retries
                .as_ref()
                .map(|retries| format!("{} retries", retries.count.0)),
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
    notes.extend(
        node.when
            .as_ref()
            .map(|when| format!("when {}", graph.condition(when))),
    );
    notes
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
                .map(|workers| format!("{} workers", workers.0));
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
