//! Two versions, one of which reads what the other has written.
//!
//! Every type that is read is paired with every type that it may meet. A pair holds if its parts do; as types may be within
//! themselves, all pairs are taken to hold until something speaks against them ([`hold`]), and only then is told what
//! does ([`tell`]).

mod branches;
mod expand;
mod hold;
mod logical;
mod pairs;
mod roots;
mod tell;

use holdpoint_findings::{Direction, Finding};

use crate::model::Schema;
use pairs::Pairs;

/// What a comparison says.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Everything that cannot be resolved, or not as it was meant, in no order.
    pub findings: Vec<Finding>,
    /// There is more than is looked at or kept.
    pub incomplete: bool,
}

/// Whether the one version reads what the other has written, and if not, why.
#[must_use]
pub fn compare(base: &Schema, revision: &Schema, direction: Direction) -> Comparison {
    let (reader, writer) = direction.reader_and_writer(base, revision);
    let mut pairs = Pairs::new(reader, writer);
    let (roots, gone) = roots::roots(reader, writer);
    let starts: Vec<_> = { roots.into_iter() }
        .filter_map(|(reader, writer)| pairs.begin(reader, writer))
        .collect();
    pairs.expand();
    hold::settle(&mut pairs.all);
    let mut teller = tell::Teller::new(&pairs, direction);
    gone.iter().for_each(|root| teller.gone(root));
    teller.tell(&starts);
    Comparison {
        findings: teller.findings,
        incomplete: teller.full || pairs.exhausted,
    }
}
