//! What the stories have in common.

use std::sync::Arc;

use holdpoint_findings::{Source, Unreadable};
use holdpoint_pipelines::{Definition, Given, Graph, plan};

/// A definition, or what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Definition, Unreadable> {
    let source = Source::new("holdpoint.yaml", text.as_bytes().to_vec()).unwrap();
    Definition::of(&Arc::new(source))
}

/// A definition that is sound.
pub(crate) fn sound(text: &str) -> Definition {
    read(text).unwrap_or_else(|wrong| panic!("{}", told(&wrong)))
}

/// Its only pipeline, planned as an example.
pub(crate) fn planned(text: &str) -> Graph {
    let definition = sound(text);
    let name = definition
        .pipelines
        .keys()
        .next()
        .unwrap()
        .as_str()
        .to_owned();
    plan(&definition, &name, &Given::example()).unwrap_or_else(|wrong| panic!("{}", told(&wrong)))
}

/// What is wrong, line by line, with what to do.
pub(crate) fn told(wrong: &Unreadable) -> String {
    let line = |finding: &holdpoint_findings::Finding| {
        let place = &finding.place;
        let shown = wrong
            .sources()
            .get(&place.file)
            .and_then(|source| source.line(place.line));
        let end = place
            .end
            .filter(|end| end.line == place.line)
            .map_or(place.column + 1, |end| end.column);
        let mark = format!(
            "{}{}",
            " ".repeat(place.column - 1),
            "^".repeat(end.saturating_sub(place.column).max(1))
        );
        format!(
            "{}:{}: {}: {}\n    {}\n    {mark}\n  {}\n",
            place.line,
            place.column,
            finding.rule.id,
            finding.message,
            shown.unwrap_or_default(),
            finding.help,
        )
    };
    wrong.findings().iter().map(line).collect()
}

/// What is wrong with a definition that is not sound, or cannot be planned.
pub(crate) fn wrong(text: &str) -> String {
    match read(text) {
        Err(wrong) => told(&wrong),
        Ok(definition) => {
            let plans = definition
                .pipelines
                .keys()
                .map(|name| plan(&definition, name.as_str(), &Given::example()));
            plans
                .filter_map(Result::err)
                .map(|wrong| told(&wrong))
                .collect()
        }
    }
}
