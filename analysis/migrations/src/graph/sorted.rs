//! An order in which everything comes after what it needs.

use std::collections::BTreeSet;

use super::edges::Need;

/// The order, as given as far as that can be; and what needs itself by way of others.
pub(super) fn sorted(needs: &[Vec<Need>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut missing: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (at, of) in needs.iter().enumerate() {
        for (before, _) in of {
            if let Some(after) = after.get_mut(*before) {
                after.push(at);
            }
        }
    }
    let mut ready: BTreeSet<usize> = { missing.iter().enumerate() }
        .filter(|(_, left)| **left == 0)
        .map(|(at, _)| at)
        .collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(at) = ready.pop_first() {
        order.push(at);
        for next in after.get(at).into_iter().flatten() {
            let Some(left) = missing.get_mut(*next) else {
                continue;
            };
            *left -= 1;
            if *left == 0 {
                ready.insert(*next);
            }
        }
    }
    let done: BTreeSet<usize> = order.iter().copied().collect();
    let left: BTreeSet<usize> = (0..needs.len()).filter(|at| !done.contains(at)).collect();
    let cycles = circles(needs, &left);
    order.extend(left);
    (order, cycles)
}

/// One circle for each group of those that cannot be ordered.
fn circles(needs: &[Vec<Need>], left: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut known: BTreeSet<usize> = BTreeSet::new();
    for start in left {
        // Each of them needs another one of them, so following that comes to a circle, or to one that is known.
        let mut path = Vec::new();
        let mut at = *start;
        while known.insert(at) {
            path.push(at);
            let next = needs
                .get(at)
                .into_iter()
                .flatten()
                .map(|(before, _)| *before)
                .find(|before| left.contains(before));
            let Some(next) = next else { break };
            at = next;
        }
        if let Some(begin) = path
            .iter()
            .position(|other| *other == at)
            .filter(|_| !path.is_empty())
        {
            let mut circle = path.split_off(begin);
            circle.reverse();
            if circle.len() > 1 {
                found.push(circle);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::sorted;

    fn needs(of: &[&[usize]]) -> Vec<Vec<(usize, String)>> {
        let one = |of: &&[usize]| of.iter().map(|at| (*at, String::new())).collect();
        of.iter().map(one).collect()
    }

    #[test]
    fn everything_comes_after_what_it_needs() {
        assert_eq!(sorted(&needs(&[&[], &[], &[]])), (vec![0, 1, 2], vec![]));
        assert_eq!(sorted(&needs(&[&[2], &[], &[]])), (vec![1, 2, 0], vec![]));
        assert_eq!(sorted(&needs(&[&[1], &[2], &[]])), (vec![2, 1, 0], vec![]));
    }

    #[test]
    fn what_needs_itself_is_found_once() {
        assert_eq!(
            sorted(&needs(&[&[1], &[0], &[0]])),
            (vec![0, 1, 2], vec![vec![1, 0]])
        );
        assert_eq!(sorted(&needs(&[&[], &[3], &[1], &[2]])).1, [vec![2, 3, 1]]);
    }
}
