//! Planning a pipeline, stage by stage.

use std::collections::BTreeMap;
use std::rc::Rc;

use holdpoint_findings::{Span, Unreadable};

use super::artifact::Makers;
use super::back_out::Undoing;
use super::carried::each_release;
use super::collect::{Around, Collected, Stop};
use super::graph::{Graph, Node, Role, StagePlan};
use super::place::{Home, Place};
use super::{Given, task};
use crate::Definition;
use crate::definition::sort;
use crate::expression::{Datum, Values, reduce};
use crate::flow::{Flow, Link};
use crate::mistakes::{INPUT, UNKNOWN};
use crate::model::{Concurrency, Gate, GateMode, Input, Pipeline, Secret, Stage, Wait, Work};
use crate::shape::{FromBrief, Word, nearest};

/// What grows while a pipeline is planned.
pub(super) struct Builder<'d> {
    pub(super) collected: Collected<'d>,
    pub(super) makers: Makers,
    pub(super) secrets: BTreeMap<Word, Secret>,
    pub(super) undoing: Undoing<'d>,
}

pub(super) fn plan(
    definition: &Definition,
    name: &str,
    given: &Given,
) -> Result<Graph, Unreadable> {
    let mut collected = Collected::new(definition, name);
    let Some((word, pipeline)) = definition.pipelines.get_key_value(name) else {
        unknown(&mut collected, name);
        return Err(wrong(collected));
    };
    let inputs = inputs(&mut collected, (word, pipeline), given);
    let mut builder = Builder {
        collected,
        makers: Makers::default(),
        secrets: BTreeMap::new(),
        undoing: Undoing::default(),
    };
    let inputs = Rc::new(inputs);
    let stages = builder.stages(pipeline, given, &inputs);
    match stages {
        Ok(stages) if builder.collected.found.is_empty() => {
            Ok(builder.graph(word, pipeline, given, (stages, &inputs)))
        }
        _ => Err(wrong(builder.collected)),
    }
}

fn wrong(collected: Collected<'_>) -> Unreadable {
    let mut found = collected.found;
    sort(&mut found);
    Unreadable::within(&collected.definition.source, found)
}

fn unknown(collected: &mut Collected<'_>, name: &str) {
    let names: Vec<_> = collected
        .definition
        .pipelines
        .keys()
        .map(Word::as_str)
        .collect();
    let near = nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let listed = crate::shape::listed(names.iter().copied());
    let words = [("what", "pipeline"), ("name", name)];
    let finding = collected.say(&UNKNOWN, Span::default(), &words);
    finding.help = near.unwrap_or(format!("there is {listed}")).into();
}

/// The inputs of a run: what was given, or else the defaults.
fn inputs(
    collected: &mut Collected<'_>,
    (word, pipeline): (&Word, &Pipeline),
    given: &Given,
) -> BTreeMap<Box<str>, Datum> {
    let mut inputs = BTreeMap::new();
    for (name, declared) in &pipeline.inputs {
        match input(name.as_str(), &declared.0, given) {
            Ok(value) => drop(inputs.insert(name.as_str().into(), value)),
            Err(what) => drop(collected.wrong(&INPUT, name.span(), &what)),
        }
    }
    let known = |name: &&String| pipeline.inputs.contains_key(name.as_str());
    for name in given.inputs.keys().filter(|name| !known(name)) {
        let known = crate::shape::listed(pipeline.inputs.keys().map(|name| name.as_str()));
        let what = format!("there is no input `{name}`; the pipeline has {known}");
        collected.wrong(&INPUT, word.span(), &what);
    }
    inputs
}

/// The value of one, or what is wrong with it.
fn input(name: &str, declared: &Input, given: &Given) -> Result<Datum, String> {
    let default = || declared.default.as_ref().map(ToString::to_string);
    let described = declared.described();
    match given.inputs.get(name).cloned().or_else(default) {
        Some(text) => { declared.value(&text) }
            .ok_or_else(|| format!("the input `{name}` is `{text}`, which is not {described}")),
        None if given.made_up => Ok(declared.example()),
        None => Err(format!(
            "the input `{name}` is not given; it is {described}"
        )),
    }
}

impl<'d> Builder<'d> {
    fn stages(
        &mut self,
        pipeline: &'d Pipeline,
        given: &'d Given,
        inputs: &Rc<BTreeMap<Box<str>, Datum>>,
    ) -> Result<Vec<StagePlan>, Stop> {
        let mut plans = Vec::new();
        let mut ended: Rc<BTreeMap<String, u32>> = Rc::default();
        let mut last = None;
        for (at, stage) in pipeline.stages.iter().enumerate() {
            // A stage without a name is not read.
            let Some(name) = stage.called() else { continue };
            let mut place = Place {
                pipeline,
                stage,
                given,
                home: Rc::default(),
                path: name.as_str().to_owned(),
                entry: 0,
                around: Around {
                    stage: u32::try_from(at).unwrap_or(u32::MAX),
                    group: None,
                },
                inputs: Rc::clone(inputs),
                matrix: BTreeMap::new(),
                in_part: false,
                depth: 0,
                stages: Rc::clone(&ended),
            };
            place.home = Rc::new(Home::of(&place));
            let environment = place.environment().cloned();
            let environment = environment.and_then(|of| self.here(&place, &of, name.span()));
            plans.push(stage_plan(&place, name, environment));
            let end = self.stage(place, name, last)?;
            Rc::make_mut(&mut ended).insert(name.as_str().to_owned(), end);
            last = Some(end);
        }
        let stages: Vec<u32> = ended.values().copied().collect();
        self.back_out(&stages)?;
        Ok(plans)
    }

