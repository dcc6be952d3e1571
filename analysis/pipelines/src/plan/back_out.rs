//! Backing out: when a run has failed or was cancelled, what it has done is undone, in reverse.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Builder;
use super::collect::Stop;
use super::graph::{Node, Role};
use super::group::spot;
use super::place::Place;
use super::task::bare;
use crate::expression::{Flag, Outcomes, Test};
use crate::mistakes::LARGE;
use crate::model::{RollBack, Step, Work};

/// How a step is undone.
enum How<'d> {
    /// By these steps.
    Steps(&'d [Step]),
    /// By bringing back what ran before.
    RollBack,
}

/// A step that can be undone.
struct Undo<'d> {
    place: Place<'d>,
    step: &'d Step,
    path: String,
    /// Where the step ends.
    at: u32,
    how: How<'d>,
}

/// What can be undone, and from when on nothing is.
#[derive(Default)]
pub(super) struct Undoing<'d> {
    undone: Vec<Undo<'d>>,
    /// Steps after which nothing is undone once they have gone well.
    points: Vec<u32>,
    /// What undoes is not undone.
    closed: bool,
}

impl<'d> Undoing<'d> {
    /// Notes how a step is undone; where it ends.
    pub(super) fn note(&mut self, place: &Place<'d>, step: &'d Step, path: String, at: u32) -> u32 {
        if step.point_of_no_return {
            self.points.push(at);
        }
        if !step.back_out.is_empty() {
            self.add(place, step, path, (at, How::Steps(&step.back_out)));
        }
        at
    }

    /// Notes a deployment that is undone by bringing back what ran before.
    pub(super) fn roll_back(&mut self, place: &Place<'d>, step: &'d Step, path: String, at: u32) {
        self.add(place, step, path, (at, How::RollBack));
    }

