//! What tests cost that were never timed.

use std::collections::HashMap;

use super::{Basis, Planned, Test};
use crate::Micros;

/// What a test is thought to cost if nothing at all was timed.
const ASSUMED: Micros = Micros(1_000_000);

/// Known medians.
struct Medians {
    classes: HashMap<String, Micros>,
    files: HashMap<String, Micros>,
    all: Option<Micros>,
}

pub(super) fn planned(tests: Vec<Test>) -> Vec<Planned> {
    let unknown = tests.iter().any(|test| test.cost.is_none());
    let medians = match unknown {
        true => Medians::of(&tests),
        false => Medians {
            classes: HashMap::new(),
            files: HashMap::new(),
            all: None,
        },
    };
    tests.into_iter().map(|test| medians.plan(test)).collect()
}

impl Medians {
    fn of(tests: &[Test]) -> Self {
        let costs = tests.iter().filter_map(|test| test.cost);
        Self {
            classes: grouped(tests, |test| &test.class),
            files: grouped(tests, |test| &test.file),
            all: median(costs.collect()),
        }
    }

    fn plan(&self, test: Test) -> Planned {
        let (cost, basis) = match test.cost {
            Some(cost) => (cost, Basis::Measured),
            None => self.estimate(&test),
        };
        let Test {
            id, class, file, ..
        } = test;
        Planned {
            id,
            cost,
            basis,
            class,
            file,
        }
    }

    fn estimate(&self, test: &Test) -> (Micros, Basis) {
        let class = self
            .classes
            .get(&test.class)
            .map(|cost| (*cost, Basis::Class));
        let file = || self.files.get(&test.file).map(|cost| (*cost, Basis::File));
        let all = || self.all.map(|cost| (cost, Basis::All));
        class
            .or_else(file)
            .or_else(all)
            .unwrap_or((ASSUMED, Basis::Assumed))
    }
}

fn grouped<'t>(tests: &'t [Test], of: impl Fn(&'t Test) -> &'t String) -> HashMap<String, Micros> {
    let mut costs: HashMap<&str, Vec<Micros>> = HashMap::new();
    for test in tests {
        if let Some(cost) = test.cost {
            costs.entry(of(test)).or_default().push(cost);
        }
    }
    let median = |(name, costs): (&str, Vec<Micros>)| Some((name.to_owned(), median(costs)?));
    costs.into_iter().filter_map(median).collect()
}

/// The middle one; of an even number the mean of both, rounded down.
fn median(mut costs: Vec<Micros>) -> Option<Micros> {
    costs.sort_unstable();
    let upper = *costs.get(costs.len() / 2)?;
    let lower = costs.get((costs.len() - 1) / 2).copied().unwrap_or(upper);
    Some(Micros(u64::midpoint(lower.0, upper.0)))
}
