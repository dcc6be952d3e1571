//! Parts and who uses them.

use super::World;
use super::circle::{find, report_circle};
use crate::Definition;
use crate::mistakes::INPUT;
use crate::model::{Part, Step};
use crate::shape::{Reader, Word, listed};

/// Reports parts that use themselves.
pub(super) fn circles(definition: &Definition, reader: &mut Reader<'_>) {
    let names: Vec<_> = definition.parts.keys().map(Word::as_str).collect();
    let next = |name: &str| definition.parts.get(name).map(uses).unwrap_or_default();
    if let Some(circle) = find(&names, &next) {
        report_circle(reader, "parts", &circle);
    }
}

fn uses(part: &Part) -> Vec<&Word> {
    let steps = part
        .steps
        .iter()
        .flat_map(|step| std::iter::once(step).chain(&step.parallel));
    let steps = steps.flat_map(|step| std::iter::once(step).chain(&step.back_out));
    let steps = steps.flat_map(|step| std::iter::once(step).chain(&step.parallel));
    steps.filter_map(|step| step.r#use.as_ref()).collect()
}

/// Reports what is wrong with how a step uses a part.
pub(super) fn used(world: &World<'_>, step: &Step, reader: &mut Reader<'_>) {
    let Some(name) = &step.r#use else { return };
    match world.definition.parts.get(name.as_str()) {
        Some(part) => {
            given(reader, (name, part), step);
            lacks(reader, (name, part), step);
        }
        None => {
            let known = world.definition.parts.keys().map(Word::as_str);
            reader.unknown("part", name, known, "declare it under `parts`");
        }
    }
}

/// What the part is given has to be what it takes.
fn given(reader: &mut Reader<'_>, (name, part): (&Word, &Part), step: &Step) {
    for (input, value) in &step.with {
        let what = match part.inputs.get(input.as_str()) {
            None => {
                let known = listed(part.inputs.keys().map(|name| name.as_str()));
                format!("the part `{name}` has no input `{input}`; it has {known}")
            }
            Some(declared)
                if value.pieces.is_empty() && declared.0.value(value.as_str()).is_none() =>
            {
                let described = declared.0.described();
                format!("the input `{input}` of the part `{name}` is {described}")
            }
            Some(_) => continue,
        };
        reader.wrong(&INPUT, input.span(), &[("what", &what)]);
    }
}

/// What it needs has to be given.
fn lacks(reader: &mut Reader<'_>, (name, part): (&Word, &Part), step: &Step) {
    for (input, declared) in &part.inputs {
        if declared.0.default.is_none() && !step.with.contains_key(input.as_str()) {
            let what = format!("the part `{name}` has to be given `{input}`");
            let finding = reader.finding(&INPUT, name.span(), &[("what", &what)]);
            reader.report(finding.help(format!("add `with: {{{input}: …}}`")));
        }
    }
}