    fn add(&mut self, place: &Place<'d>, step: &'d Step, path: String, (at, how): (u32, How<'d>)) {
        if !self.closed {
            // The limits of its matrix are not those of what undoes it.
            let mut place = place.clone();
            place.around.group = None;
            self.undone.push(Undo {
                place,
                step,
                path,
                at,
                how,
            });
        }
    }
}

/// For each node the ends of what is undone before it can be.
struct Later {
    next: Vec<Vec<u32>>,
    ends: BTreeMap<u32, u32>,
    open: Vec<BTreeSet<u32>>,
}

impl Later {
    fn new(nodes: &[Node]) -> Self {
        let mut next = vec![Vec::new(); nodes.len()];
        for (at, node) in nodes.iter().enumerate() {
            for before in &node.after {
                if let Some(next) = next.get_mut(*before as usize) {
                    next.push(u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
        }
        Self {
            open: vec![BTreeSet::new(); next.len()],
            next,
            ends: BTreeMap::new(),
        }
    }

    /// What comes after a node and is undone, the nearest on each way. Those after it are known.
    fn of(&mut self, at: u32) -> usize {
        let mut found = BTreeSet::new();
        for next in self.next.get(at as usize).into_iter().flatten() {
            match self.ends.get(next) {
                Some(end) => drop(found.insert(*end)),
                None => found.extend(self.open.get(*next as usize).into_iter().flatten()),
            }
        }
        let size = found.len();
        if let Some(open) = self.open.get_mut(at as usize) {
            *open = found;
        }
        size
    }
}

/// Links that are kept in mind at most.
const KEPT: usize = 1_000_000;

impl<'d> Builder<'d> {
    /// Adds what undoes the steps of a run, after the ends of all its stages.
    pub(super) fn back_out(&mut self, stages: &[u32]) -> Result<(), Stop> {
        let Undoing { undone, points, .. } = std::mem::take(&mut self.undoing);
        self.undoing.closed = true;
        for point in &points {
            if let Some(node) = self.collected.nodes.get_mut(*point as usize) {
                node.point_of_no_return = true;
            }
        }
        let mut by_node: BTreeMap<u32, Vec<Undo<'d>>> = BTreeMap::new();
        for undo in undone {
            by_node.entry(undo.at).or_default().push(undo);
        }
        if by_node.is_empty() {
            return Ok(());
        }
        let mut later = Later::new(&self.collected.nodes);
        let mut kept = 0;
        for at in (0..later.open.len()).rev() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            kept += later.of(at);
            let all = by_node.remove(&at).unwrap_or_default();
            // What says how it is undone goes before what is done by itself.
            let mut first = later.open.get(at as usize).cloned().unwrap_or_default();
            for undo in all.into_iter().rev() {
                if kept > KEPT {
                    let what = "the steps that are undone have too many links between them";
                    self.collected.wrong(&LARGE, spot(undo.step), what);
                    return Err(Stop);
                }
                let after = first.iter().chain(stages).copied().chain([at]).collect();
                let end = self.undo(&undo, after, &points)?;
                later.ends.insert(at, end);
                first = BTreeSet::from([end]);
            }
        }
        Ok(())
    }

    fn undo(&mut self, undo: &Undo<'d>, after: Vec<u32>, points: &[u32]) -> Result<u32, Stop> {
        let when = needed(undo.at, points);
        match undo.how {
            How::RollBack => {
                let path = format!("{}:roll-back", undo.path);
                let node = rolled_back(undo, path, (after, when));
                self.collected.push(node, spot(undo.step))
            }
            How::Steps(steps) => {
                let path = format!("{}:back-out", undo.path);
                self.undone_by(undo, steps, path, (after, when))
            }
        }
    }

    fn undone_by(
        &mut self,
        undo: &Undo<'d>,
        steps: &'d [Step],
        path: String,
        (after, when): (Vec<u32>, Test),
    ) -> Result<u32, Stop> {
        let (place, span) = (&undo.place, spot(undo.step));
        let joint = (format!("{path}:begin"), undo.step.called());
        let around = (&place.around, after);
        let entry = { &mut self.collected }.joint(Role::Begin, joint, around, Some(when), span)?;
        let inner = Place {
            path: path.clone(),
            entry,
            ..place.clone()
        };
        let ends = self.body(&inner, steps)?;
        self.outlive(entry);
        let ends = ends.into_iter().chain([entry]).collect();
        let joint = (path, undo.step.called());
        self.collected
            .joint(Role::End, joint, (&place.around, ends), None, span)
    }

    /// What undoes begins even if the run was cancelled, as long as what it comes after has gone well.
    fn outlive(&mut self, entry: u32) {
        let nodes = self.collected.nodes.iter_mut().skip(entry as usize + 1);
        for node in nodes.filter(|node| node.role != Role::End) {
            let own = node.when.take().unwrap_or(Test::Flag(Flag::Succeeded));
            let own = match own.is_late() {
                true => own,
                false => Test::All(vec![Test::Flag(Flag::Succeeded), own]),
            };
            node.when = Some(Test::All(vec![own, Test::Flag(Flag::Always)]));
        }
    }
}

/// When a step is undone: it has begun, the run has not gone well, and no point of no return was passed.
fn needed(at: u32, points: &[u32]) -> Test {
    let flags = [Flag::Failed, Flag::Cancelled];
    let not_well = Test::Any(flags.map(Test::Flag).to_vec());
    let begun = Test::Not(Box::new(Test::Outcome(at, Outcomes::of("skipped"))));
    let passed = |point: &u32| {
        let passed = Test::Outcome(*point, Outcomes::of("succeeded"));
        Test::Not(Box::new(passed))
    };
    Test::All(
        [not_well, begun]
            .into_iter()
            .chain(points.iter().map(passed))
            .collect(),
    )
}

fn rolled_back(undo: &Undo<'_>, path: String, (after, when): (Vec<u32>, Test)) -> Node {
    Node {
        id: path.into(),
        role: Role::Step,
        title: "roll back".into(),
        stage: undo.place.around.stage,
        after,
        when: Some(when),
        guards: false,
        group: None,
        allow_failure: false,
        point_of_no_return: false,
        matrix: undo.place.matrix.clone(),
        inputs: undo.place.own_inputs(),
        task: Some(Box::new(bare(Work::RollBack(RollBack {
            of: undo.path.clone().into(),
        })))),
    }
}
