//! Pipelines that start others.

use super::circle::{find, report_circle};
use crate::Definition;
use crate::model::Pipeline;
use crate::shape::{Reader, Word};

fn starters(pipeline: &Pipeline) -> &[Word] {
    pipeline
        .on
        .as_ref()
        .map_or(&[], |on| on.0.pipeline.as_slice())
}

/// Reports pipelines that wait for one that there is not, or that start each other for ever.
pub(super) fn check(definition: &Definition, reader: &mut Reader<'_>) {
    let names: Vec<_> = definition.pipelines.keys().map(Word::as_str).collect();
    for pipeline in definition.pipelines.values() {
        for name in starters(pipeline)
            .iter()
            .filter(|name| !names.contains(&name.as_str()))
        {
            let otherwise = "name a pipeline of this file";
            reader.unknown("pipeline", name, names.iter().copied(), otherwise);
        }
    }
    let next = |name: &str| {
        let found = definition.pipelines.get(name);
        found
            .map(|one| starters(one).iter().collect())
            .unwrap_or_default()
    };
    if let Some(circle) = find(&names, &next) {
        report_circle(reader, "pipelines", &circle);
    }
}
