//! What was covered and is not.

use holdpoint_coverage::{compare, merge};

use crate::world::read;

#[test]
fn lost_lines_branches_and_functions_are_named() {
    let base = read(
        "SF:a\nFN:1,f\nFNDA:1,f\nDA:1,1\nDA:2,1\nDA:3,0\nBRDA:2,0,0,1\nBRDA:2,0,1,1\nend_of_record\nSF:b\nDA:1,1\nend_of_record\n",
    );
    let now = read(
        "SF:a\nFN:1,f\nFNDA:0,f\nDA:1,0\nDA:2,1\nDA:3,1\nBRDA:2,0,0,0\nBRDA:2,0,1,1\nBRDA:2,0,2,1\nend_of_record\n",
    );
    let comparison = compare(&base, &now);
    assert!(!comparison.is_kept());
    let a = &comparison.lost[0];
    assert_eq!(
        (
            a.file.as_str(),
            a.absent,
            a.lines.as_slice(),
            a.branches.as_slice()
        ),
        ("a", false, [1].as_slice(), [2].as_slice())
    );
    assert_eq!(a.functions, ["f"]);
    assert_eq!(
        (comparison.lost[1].file.as_str(), comparison.lost[1].absent),
        ("b", true)
    );
    assert_eq!(
        (comparison.base.lines_covered, comparison.now.lines_covered),
        (3, 2)
    );
    assert!(compare(&base, &base).is_kept());
}

#[test]
fn shards_of_different_sources_are_told() {
    let one = read("SF:a\nDA:1,1\nDA:2,1\nend_of_record\n");
    let two = read("SF:a\nDA:1,1\nDA:3,1\nend_of_record\nSF:b\nDA:9,1\nend_of_record\n");
    let merged = merge(&[one.clone(), two, one]);
    assert_eq!(merged.differing.len(), 1);
    let a = &merged.differing[0];
    assert_eq!((a.file.as_str(), a.reports), ("a", 3));
    assert_eq!(
        a.lines
            .iter()
            .map(|(line, have)| (*line, *have))
            .collect::<Vec<_>>(),
        [(2, 2), (3, 1)]
    );
}
