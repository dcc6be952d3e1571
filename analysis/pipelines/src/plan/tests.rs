//! Tests that workers share: what lists them, who runs them, and what says whether all of them ran.

use std::collections::BTreeMap;

use super::build::Builder;
use super::collect::Stop;
use super::graph::{Node, Role, Task};
use super::group::spot;
use super::place::Place;
use crate::expression::Test;
use crate::mistakes::ARTIFACT;
use crate::model::{Step, Tests};

/// What a step has to do with the tests that it shares with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Share {
    /// It lists them.
    Collect,
    /// It runs what it takes from all that wait; workers are counted from 1.
    Worker(u32),
    /// It says whether each of them came to its end.
    Result,
}

impl Share {
    /// The last part of the id of such a step.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Collect => "collect".to_owned(),
            Self::Worker(number) => format!("worker-{number}"),
            Self::Result => "result".to_owned(),
        }
    }
}

impl<'d> Builder<'d> {
    /// A list, workers that begin when it is there, and a result when all of them have ended, however that was.
    pub(super) fn tests(
        &mut self,
        place: &Place<'d>,
        step: &'d Step,
        (task, tests): (Task, &Tests),
        (after, when): (Vec<u32>, Option<Test>),
        path: String,
    ) -> Result<u32, Stop> {
        for name in task.out.keys() {
            let what = format!("`{name}` would be made by every worker");
            self.collected.wrong(&ARTIFACT, name.span(), &what);
        }
        let (begin, title) = (format!("{path}:begin"), step.called());
        let joint = (begin, title);
        let around = (&place.around, after);
        let begin = self
            .collected
            .joint(Role::Begin, joint, around, when, spot(step))?;
        let mut push = |share: Share, after: Vec<u32>| {
            let node = sharer(place, (step, &task), share, after, &path);
            self.collected.push(node, spot(step))
        };
        let collect = push(Share::Collect, vec![begin])?;
        let workers = 1..=tests.workers.map_or(1, |workers| workers.0);
        let workers = workers.map(|number| push(Share::Worker(number), vec![collect]));
        let workers = workers.collect::<Result<Vec<_>, _>>()?;
        let result = push(Share::Result, workers)?;
        let ends = (&place.around, vec![begin, collect, result]);
        self.collected
            .joint(Role::End, (path, title), ends, None, spot(step))
    }
}

fn sharer(
    place: &Place<'_>,
    (step, task): (&Step, &Task),
    share: Share,
    after: Vec<u32>,
    path: &str,
) -> Node {
    let name = share.name();
    Node {
        id: format!("{path}/{name}").into(),
        role: Role::Step,
        title: name.into(),
        stage: place.around.stage,
        after,
        when: None,
        guards: false,
        group: place.around.group,
        // A worker that is lost loses nothing as long as another one goes on: the result tells.
        allow_failure: step.allow_failure || matches!(share, Share::Worker(_)),
        point_of_no_return: false,
        matrix: place.matrix.clone(),
        inputs: place.own_inputs(),
        task: Some(Box::new(of(task, share))),
    }
}

/// What of a task such a step has.
fn of(task: &Task, share: Share) -> Task {
    let own = match share {
        // It only looks at what is known.
        Share::Result => super::task::bare(task.work.clone()),
        _ => task.clone(),
    };
    Task {
        share: Some(share),
        out: BTreeMap::new(),
        ..own
    }
}
