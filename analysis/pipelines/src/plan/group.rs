//! Matrices: one step for each combination.

use holdpoint_findings::Span;

use super::STEPS;
use super::collect::{Collected, Stop};
use super::graph::Group;
use crate::mistakes::{LARGE, MATRIX};
use crate::model::{Combination, Matrix};

impl Collected<'_> {
    /// The combinations of a matrix, of which there is one at least, and not too many to be counted first.
    pub(super) fn combinations(&mut self, matrix: &Matrix) -> Result<Vec<Combination>, Stop> {
        let span = matrix.span.0;
        let size = matrix.size().filter(|size| *size <= STEPS);
        if size.is_none() {
            let what = format!("the matrix has more than {STEPS} combinations");
            self.wrong(&LARGE, span, &what);
            return Err(Stop);
        }
        let all = matrix.combinations();
        if all.is_empty() {
            let what = "nothing is left of the matrix: all of its combinations are excluded";
            self.wrong(&MATRIX, span, what);
        }
        Ok(all)
    }

    /// Takes up the limits of a matrix.
    pub(super) fn group(&mut self, id: &str, matrix: &Matrix) -> u32 {
        self.groups.push(Group {
            id: id.into(),
            limit: matrix.max_parallel.map(|limit| limit.0),
            fail_fast: matrix.fail_fast,
            members: Vec::new(),
        });
        u32::try_from(self.groups.len() - 1).unwrap_or(u32::MAX)
    }
}

/// Where a step stands in the file.
pub(super) fn spot(step: &crate::model::Step) -> Span {
    step.name
        .as_ref()
        .map(crate::shape::Word::span)
        .unwrap_or_default()
}
