//! What has to hold within one value, beside the shapes of its parts.

use holdpoint_findings::{Span, Value};

use super::{
    Approval, Cache, Check, Container, Health, Identity, Input, Part, Pipeline, Secret, Stage,
    Step, Strategy, StrategyKind, Wait,
};
use crate::mistakes::{INPUT, KIND, MISSING_KEY, VALUE};
use crate::shape::Reader;

/// Where a key of a map stands, or else where the map begins.
fn spot(value: Value<'_>, key: &str) -> Span {
    value.field(key).map_or(value.span(), |field| field.span)
}

fn kind(reader: &mut Reader<'_>, span: Span, what: &str, help: &str) {
    let finding = reader.finding(&KIND, span, &[("what", what)]);
    reader.report(finding.help(help.to_owned()));
}

/// A list that says something.
fn filled<T>(reader: &mut Reader<'_>, value: Value<'_>, key: &str, list: &[T], expected: &str) {
    if list.is_empty() {
        reader.wrong(
            &VALUE,
            spot(value, key),
            &[("value", "[]"), ("expected", expected)],
        );
    }
}

pub(super) fn approval(made: &Approval, reader: &mut Reader<'_>, value: Value<'_>) {
    filled(
        reader,
        value,
        "roles",
        &made.roles,
        "a list of roles, one at least",
    );
}

pub(super) fn identity(made: &Identity, reader: &mut Reader<'_>, value: Value<'_>) {
    filled(
        reader,
        value,
        "audience",
        &made.audience,
        "a list of audiences, one at least",
    );
}

pub(super) fn check(made: &Check, reader: &mut Reader<'_>, value: Value<'_>) {
    filled(
        reader,
        value,
        "command",
        &made.command,
        "a check and its arguments",
    );
}

pub(super) fn cache(made: &Cache, reader: &mut Reader<'_>, value: Value<'_>) {
    filled(
        reader,
        value,
        "paths",
        &made.paths,
        "a list of folders, one at least",
    );
    filled(
        reader,
        value,
        "key",
        &made.key,
        "a list of files, one at least",
    );
}

pub(super) fn part(made: &Part, reader: &mut Reader<'_>, value: Value<'_>) {
    filled(
        reader,
        value,
        "steps",
        &made.steps,
        "a list of steps, one at least",
    );
}

pub(super) fn pipeline(made: &Pipeline, reader: &mut Reader<'_>, value: Value<'_>) {
    filled(
        reader,
        value,
        "stages",
        &made.stages,
        "a list of stages, one at least",
    );
}

pub(super) fn strategy(made: &Strategy, reader: &mut Reader<'_>, value: Value<'_>) {
    if !made.steps.is_empty() && made.kind != StrategyKind::Canary {
        kind(
            reader,
            spot(value, "steps"),
            "only a canary has steps",
            "remove `steps`, or say `kind: canary`",
        );
    }
    if made.batch.is_some() && made.kind != StrategyKind::Rolling {
        kind(
            reader,
            spot(value, "batch"),
            "only a rolling strategy has a batch",
            "remove `batch`, or say `kind: rolling`",
        );
    }
    let falls = |two: &[crate::shape::Percent]| matches!(two, [a, b] if a >= b);
    if made.steps.windows(2).any(falls) {
        kind(
            reader,
            spot(value, "steps"),
            "the steps of a canary rise",
            "write them in order, such as `[5, 25, 100]`",
        );
    }
}

pub(super) fn input(made: &Input, reader: &mut Reader<'_>, value: Value<'_>) {
    for choice in &made.choices {
        let text = choice.to_string();
        let free = Input {
            choices: Vec::new(),
            ..made.clone()
        };
        if free.value(&text).is_none() {
            let what = format!("the choice `{text}` is not {}", free.described());
            reader.wrong(&INPUT, spot(value, "choices"), &[("what", &what)]);
        }
    }
    if let Some(default) = made.default.as_ref().map(ToString::to_string)
        && made.value(&default).is_none()
    {
        let what = format!("the default `{default}` is not {}", made.described());
        reader.wrong(&INPUT, spot(value, "default"), &[("what", &what)]);
    }
}

pub(super) fn secret(made: &Secret, reader: &mut Reader<'_>, value: Value<'_>) {
    if let Some((key, example)) = made.lacks() {
        let owner = format!("a secret from `{}`", made.from);
        let words = [("owner", owner.as_str()), ("key", key)];
        let finding = reader.finding(&MISSING_KEY, spot(value, "from"), &words);
        reader.report(finding.help(format!("add it, such as `{key}: {example}`")));
    }
}

