//! The interval tree behind "what was open at that size?".
//!
//! A span that is over, from `first` to `last` inclusive, is kept at one node of a virtual binary tree over all
//! positions: the topmost that lies within it. A span contains a position only if its node is on the way from
//! the root to that position, so a question looks at one node a level, and at each finds its answers side by side:
//! the spans of a node at or below the position by their end, those of a node above it by their beginning.
//! (Kriegel, Pötke, Seidl: Managing Intervals Efficiently in Object-Relational Databases, VLDB 2000.)

/// The node of a span; `first` is at most `last`.
#[must_use]
pub fn node(first: u64, last: u64) -> u64 {
    match first ^ last {
        0 => last,
        differing => {
            let level = differing.ilog2();
            last >> level << level
        }
    }
}

/// The nodes at or below a position whose spans can contain it, among positions below `size`.
#[must_use]
pub fn nodes_below(position: u64, size: u64) -> Vec<u64> {
    let mut nodes: Vec<u64> = (0..=levels(size))
        .map(|level| position >> level << level)
        .collect();
    nodes.dedup();
    nodes
}

/// The nodes above a position whose spans can contain it, among positions below `size`.
#[must_use]
pub fn nodes_above(position: u64, size: u64) -> Vec<u64> {
    let left = |level: &u32| position >> level & 1 == 0;
    (0..levels(size))
        .filter(left)
        .map(|level| (position >> level | 1) << level)
        .collect()
}

fn levels(size: u64) -> u32 {
    // Positions stay below 2^63, so no shift reaches the width of the integer.
    (u64::BITS - size.leading_zeros()).min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_is_found_from_each_of_its_positions_and_once() {
        const SIZE: u64 = 70;
        for first in 0..SIZE {
            for last in first..SIZE {
                let node = node(first, last);
                assert!((first..=last).contains(&node));
                for position in 0..SIZE {
                    let below = nodes_below(position, SIZE)
                        .iter()
                        .filter(|n| **n == node)
                        .count();
                    let above = nodes_above(position, SIZE)
                        .iter()
                        .filter(|n| **n == node)
                        .count();
                    assert!(below + above <= 1, "{first}..={last} twice from {position}");
                    let found = below == 1 && last >= position || above == 1 && first <= position;
                    assert_eq!(found, (first..=last).contains(&position));
                }
            }
        }
    }

    #[test]
    fn a_question_looks_at_one_node_a_level() {
        for position in [0, 1, 4_999_999, 9_999_999] {
            let below = nodes_below(position, 10_000_000).len();
            let above = nodes_above(position, 10_000_000).len();
            assert!(below + above <= 25 + 1);
        }
    }
}
