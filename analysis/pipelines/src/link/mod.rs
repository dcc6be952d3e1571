//! Whether what refers to something refers to something that is there, and in time.

mod back_out;
mod body;
mod circle;
mod parts;
mod triggers;

use std::collections::{BTreeMap, HashMap};

use crate::Definition;
use crate::expression::{Condition, Scope, Seen, Template, Type, check_condition, check_value};
use crate::mistakes::{KIND, TWICE};
use crate::model::{Input, Part, Pipeline, Stage};
use crate::shape::{Axis, Brief, Reader, Shape, Word};

/// Reports everything that refers to nothing, or to something too late.
pub(crate) fn check(definition: &Definition, reader: &mut Reader<'_>) {
    parts::circles(definition, reader);
    triggers::check(definition, reader);
    for part in definition.parts.values() {
        of_part(definition, part, reader);
    }
    for pipeline in definition.pipelines.values() {
        of_pipeline(definition, pipeline, reader);
    }
}

/// What is the same for all expressions of a part or pipeline.
pub(crate) struct World<'d> {
    pub(crate) definition: &'d Definition,
    pub(crate) inputs: BTreeMap<&'d str, Type>,
    /// Names of stages that come before.
    pub(crate) stages: Vec<&'d str>,
}

fn types(inputs: &BTreeMap<Axis, Brief<Input>>) -> BTreeMap<&str, Type> {
    inputs
        .iter()
        .map(|(name, input)| (name.as_str(), input.0.r#type.into()))
        .collect()
}

fn of_part(definition: &Definition, part: &Part, reader: &mut Reader<'_>) {
    let world = World {
        definition,
        inputs: types(&part.inputs),
        stages: Vec::new(),
    };
    body::check(&world, &part.steps, reader);
}

fn of_pipeline(definition: &Definition, pipeline: &Pipeline, reader: &mut Reader<'_>) {
    let mut world = World {
        definition,
        inputs: types(&pipeline.inputs),
        stages: Vec::new(),
    };
    let mut whole = pipeline.clone();
    whole.stages.clear();
    world.templates(&mut whole, &BTreeMap::new(), reader);
    let mut known: HashMap<&str, &Word> = HashMap::new();
    for stage in &pipeline.stages {
        let Some(name) = stage.called() else { continue };
        match known.get(name.as_str()) {
            Some(first) => twice(reader, name, first, "stage"),
            None => drop(known.insert(name.as_str(), name)),
        }
        world.of_stage(stage, reader);
        body::check(&world, &stage.steps, reader);
        world.stages.push(name.as_str());
    }
    stand_ins(pipeline, reader);
}

/// An environment is rehearsed in another one, which is not rehearsed itself.
fn stand_ins(pipeline: &Pipeline, reader: &mut Reader<'_>) {
    for (of, other) in &pipeline.rehearsal {
        if pipeline.rehearsal.contains_key(other.as_str()) {
            let what = match of == other {
                true => format!("`{of}` is rehearsed in itself"),
                false => {
                    format!("`{of}` is rehearsed in `{other}`, which is one that is rehearsed")
                }
            };
            let finding = reader.finding(&KIND, other.span(), &[("what", &what)]);
            let help = "name an environment that the pipeline does not go to in earnest";
            reader.report(finding.help(help.to_owned()));
        }
    }
}

/// A name that something else has.
pub(crate) fn twice(reader: &mut Reader<'_>, second: &Word, first: &Word, what: &str) {
    let line = reader
        .source()
        .position(first.span().start)
        .line
        .to_string();
    let words = [
        ("name", second.as_str()),
        ("what", what),
        ("line", line.as_str()),
    ];
    reader.wrong(&TWICE, second.span(), &words);
}

impl World<'_> {
    fn of_stage(&self, stage: &Stage, reader: &mut Reader<'_>) {
        let none = BTreeMap::new();
        let mut stage = stage.clone();
        stage.steps.clear();
        self.templates(&mut stage, &none, reader);
        if let Some(condition) = &stage.when {
            let before = |name: &str| match self.stages.contains(&name) {
                true => Seen::Before,
                false => Seen::Unknown,
            };
            let scope = Scope {
                inputs: &self.inputs,
                matrix: &none,
                before: Some(&before),
                steps: &self.stages,
            };
            self.condition(condition, scope, reader);
        }
    }

    pub(crate) fn condition(
        &self,
        condition: &Condition,
        scope: Scope<'_>,
        reader: &mut Reader<'_>,
    ) {
        for fault in check_condition(&condition.node, scope) {
            reader.report(fault.finding(reader, condition.origin));
        }
    }

    /// Checks every template of something.
    pub(crate) fn templates(
        &self,
        of: &mut impl Shape,
        matrix: &BTreeMap<&str, Type>,
        reader: &mut Reader<'_>,
    ) {
        let scope = Scope {
            inputs: &self.inputs,
            matrix,
            before: None,
            steps: &[],
        };
        of.templates(&mut |template: &mut Template| {
            for (node, origin) in &template.pieces {
                let mut faults = Vec::new();
                check_value(node, scope, &mut faults);
                for fault in faults {
                    reader.report(fault.finding(reader, *origin));
                }
            }
        });
    }
}