pub(super) fn health(made: &Health, reader: &mut Reader<'_>, value: Value<'_>) {
    let ways = [
        made.run.is_some(),
        made.http.is_some(),
        made.http.is_none() && made.port.is_some(),
    ];
    if ways.iter().filter(|way| **way).count() != 1 {
        let what = "a health check asks in one way: `run`, `http` or `port`";
        kind(reader, value.span(), what, "keep one of them");
    }
}

pub(super) fn container(made: &Container, reader: &mut Reader<'_>, value: Value<'_>) {
    if made.run.is_some() && !made.command.is_empty() {
        let what = "a container has `run` or `command`, not both";
        kind(reader, spot(value, "command"), what, "keep one of them");
    }
}

pub(super) fn wait(made: &Wait, reader: &mut Reader<'_>, value: Value<'_>) {
    if made.r#for.is_some() != made.window.is_empty() {
        let what = "a wait says how long (`for`) or until which window is open (`window`)";
        kind(
            reader,
            value.span(),
            what,
            "write one of them, such as `wait: 10m`",
        );
    }
}

pub(super) fn stage(made: &Stage, reader: &mut Reader<'_>, value: Value<'_>) {
    if made.called().is_none() {
        reader.missing("a stage", "name", "build", value.span());
    }
}

/// Keys that a step has whatever it does.
const COMMON: &[&str] = &["name", "title", "after", "when", "matrix", "back-out"];

pub(super) fn step(made: &Step, reader: &mut Reader<'_>, value: Value<'_>) {
    if value.get("parallel").is_some() {
        return block(made, reader, value);
    }
    if made.name.is_none() {
        reader.missing("a step", "name", "build", value.span());
    }
    let works: Vec<_> = made.works().iter().map(|work| work.word()).collect();
    match (works.as_slice(), &made.r#use) {
        ([_], None) => {
            if !made.with.is_empty() {
                kind(
                    reader,
                    spot(value, "with"),
                    "`with` gives inputs to a part, and there is no `use`",
                    "use `env` for variables",
                );
            }
        }
        ([], Some(_)) => uses(made, reader, value),
        ([], None) => {
            let help = "add what it does: `run`, `container`, `http`, `wait`, `gate`, `approval`, `deploy`, `verify`, `check`, \
                        `tests`, `manual`, `external`, or `use` for a part";
            kind(reader, value.span(), "the step does nothing", help);
        }
        (several, part) => {
            let words = several.iter().copied().chain(part.iter().map(|_| "use"));
            let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
            let what = format!("the step does several things: {}", words.join(", "));
            let second = several.get(1).copied().unwrap_or("use");
            kind(reader, spot(value, second), &what, "make a step of each");
        }
    }
}

/// The steps of a part say themselves how they run.
fn uses(made: &Step, reader: &mut Reader<'_>, value: Value<'_>) {
    for field in value.fields() {
        if !COMMON.contains(&field.key)
            && !["use", "with"].contains(&field.key)
            && Step::knows(field.key)
        {
            let what = format!("`{}` belongs to the steps of the part", field.key);
            kind(
                reader,
                field.span,
                &what,
                "move it there, or give it to the part as an input",
            );
        }
    }
    if made
        .matrix
        .as_ref()
        .is_some_and(|matrix| matrix.max_parallel.is_some())
    {
        let what = "a matrix over a part has no `max-parallel`";
        kind(
            reader,
            spot(value, "matrix"),
            what,
            "give the steps of the part a concurrency group instead",
        );
    }
}

fn block(made: &Step, reader: &mut Reader<'_>, value: Value<'_>) {
    filled(
        reader,
        value,
        "parallel",
        &made.parallel,
        "a list of steps, one at least",
    );
    for field in value
        .fields()
        .filter(|field| field.key != "parallel" && Step::knows(field.key))
    {
        let what = format!("`{}` has no meaning beside `parallel`", field.key);
        kind(
            reader,
            field.span,
            &what,
            "move it to the steps of the block",
        );
    }
    if made.parallel.iter().any(Step::is_block) {
        let what = "a block of parallel steps has no block within it";
        kind(
            reader,
            spot(value, "parallel"),
            what,
            "use `after` to say what waits for what",
        );
    }
}