    /// A stage, and where it ends.
    fn stage(&mut self, mut place: Place<'d>, name: &Word, last: Option<u32>) -> Result<u32, Stop> {
        place.entry = self.entry(&place, name, last)?;
        let ends = self.body(&place, &place.stage.steps)?;
        let after = ends.into_iter().chain([place.entry]).collect();
        let id = (place.path.clone(), name.as_str());
        self.collected
            .joint(Role::End, id, (&place.around, after), None, name.span())
    }

    /// What has to go well before the steps of a stage: its condition, its gate, its window.
    fn entry(&mut self, place: &Place<'d>, name: &Word, last: Option<u32>) -> Result<u32, Stop> {
        let find = |name: &str| place.stages.get(name).copied();
        let when = place.stage.when.as_ref();
        let when = when.map(|when| reduce(&when.node, place.values(), &find));
        let id = (format!("{}:begin", place.path), name.as_str());
        let after = last.into_iter().collect();
        let begin =
            self.collected
                .joint(Role::Begin, id, (&place.around, after), when, name.span())?;
        let mut entry = begin;
        for (what, work, allow_failure) in self.guards(place, name) {
            let node = self.guard(place, &what, work, (begin, entry));
            entry = self.collected.push(
                Node {
                    allow_failure,
                    ..node
                },
                name.span(),
            )?;
        }
        Ok(entry)
    }

    fn guard(&self, place: &Place<'d>, what: &str, work: Work, (begin, entry): (u32, u32)) -> Node {
        Node {
            id: format!("{}:{what}", place.path).into(),
            role: Role::Step,
            title: what.split('[').next().unwrap_or(what).into(),
            stage: place.around.stage,
            after: vec![begin, entry],
            when: None,
            guards: true,
            group: None,
            allow_failure: false,
            point_of_no_return: false,
            matrix: BTreeMap::new(),
            inputs: BTreeMap::new(),
            task: Some(Box::new(task::bare(work))),
        }
    }

    fn graph(
        self,
        word: &Word,
        pipeline: &Pipeline,
        given: &Given,
        (stages, inputs): (Vec<StagePlan>, &BTreeMap<Box<str>, Datum>),
    ) -> Graph {
        let nodes = self.collected.nodes;
        let links = nodes.iter().map(Link::from).collect();
        let flow = Flow::new(links, self.collected.groups.clone());
        let concurrency = pipeline.concurrency.as_ref();
        let concurrency = concurrency.map(|one| group(&one.0, inputs, given));
        let mut graph = Graph {
            pipeline: word.as_str().to_owned(),
            title: pipeline.title.clone().unwrap_or_default(),
            given: given.clone(),
            inputs: inputs.clone(),
            stages,
            nodes,
            groups: self.collected.groups,
            secrets: self.secrets,
            concurrency,
            timeout: pipeline.timeout,
            flow,
            digest: String::new(),
        };
        // Which inputs were given and which were taken from the definition makes no difference.
        graph.given.inputs.clear();
        graph.digest = graph.digest_of();
        graph
    }
}

/// The group of a run, with its values put in.
fn group(of: &Concurrency, inputs: &BTreeMap<Box<str>, Datum>, given: &Given) -> Concurrency {
    let mut group = of.clone();
    group.group.fill(Values {
        inputs,
        matrix: &BTreeMap::new(),
        branch: &given.branch,
        tag: &given.tag,
        commit: &given.commit,
        event: &given.event,
    });
    group
}

fn stage_plan(place: &Place<'_>, name: &Word, environment: Option<Word>) -> StagePlan {
    let stage = place.stage;
    StagePlan {
        name: name.as_str().to_owned(),
        title: stage
            .title
            .as_ref()
            .map(|title| place.filled(title).as_str().to_owned())
            .unwrap_or_default(),
        environment,
        concurrency: stage.concurrency.as_ref().map(|one| place.filled(&one.0)),
        timeout: stage.timeout,
    }
}

/// The gate of a stage: that of its environment, unless it says otherwise.
fn gate(stage: &Stage, name: &Word) -> Option<Gate> {
    let gate = stage.gate.as_ref().map(|gate| gate.0.clone());
    let mut gate = match (gate, &stage.environment) {
        (Some(gate), _) => gate,
        (None, Some(environment)) => Gate {
            environment: Some(environment.clone()),
            ..Gate::from_brief(GateMode::Enforce)
        },
        (None, None) => return None,
    };
    let own = stage.environment.as_ref().unwrap_or(name);
    gate.environment.get_or_insert_with(|| own.clone());
    (gate.mode != GateMode::None).then_some(gate)
}

impl<'d> Builder<'d> {
    /// What a stage waits for before its first step; whether it goes on all the same.
    fn guards(&mut self, place: &Place<'d>, name: &Word) -> Vec<(String, Work, bool)> {
        let stage = place.stage;
        let mut guards = Vec::new();
        if let Some(mut gate) = gate(stage, name) {
            let named = gate.environment.take();
            gate.environment = named.and_then(|of| self.here(place, &of, name.span()));
            let goes_on = gate.mode != GateMode::Enforce;
            let each = each_release(place.given, &gate);
            let each = each.into_iter();
            guards.extend(
                each.map(|(what, gate)| (format!("gate{what}"), Work::Gate(gate), goes_on)),
            );
        }
        if !stage.window.is_empty() {
            let wait = Wait {
                r#for: None,
                window: stage.window.clone(),
            };
            guards.push(("window".to_owned(), Work::Wait(wait), false));
        }
        guards
    }
}
