//! The steps of a stage or part, unfolded: combinations and parts.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::DEPTH;
use super::build::Builder;
use super::collect::Stop;
use super::graph::{Node, Role};
use super::group::spot;
use super::name::of_combination;
use super::place::Place;
use crate::expression::{Datum, Test, reduce};
use crate::mistakes::{INPUT, LARGE};
use crate::model::{Part, Siblings, Step, Work};

/// What a step comes after, and how it finds others by name.
struct Context<'a> {
    after: Vec<u32>,
    ends: &'a [Option<u32>],
    siblings: &'a Siblings<'a>,
}

impl Context<'_> {
    /// The condition of a step, with all values put in; none if it holds whatever comes.
    fn when(&self, place: &Place<'_>, step: &Step) -> Option<Test> {
        let find = |name: &str| match self.siblings.place(name) {
            Some(at) => self.ends.get(at).copied().flatten(),
            None => place.stages.get(name).copied(),
        };
        let when = step.when.as_ref();
        let when = when.map(|when| reduce(&when.node, place.values(), &find));
        when.filter(|when| *when != Test::Known(true))
    }
}

/// What people call a step.
pub(super) fn title(place: &Place<'_>, step: &Step) -> String {
    let title = step.title.as_ref().map(|title| place.filled(title));
    title.map_or(step.called().to_owned(), |title| title.as_str().to_owned())
}

impl<'d> Builder<'d> {
    /// All of them, and where each ends.
    pub(super) fn body(&mut self, place: &Place<'d>, steps: &'d [Step]) -> Result<Vec<u32>, Stop> {
        let (siblings, _) = Siblings::of(steps);
        let mut ends: Vec<Option<u32>> = vec![None; siblings.steps.len()];
        for at in siblings.order() {
            let Some(step) = siblings.steps.get(at).copied() else {
                continue;
            };
            let before = siblings.after.get(at).into_iter().flatten();
            let before = before.filter_map(|before| ends.get(*before).copied().flatten());
            let context = Context {
                after: before.chain([place.entry]).collect(),
                ends: &ends,
                siblings: &siblings,
            };
            let end = self.step(place, step, &context)?;
            if let Some(known) = ends.get_mut(at) {
                *known = Some(end);
            }
        }
        Ok(ends.into_iter().flatten().collect())
    }

    fn step(
        &mut self,
        place: &Place<'d>,
        step: &'d Step,
        context: &Context<'_>,
    ) -> Result<u32, Stop> {
        let path = format!("{}/{}", place.path, step.called());
        let Some(matrix) = &step.matrix else {
            return self.one(place, step, context, path);
        };
        let group = self.collected.group(&path, matrix);
        let mut ends = Vec::new();
        for combination in self.collected.combinations(matrix)? {
            let mut place = place.clone();
            let own = format!("{path}{}", of_combination(&combination));
            place.matrix.extend(combination);
            place.around.group = Some(group);
            ends.push(self.one(&place, step, context, own)?);
        }
        let title = step.called();
        self.collected.joint(
            Role::End,
            (path, title),
            (&place.around, ends),
            None,
            spot(step),
        )
    }

    fn one(
        &mut self,
        place: &Place<'d>,
        step: &'d Step,
        context: &Context<'_>,
        path: String,
    ) -> Result<u32, Stop> {
        let when = context.when(place, step);
        let Some(name) = &step.r#use else {
            let end = self.simple(place, step, (context, when), path.clone())?;
            return Ok(self.undoing.note(place, step, path, end));
        };
        // Without the part it is not read.
        let part = self
            .collected
            .definition
            .parts
            .get(name.as_str())
            .ok_or(Stop)?;
        let before = (context.after.clone(), when);
        let end = self.part(place, (step, part), before, path.clone())?;
        Ok(self.undoing.note(place, step, path, end))
    }

    /// A step that is no part.
    fn simple(
        &mut self,
        place: &Place<'d>,
        step: &'d Step,
        (context, when): (&Context<'_>, Option<Test>),
        path: String,
    ) -> Result<u32, Stop> {
        let task = self.task(place, step, &context.after);
        if let Work::Tests(tests) = &task.work {
            let tests = tests.clone();
            let before = (context.after.clone(), when);
            return self.tests(place, step, (task, &tests), before, path);
        }
        let own = self.carried(place, &task);
        if !own.is_empty() {
            let before = (context.after.clone(), when);
            return self.each(place, step, (task, own), before, path);
        }
        let title = title(place, step);
        let out: Vec<_> = task.out.keys().cloned().collect();
        let node = Node {
            id: path.clone().into(),
            role: Role::Step,
            title: title.into(),
            stage: place.around.stage,
            after: context.after.clone(),
            when,
            guards: false,
            group: place.around.group,
            allow_failure: step.allow_failure,
            point_of_no_return: false,
            matrix: place.matrix.clone(),
            inputs: place.own_inputs(),
            task: Some(Box::new(task)),
        };
        let rolls = node.rolls_back();
        let at = self.collected.push(node, spot(step))?;
        for name in &out {
            self.makers.made(&mut self.collected, name, at);
        }
        if rolls {
            self.undoing.roll_back(place, step, path, at);
        }
        Ok(at)
    }

    /// The steps of a part, between a beginning and an end.
    fn part(
        &mut self,
        place: &Place<'d>,
        (step, part): (&'d Step, &'d Part),
        (after, when): (Vec<u32>, Option<Test>),
        path: String,
    ) -> Result<u32, Stop> {
        if place.depth >= DEPTH {
            let what = format!("parts are used within each other more than {DEPTH} deep");
            self.collected.wrong(&LARGE, spot(step), &what);
            return Err(Stop);
        }
        let begin = format!("{path}:begin");
        let title = step.called();
        let entry = self.collected.joint(
            Role::Begin,
            (begin, title),
            (&place.around, after),
            when,
            spot(step),
        )?;
        let inner = Place {
            path: path.clone(),
            entry,
            inputs: Rc::new(self.inputs(place, step, part)),
            in_part: true,
            depth: place.depth + 1,
            matrix: BTreeMap::new(),
            ..place.clone()
        };
        let mut ends = self.body(&inner, &part.steps)?;
        ends.push(entry);
        self.collected.joint(
            Role::End,
            (path, title),
            (&place.around, ends),
            None,
            spot(step),
        )
    }

    fn inputs(&mut self, place: &Place<'d>, step: &Step, part: &Part) -> BTreeMap<Box<str>, Datum> {
        let mut inputs = BTreeMap::new();
        for (name, declared) in &part.inputs {
            let given = step
                .with
                .get(name.as_str())
                .map(|value| place.filled(value).as_str().to_owned());
            let text = given.or_else(|| declared.0.default.as_ref().map(ToString::to_string));
            let value = text.as_deref().and_then(|text| declared.0.value(text));
            if value.is_none()
                && let Some(text) = text
            {
                let what = format!(
                    "the input `{name}` of the part is `{text}`, which is not {}",
                    declared.0.described()
                );
                let span = step
                    .with
                    .get_key_value(name.as_str())
                    .map_or(spot(step), |(key, _)| key.span());
                self.collected.wrong(&INPUT, span, &what);
            }
            inputs.extend(value.map(|value| (name.as_str().into(), value)));
        }
        inputs
    }
}
