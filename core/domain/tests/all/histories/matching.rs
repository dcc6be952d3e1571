//! Counting distinct people with distinct authorities, by trying everything.

/// The most pairs of a person and an authority in which neither occurs twice.
pub fn most<T: PartialEq>(pairs: &[(T, T)]) -> usize {
    fn from<T: PartialEq>(pairs: &[(T, T)], taken: &mut Vec<usize>, next: usize) -> usize {
        let Some((person, authority)) = pairs.get(next) else {
            return taken.len();
        };
        let without = from(pairs, taken, next + 1);
        let clash = |index: &usize| pairs[*index].0 == *person || pairs[*index].1 == *authority;
        if taken.iter().any(clash) {
            return without;
        }
        taken.push(next);
        let with = from(pairs, taken, next + 1);
        taken.pop();
        with.max(without)
    }
    from(pairs, &mut Vec::new(), 0)
}

#[test]
fn people_and_authorities_count_once() {
    assert_eq!(most::<u8>(&[]), 0);
    assert_eq!(most(&[(1, 1), (1, 1)]), 1);
    assert_eq!(most(&[(1, 1), (2, 1)]), 1, "an authority used twice");
    assert_eq!(most(&[(1, 1), (1, 2)]), 1, "a person who decides twice");
    assert_eq!(most(&[(1, 1), (1, 2), (2, 1)]), 2);
    assert_eq!(most(&[(1, 2), (2, 3), (3, 1), (3, 3)]), 3);
}
