//! What is said about a step.

use super::said;
use super::scene::Item;
use crate::expression::Test;
use crate::plan::{Graph, Node, Role};

/// What a step does and how, in a few words each.
pub(super) fn notes(graph: &Graph, item: &Item<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let node = item.node;
    if let Some(task) = &node.task {
        notes.extend(said::of_task(task));
        notes.extend(task.planned.map(|time| format!("planned {}", time.text())));
        notes.extend(
            task.retries
                .as_ref()
                .map(|retries| said::counted(retries.count.0, "retry", "retries")),
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
    if node.undoes() {
        return Some("if the run fails or is cancelled".to_owned());
    }
    match node.when.as_ref()? {
        Test::Known(true) => None,
        Test::Known(false) => Some("not if started so".to_owned()),
        when => Some(format!("when {}", graph.condition(when))),
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
