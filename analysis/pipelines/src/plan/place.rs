//! Where steps stand: what they have from their pipeline, stage and part.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::collect::Around;
use crate::expression::{Datum, Template, Values};
use crate::model::{Agent, Pipeline, Stage};
use crate::plan::Given;
use crate::shape::{Variable, Word};

/// What the steps of a stage or part have in common.
#[derive(Clone)]
pub(super) struct Place<'d> {
    pub(super) pipeline: &'d Pipeline,
    pub(super) stage: &'d Stage,
    pub(super) given: &'d Given,
    /// What the pipeline and the stage say of all steps, with the values of the pipeline: a part has others.
    pub(super) home: Rc<Home>,
    /// What ids begin with.
    pub(super) path: String,
    /// What guards everything here.
    pub(super) entry: u32,
    pub(super) around: Around,
    pub(super) inputs: Rc<BTreeMap<Box<str>, Datum>>,
    pub(super) matrix: BTreeMap<Box<str>, Datum>,
    /// Whether the inputs are those of a part.
    pub(super) in_part: bool,
    /// Parts within parts.
    pub(super) depth: usize,
    /// Where stages ended, by name.
    pub(super) stages: Rc<BTreeMap<String, u32>>,
}

/// What the steps of a stage have by themselves.
#[derive(Default)]
pub(super) struct Home {
    pub(super) env: BTreeMap<Variable, Template>,
    pub(super) agent: Option<Agent>,
}

impl Home {
    pub(super) fn of(place: &Place<'_>) -> Self {
        let agent = place.stage.agent.as_ref().or(place.pipeline.agent.as_ref());
        Self {
            env: place.filled(&place.pipeline.env),
            agent: agent.map(|agent| place.filled(&agent.0)),
        }
    }
}

impl<'d> Place<'d> {
    pub(super) fn values(&self) -> Values<'_> {
        Values {
            inputs: &self.inputs,
            matrix: &self.matrix,
            branch: &self.given.branch,
            tag: &self.given.tag,
            commit: &self.given.commit,
            event: &self.given.event,
        }
    }

    /// With all values put in.
    pub(super) fn filled<T: crate::shape::Shape + Clone>(&self, of: &T) -> T {
        let mut of = of.clone();
        let values = self.values();
        of.templates(&mut |template: &mut Template| template.fill(values));
        of
    }

    /// The inputs of the part that it is in.
    pub(super) fn own_inputs(&self) -> BTreeMap<Box<str>, Datum> {
        match self.in_part {
            true => (*self.inputs).clone(),
            false => BTreeMap::new(),
        }
    }

    pub(super) fn environment(&self) -> Option<&'d Word> {
        self.stage.environment.as_ref()
    }
}
