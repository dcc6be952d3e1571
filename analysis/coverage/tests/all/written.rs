//! What records and elements mean.

use holdpoint_coverage::merge;

use crate::world::read;

#[test]
fn lcov_records() {
    let report = read(
        "# made by hand\nTN:one\nSF:/src/a.c\nFN:1,9,main\nFN:11,std::pair<int, int>\nFNDA:2,main\nFNL:0,20\nFNA:0,3,alias\n\
         DA:1,2,checksum\r\nDA:2,18446744073709551615\nDA:2,1\nBRDA:1,0,a, b,-\nBRDA:1,e0,1,5\nMCDC:1,2,t,0,0,x\nLF:2\nend_of_record\n\
         SF:/src/a.c\nDA:1,1\nend_of_record\n",
    );
    let file = &report.files["/src/a.c"];
    assert_eq!((file.lines[&1].hits, file.lines[&2].hits), (3, u64::MAX));
    let branches: Vec<_> = file.lines[&1]
        .branches
        .named
        .iter()
        .map(|((block, branch), taken)| (block.as_str(), branch.as_str(), *taken))
        .collect();
    assert_eq!(branches, [("0", "a, b", 0), ("e0", "1", 5)]);
    let functions: Vec<_> = file
        .functions
        .iter()
        .map(|(name, one)| (name.as_str(), one.line, one.hits))
        .collect();
    assert_eq!(
        functions,
        [
            ("alias", Some(20), 3),
            ("main", Some(1), 2),
            ("std::pair<int, int>", Some(11), 0)
        ]
    );
}

#[test]
fn cobertura_elements() {
    let report = read(
        r#"<?xml version="1.0"?><!DOCTYPE coverage SYSTEM "coverage-04.dtd">
<coverage><packages><package><classes>
<class name="A&lt;T&gt;" filename="a.cs"><methods><method name="f" signature="()"><lines><line number="2" hits="7"/><line number="1" hits="5"/></lines></method></methods>
<lines><line number="1" hits="5" branch="True" condition-coverage="50% (2/4)"/><line number="2" hits="7"/></lines></class>
<class name="A/closure" filename="a.cs"><lines><line number="2" hits="3"/><line number="3" hits="0"/></lines></class>
<class name="B" filename="b.cs"><methods><method name="g" signature=""><lines><line number="4" hits="0"/></lines></method></methods><lines/></class>
</classes></package></packages></coverage>"#,
    );
    let file = &report.files["a.cs"];
    let hits: Vec<_> = file
        .lines
        .iter()
        .map(|(line, one)| (*line, one.hits))
        .collect();
    assert_eq!(hits, [(1, 5), (2, 7), (3, 0)]);
    assert_eq!(
        (
            file.lines[&1].branches.covered(),
            file.lines[&1].branches.total()
        ),
        (2, 4)
    );
    assert_eq!(
        (
            file.functions["A<T>.f()"].line,
            file.functions["A<T>.f()"].hits
        ),
        (Some(1), 5)
    );
    assert_eq!(report.files["b.cs"].lines.len(), 1);
}

fn line(attributes: &str) -> holdpoint_coverage::Report {
    read(&format!(
        "<coverage><packages><package><classes><class filename=\"a\"><lines><line number=\"1\" hits=\"1\" branch=\"true\" {attributes}/></lines></class></classes></package></packages></coverage>"
    ))
}

/// Taken, and taken at most, of two lines merged.
fn both(one: &str, two: &str) -> (u64, u64) {
    let merged = merge(&[line(one), line(two)]).report.totals();
    (merged.branches_covered, merged.branches_at_most)
}

#[test]
fn branches_of_shards_are_added_up_as_far_as_they_are_named() {
    let (first, second) = (
        r#"condition-coverage="50% (1/2)" missing-branches="4""#,
        r#"condition-coverage="50% (1/2)" missing-branches="3""#,
    );
    assert_eq!(both(first, second), (2, 2));
    assert_eq!(both(first, first), (1, 1));
    let unnamed = r#"condition-coverage="50% (1/2)""#;
    assert_eq!(both(unnamed, unnamed), (1, 2));
    assert_eq!(both(first, unnamed), (1, 2));
    assert_eq!(both(unnamed, r#"condition-coverage="100% (2/2)""#), (2, 2));
    assert_eq!(
        both(
            r#"condition-coverage="0% (0/2)" missing-branches="3,4""#,
            second
        ),
        (1, 1)
    );
}

#[test]
fn prefixes_are_taken_away() {
    let report =
        read("SF:/home/one/src/a.rs\nDA:1,1\nend_of_record\nSF:src/a.rs\nDA:2,1\nend_of_record\n");
    let short = report.without_prefix(&["/home/two/", "/home/one/"]);
    assert_eq!(short.files.keys().collect::<Vec<_>>(), ["src/a.rs"]);
    assert_eq!(short.files["src/a.rs"].lines.len(), 2);
}
