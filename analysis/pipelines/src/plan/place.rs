//! Where steps stand: what they have from their pipeline, stage and part.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::collect::Around;
use crate::expression::{Datum, Template, Values};
use crate::model::{Agent, Pipeline, Stage};
use crate::plan::Given;
use crate::shape::Word;

/// What the steps of a stage or part have in common.
#[derive(Clone)]
pub(super) struct Place<'d> {
    pub(super) pipeline: &'d Pipeline,
    pub(super) stage: &'d Stage,
    pub(super) given: &'d Given,
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

    pub(super) fn environment(&self) -> Option<&'d Word> {
        self.stage.environment.as_ref()
    }

    /// The agents of the stage, or else of the pipeline.
    pub(super) fn agent(&self) -> Option<Agent> {
        let agent = self.stage.agent.as_ref().or(self.pipeline.agent.as_ref());
        agent.map(|agent| agent.0.clone())
    }
}
