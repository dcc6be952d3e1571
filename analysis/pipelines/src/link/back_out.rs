//! The steps that undo another one.

use super::{World, body};
use crate::mistakes::KIND;
use crate::model::Step;
use crate::shape::{Reader, Word};

/// Reports what is wrong with them.
pub(super) fn check(world: &World<'_>, steps: &[Step], reader: &mut Reader<'_>) {
    body::check(world, steps, reader);
    let all = steps
        .iter()
        .flat_map(|step| std::iter::once(step).chain(&step.parallel));
    for step in all {
        let span = step.name.as_ref().map(Word::span).unwrap_or_default();
        let rolls = step
            .deploy
            .as_ref()
            .is_some_and(|deploy| deploy.0.roll_back);
        let cases = [
            (
                !step.back_out.is_empty(),
                "what undoes a step is not undone itself: it has no `back-out`",
            ),
            (
                rolls,
                "what undoes a step is not undone itself: it has no `roll-back`",
            ),
            (
                step.point_of_no_return,
                "what undoes a step is no point of no return",
            ),
        ];
        for (_, what) in cases.iter().filter(|(wrong, _)| *wrong) {
            let finding = reader.finding(&KIND, span, &[("what", what)]);
            reader.report(finding.help("remove it".to_owned()));
        }
    }
}
