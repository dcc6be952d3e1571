//! Reports with mistakes, and what is no report.

use crate::world::wrong;

#[test]
fn all_mistakes_of_a_tracefile_are_said() {
    let text = "DA:1,1\nSF:a\n  DA:twelve,1\nDA:0,1\nDA:1,-1\nDA:1,1.5\nBRDA:1,0,1\nnonsense\nFN:1,\nSF:b\nend_of_record\nend_of_record\nSF:\nend_of_record\n";
    let expected = [
        "1:1 coverage-record-outside `DA` stands outside any file",
        "3:3 coverage-record-wrong `DA:twelve,1` is not `DA:LINE,HITS`, with lines from 1 and counts from 0",
        "4:1 coverage-record-wrong `DA:0,1` is not `DA:LINE,HITS`, with lines from 1 and counts from 0",
        "5:1 coverage-record-wrong `DA:1,-1` is not `DA:LINE,HITS`, with lines from 1 and counts from 0",
        "6:1 coverage-record-wrong `DA:1,1.5` is not `DA:LINE,HITS`, with lines from 1 and counts from 0",
        "7:1 coverage-record-wrong `BRDA:1,0,1` is not `BRDA:LINE,BLOCK,BRANCH,TAKEN`, with lines from 1 and counts from 0",
        "8:1 coverage-record-wrong `nonsense` is no record: `KEY:VALUE` or `end_of_record` is expected",
        "9:1 coverage-record-wrong `FN:1,` is not `FN:LINE,NAME`, with lines from 1 and counts from 0",
        "2:1 coverage-report-cut the report ends within `a`, which has no `end_of_record`",
        "12:1 coverage-record-outside `end_of_record` stands outside any file",
        "13:1 coverage-record-wrong `SF:` names no file",
    ];
    assert_eq!(wrong(text), expected);
}

#[test]
fn half_a_report_is_none() {
    assert_eq!(
        wrong("SF:a\nDA:1,1\n"),
        ["3:1 coverage-report-cut the report ends within `a`, which has no `end_of_record`"]
    );
    assert_eq!(
        wrong("<coverage>\n<packages>"),
        ["2:11 coverage-report-cut the report ends within an element that is not closed"]
    );
}

#[test]
fn what_is_no_report_is_said_to_be_none() {
    let what = "this is no coverage report that is known: it begins with";
    assert_eq!(
        wrong("mode: atomic\nx.go:1.2,3.4 1 1\n"),
        [format!("1:1 coverage-format-unknown {what} `mode: atomic`")]
    );
    let xml = format!(
        "1:1 coverage-format-unknown {what} <report>, and a Cobertura report with <coverage>"
    );
    assert_eq!(wrong("<report/>"), [xml]);
    for empty in ["", "\n# nothing\n", "TN:\n", "<coverage/>"] {
        assert!(
            wrong(empty)[0].contains("coverage-report-empty")
                || wrong(empty)[0].contains("outside"),
            "{empty}"
        );
    }
}

#[test]
fn all_mistakes_of_a_cobertura_report_are_said() {
    let text = "<coverage><class/>\n<class filename=\"a\"><lines>\n<line hits=\"1\"/><line number=\"1\"/>\n<line number=\"0\" hits=\"1\"/>\n<line number=\"2\" hits=\"1\" branch=\"true\" condition-coverage=\"half\"/>\n<line number=\"3\" hits=\"1\" branch=\"true\" condition-coverage=\"150% (3/2)\"/></lines></class></coverage>";
    let expected = [
        "1:11 coverage-record-wrong a <class> without `filename`",
        "3:1 coverage-record-wrong a <line> whose `number` is none from 1",
        "3:17 coverage-record-wrong line 1 whose `hits` are no number from 0",
        "4:1 coverage-record-wrong a <line> whose `number` is none from 1",
        "5:1 coverage-record-wrong line 2 whose `condition-coverage` is `half`, not like `50% (1/2)`",
        "6:1 coverage-record-wrong line 3 whose `condition-coverage` is `150% (3/2)`, not like `50% (1/2)`",
    ];
    assert_eq!(wrong(text), expected);
}

#[test]
fn documents_that_want_more_are_refused() {
    let bomb = "<!DOCTYPE coverage [<!ENTITY a \"aaaa\">]>\n<coverage><class filename=\"&a;\"/></coverage>";
    assert_eq!(
        wrong(bomb),
        ["1:1 coverage-xml-forbidden the report has declarations of its own"]
    );
    assert!(
        wrong("<coverage>\n<class filename=\"&a;\"/></coverage>")[0]
            .starts_with("2:1 coverage-xml-forbidden")
    );
    let deep = format!("<coverage>{}", "<a>".repeat(100));
    assert!(wrong(&deep)[0].contains("more than 64 elements within each other"));
    assert!(wrong("<coverage><a></b></coverage>")[0].contains("coverage-xml-wrong"));
}
