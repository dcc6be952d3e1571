//! Order among items that refer to each other.

use std::collections::{BTreeMap, BTreeSet};

/// Items such that what each links to comes before it. Links to others than the items do not count; within a
/// circle the order of the names decides.
pub(crate) fn sorted<'a>(links: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<&'a str> {
    let mut walk = Walk::default();
    for name in links.keys() {
        walk.visit(name, links);
    }
    walk.done
}

/// Circles among the items, each from the item whose name comes first.
pub(crate) fn circles<'a>(links: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<Vec<&'a str>> {
    let mut walk = Walk::default();
    for name in links.keys() {
        walk.visit(name, links);
    }
    walk.circles.into_iter().collect()
}

/// Takes away one link of each circle, until there is none; gives back what was taken, from and to.
pub(crate) fn break_circles<'a>(
    links: &mut BTreeMap<&'a str, Vec<&'a str>>,
) -> Vec<(&'a str, &'a str)> {
    let mut taken = Vec::new();
    loop {
        let circles = circles(links);
        if circles.is_empty() {
            return taken;
        }
        for circle in circles {
            let (Some(last), Some(first)) = (circle.last(), circle.first()) else {
                continue;
            };
            if let Some(targets) = links.get_mut(last) {
                targets.retain(|target| target != first);
                taken.push((*last, *first));
            }
        }
    }
}

#[derive(Default)]
struct Walk<'a> {
    seen: BTreeSet<&'a str>,
    done: Vec<&'a str>,
    circles: BTreeSet<Vec<&'a str>>,
}

impl<'a> Walk<'a> {
    /// Depth first, with a stack of its own: a chain of dependencies may be as long as the catalogue.
    fn visit(&mut self, start: &'a str, links: &BTreeMap<&'a str, Vec<&'a str>>) {
        if !self.seen.insert(start) {
            return;
        }
        let mut path = vec![(start, 0)];
        let mut on_path = BTreeSet::from([start]);
        while let Some((name, next)) = path.last_mut() {
            let name = *name;
            let target = links
                .get(name)
                .and_then(|targets| targets.get(*next))
                .copied();
            *next += 1;
            match target {
                Some(target) if on_path.contains(target) => {
                    let from = path.iter().position(|(on, _)| *on == target).unwrap_or(0);
                    let round = path.iter().skip(from).map(|(on, _)| *on).collect();
                    self.circles.insert(turned(round));
                }
                Some(target) if links.contains_key(target) && self.seen.insert(target) => {
                    on_path.insert(target);
                    path.push((target, 0));
                }
                Some(_) => {}
                None => {
                    self.done.push(name);
                    on_path.remove(name);
                    path.pop();
                }
            }
        }
    }
}

/// The same circle, beginning with its least name.
fn turned(mut circle: Vec<&str>) -> Vec<&str> {
    let least = circle.iter().enumerate().min_by_key(|(_, name)| **name);
    let by = least.map_or(0, |(at, _)| at);
    circle.rotate_left(by);
    circle
}

#[cfg(test)]
mod tests {
    use super::{circles, sorted};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn links<'a>(of: &[(&'a str, &[&'a str])]) -> BTreeMap<&'a str, Vec<&'a str>> {
        of.iter().map(|(name, to)| (*name, to.to_vec())).collect()
    }

    #[test]
    fn what_is_linked_to_comes_first() {
        let links = links(&[("a", &["b", "elsewhere"]), ("b", &["c"]), ("c", &[])]);
        assert_eq!(sorted(&links), ["c", "b", "a"]);
        assert!(circles(&links).is_empty());
    }

    #[test]
    fn circles_are_found_once_each() {
        let links = links(&[("a", &["a"]), ("b", &["d"]), ("c", &["b"]), ("d", &["c"])]);
        assert_eq!(circles(&links), [vec!["a"], vec!["b", "d", "c"]]);
        assert_eq!(sorted(&links).len(), 4);
    }

    #[test]
    fn a_circle_loses_one_link() {
        let mut links = links(&[("a", &["b"]), ("b", &["c", "a"]), ("c", &["a"])]);
        let taken = super::break_circles(&mut links);
        assert_eq!(taken, [("b", "a"), ("c", "a")]);
        assert_eq!(sorted(&links), ["c", "b", "a"]);
    }

    proptest! {
        #[test]
        fn every_order_is_sound(edges in prop::collection::vec((0_usize..12, 0_usize..12), 0..40)) {
            let names: Vec<String> = (0..12).map(|n| format!("n{n:02}")).collect();
            let mut links: BTreeMap<&str, Vec<&str>> =
                names.iter().map(|name| (name.as_str(), Vec::new())).collect();
            // From a later name to an earlier one only, so that there is no circle.
            for (a, b) in edges {
                if a != b {
                    links.get_mut(names[a.max(b)].as_str()).unwrap().push(&names[a.min(b)]);
                }
            }
            let order = sorted(&links);
            prop_assert_eq!(order.len(), 12);
            prop_assert!(circles(&links).is_empty());
            let place = |name: &str| order.iter().position(|n| *n == name).unwrap();
            for (name, targets) in &links {
                for target in targets {
                    prop_assert!(place(target) < place(name));
                }
            }
        }
    }
}
