//! Merging is associative and commutative, and never covers less.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_coverage::{Branches, Counted, File, Function, Line, Report, compare, merge};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;

fn counted() -> impl Strategy<Value = Counted> {
    let missing = option::of(btree_set("[a-c]", 0..3));
    (1..5_u32, 0..5_u32, missing).prop_map(|(total, best, missing)| {
        let best = best.min(total);
        let fits = |missing: &BTreeSet<String>| missing.len() as u32 == total - best;
        let missing = if best == total {
            Some(BTreeSet::new())
        } else {
            missing.filter(fits)
        };
        Counted {
            total,
            best,
            sum: best,
            named: missing.is_some(),
            missing,
        }
    })
}

fn line() -> impl Strategy<Value = Line> {
    let named = btree_map(("[01]", "[01]"), 0..3_u64, 0..3);
    let hits = prop_oneof![Just(0), 1..9_u64, Just(u64::MAX)];
    (hits, named, option::of(counted())).prop_map(|(hits, named, counted)| Line {
        hits,
        branches: Branches { named, counted },
    })
}

fn function() -> impl Strategy<Value = Function> {
    (option::of(1..5_u32), 0..3_u64).prop_map(|(line, hits)| Function { line, hits })
}

fn report() -> impl Strategy<Value = Report> {
    let file = (
        btree_map(1..6_u32, line(), 0..5),
        btree_map("[fg]", function(), 0..3),
    );
    let file = file.prop_map(|(lines, functions)| File { lines, functions });
    btree_map("[ab]", file, 0..3).prop_map(|files| Report { files })
}

fn joined(one: &Report, two: &Report) -> Report {
    let mut joined = one.clone();
    joined.join(two);
    joined
}

fn covered(report: &Report) -> BTreeSet<(String, u32)> {
    let lines = report.files.iter().flat_map(|(path, file)| {
        file.lines
            .iter()
            .map(move |(number, line)| (path, number, line))
    });
    lines
        .filter(|(.., line)| line.hits > 0)
        .map(|(path, number, _)| (path.clone(), *number))
        .collect()
}

proptest! {
    #[test]
    fn order_and_grouping_do_not_matter(a in report(), b in report(), c in report()) {
        prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
        prop_assert_eq!(joined(&a, &b), joined(&b, &a));
        prop_assert_eq!(merge(&[a.clone(), b.clone(), c.clone()]), merge(&[c, a, b]));
    }

    #[test]
    fn a_report_merged_with_itself_covers_the_same(a in report()) {
        let twice = joined(&a, &a);
        prop_assert_eq!(covered(&twice), covered(&a));
        let (one, two) = (a.totals(), twice.totals());
        prop_assert_eq!((one.lines, one.branches, one.branches_covered, one.functions_covered), (two.lines, two.branches, two.branches_covered, two.functions_covered));
        prop_assert!(merge(&[a.clone(), a]).differing.is_empty());
    }

    #[test]
    fn the_lines_of_a_merge_are_the_union(reports in vec(report(), 0..5)) {
        let union: BTreeSet<_> = reports.iter().flat_map(covered).collect();
        prop_assert_eq!(covered(&merge(&reports).report), union);
    }

    #[test]
    fn no_shard_covers_what_the_merge_does_not(reports in vec(report(), 1..5)) {
        let merged = merge(&reports).report;
        for report in &reports {
            let comparison = compare(report, &merged);
            prop_assert!(comparison.is_kept(), "{:?}", comparison.lost);
        }
        let totals = merged.totals();
        prop_assert!(totals.branches_covered <= totals.branches_at_most && totals.branches_at_most <= totals.branches);
    }

    /// Branches that are counted, taken by tests of which each knows which: the bounds hold, and are exact if all are named.
    #[test]
    fn counted_branches_are_bounded_by_what_was_taken(taken in vec(btree_set(0..4_u32, 0..4), 1..5), named in vec(any::<bool>(), 5)) {
        let line = |(taken, named): (&BTreeSet<u32>, &bool)| {
            let best = taken.len() as u32;
            let missing = (0..4).filter(|branch| !taken.contains(branch)).map(|branch| branch.to_string()).collect();
            let missing = (*named || best == 4).then_some(missing);
            let counted = Some(Counted { total: 4, best, sum: best, named: missing.is_some(), missing });
            let line = Line { hits: 1, branches: Branches { counted, ..Branches::default() } };
            let lines = BTreeMap::from([(1, line)]);
            Report { files: BTreeMap::from([("a".to_owned(), File { lines, ..File::default() })]) }
        };
        let reports: Vec<Report> = taken.iter().zip(&named).map(line).collect();
        let union: BTreeSet<u32> = taken.iter().flatten().copied().collect();
        let totals = merge(&reports).report.totals();
        prop_assert!(totals.branches_covered <= union.len() as u64 && union.len() as u64 <= totals.branches_at_most);
        if named.iter().take(taken.len()).all(|named| *named) {
            prop_assert_eq!((totals.branches_covered, totals.branches_at_most), (union.len() as u64, union.len() as u64));
        }
    }
}
