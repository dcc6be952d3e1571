//! Which pairs hold: all, but those against which something speaks, and those that need one that does not hold.

use super::pairs::{Needs, Pair};

pub(super) fn settle(pairs: &mut [Pair<'_>]) {
    let needed_by = needed_by(pairs);
    let mut fallen: Vec<usize> = Vec::new();
    for number in 0..pairs.len() {
        let holds = pairs.get(number).is_some_and(|pair| pair.holds) && stands(pairs, number);
        if !holds {
            fall(pairs, number, &mut fallen);
        }
    }
    while let Some(number) = fallen.pop() {
        for above in needed_by.get(number).into_iter().flatten() {
            let holds = pairs.get(*above).is_some_and(|pair| pair.holds);
            if holds && !stands(pairs, *above) {
                fall(pairs, *above, &mut fallen);
            }
        }
    }
}

fn fall(pairs: &mut [Pair<'_>], number: usize, fallen: &mut Vec<usize>) {
    if let Some(pair) = pairs.get_mut(number) {
        pair.holds = false;
        fallen.push(number);
    }
}

/// For each pair those that need it.
fn needed_by(pairs: &[Pair<'_>]) -> Vec<Vec<usize>> {
    let mut needed_by = vec![Vec::new(); pairs.len()];
    for (number, pair) in pairs.iter().enumerate() {
        for part in pair.needs.parts() {
            if let Some(above) = needed_by.get_mut(*part) {
                above.push(number);
            }
        }
    }
    needed_by
}

/// Whether a pair has what it needs.
fn stands(pairs: &[Pair<'_>], number: usize) -> bool {
    let holds = |part: &usize| pairs.get(*part).is_some_and(|pair| pair.holds);
    match pairs.get(number).map(|pair| &pair.needs) {
        Some(Needs::All(parts)) => parts.iter().all(holds),
        Some(Needs::Any(_, Some(exact))) => holds(exact),
        Some(Needs::Any(parts, None)) => parts.iter().any(holds),
        None => false,
    }
}
