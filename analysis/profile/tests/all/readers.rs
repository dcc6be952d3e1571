//! Reading the files of others.

use holdpoint_profile::{Kind, Outcome, Run, read};

use crate::world::{SECOND, files, remarks, traces, wrong};

const LINES: &str = include_str!("samples/otel-simple.jsonl");
const BATCH: &str = include_str!("samples/otel-batch.jsonl");

/// Its steps: name, what it waits for, kind, pool, seconds.
fn told(run: &Run) -> Vec<String> {
    let name = |at: &usize| run.steps[*at].name.clone();
    let line = |step: &holdpoint_profile::Step| {
        let after: Vec<_> = step.after.iter().map(name).collect();
        let parts: Vec<_> = step
            .parts
            .iter()
            .map(|part| format!("{} {}", part.name, part.kind))
            .collect();
        let pool = step.pool.as_deref().unwrap_or("-");
        let seconds = (step.length() + 500_000_000) / 1_000_000_000;
        let from = (step.started - run.started) / SECOND;
        format!(
            "{} ({}) {from}s+{seconds}s on {pool} after {after:?} {parts:?}",
            step.label(),
            step.kind
        )
    };
    run.steps.iter().map(line).collect()
}

#[test]
fn lines_of_the_file_exporter_of_the_python_sdk_are_read() {
    let read = traces(LINES);
    let run = &read.runs[0];
    assert_eq!(
        (run.id.as_str(), run.pipeline.as_str(), run.outcome),
        ("4712", "shop", Outcome::Success)
    );
    insta::assert_snapshot!(told(run).join("\n"));
    assert_eq!(read.remarks, []);
    assert!(run.steps.iter().all(|step| !step.inferred));
}

#[test]
fn a_batch_without_links_is_put_in_order_by_its_times() {
    let read = traces(BATCH);
    insta::assert_snapshot!(told(&read.runs[0]).join("\n"));
    insta::assert_snapshot!(remarks(&read).join("\n"));
}

#[test]
fn a_trace_may_be_in_several_files() {
    let (first, second) = LINES.split_at(LINES.match_indices('\n').nth(5).unwrap().0 + 1);
    let both = read(&files(&[("a.jsonl", second), ("b.jsonl", first)])).unwrap();
    assert_eq!(both.runs.len(), 1);
    assert_eq!(both.runs[0].steps.len(), traces(LINES).runs[0].steps.len());
    assert_eq!(both.remarks, []);
}

const GITHUB: &str = include_str!("samples/github.json");
const GITLAB: &str = include_str!("samples/gitlab.json");
const JENKINS: &str = include_str!("samples/jenkins.json");

#[test]
fn jobs_of_github_are_read() {
    let read = traces(GITHUB);
    let run = &read.runs[0];
    assert_eq!(
        run.url.as_deref(),
        Some("https://github.com/example/shop/actions/runs/9001")
    );
    insta::assert_snapshot!(told(run).join("\n"));
    insta::assert_snapshot!(remarks(&read).join("\n"));
    let pages = format!("[{GITHUB}]");
    assert_eq!(traces(&pages).runs, read.runs);
}

#[test]
fn jobs_of_gitlab_are_read() {
    let read = traces(GITLAB);
    let run = &read.runs[0];
    assert_eq!(
        (run.pipeline.as_str(), run.outcome),
        ("group/shop", Outcome::Failure)
    );
    insta::assert_snapshot!(told(run).join("\n"));
    insta::assert_snapshot!(remarks(&read).join("\n"));
    let attempts: Vec<_> = run.steps.iter().map(|step| step.attempt).collect();
    assert_eq!(attempts, [1, 1, 1, 2, 1, 1]);
}

#[test]
fn runs_of_jenkins_are_read() {
    let read = traces(JENKINS);
    let run = &read.runs[0];
    assert_eq!(
        (run.pipeline.as_str(), run.length() / SECOND as u64),
        ("shop/main", 210)
    );
    insta::assert_snapshot!(told(run).join("\n"));
}

#[test]
fn all_mistakes_are_told_at_their_places() {
    let text = r#"{"resourceSpans": [{"scopeSpans": [{"spans": [
  {"traceId": "t", "spanId": "a", "name": "a", "startTimeUnixNano": "9000000000", "endTimeUnixNano": "1000000000"},
  {"traceId": "t", "spanId": "b", "name": 7, "startTimeUnixNano": "1e9", "endTimeUnixNano": "-3"},
  {"traceId": "t", "name": "c", "startTimeUnixNano": true, "links": 3}
]}]}]}
{"resourceMetrics": []}"#;
    insta::assert_snapshot!(wrong(text).join("\n"));
}

#[test]
fn what_is_no_trace_says_what_it_is() {
    for (text, what) in [
        ("{}", "none of `resourceSpans`"),
        ("[]", "the list is empty"),
        ("[7]", "neither of jobs of GitLab"),
        ("7", "neither a map nor a list"),
        (
            "{\"message\": \"Not Found\"}",
            "an error that a server answered",
        ),
        ("{\"resourceLogs\": []}", "metrics or logs"),
        (
            "{\"resourceSpans\": []} {\"resourceSpans\": []}",
            "the line should end here",
        ),
        ("", "the file says nothing"),
        (
            "{\"jobs\": 7}",
            "`jobs` is a number, but a list is expected",
        ),
        ("{\"jobs\": [{}]}", "`run_id` is missing"),
        (
            "{\"jobs\": [{\"run_id\": 1, \"id\": 2, \"name\": \"a\", \"started_at\": \"soon\"}]}",
            "`soon` cannot be read",
        ),
        ("[{\"stage\": \"a\", \"pipeline\": {}}]", "`id` is missing"),
    ] {
        let said = wrong(text).join("\n");
        assert!(said.contains(what), "{text}: {said}");
    }
    for empty in ["{\"resourceSpans\": []}", "{\"jobs\": []}"] {
        assert!(
            wrong(empty)[0].contains("there is no finished step in it"),
            "{empty}"
        );
    }
}

/// Spans `name parent start end links`, in seconds.
fn spans(lines: &[&str]) -> String {
    let span = |line: &&str| {
        let words: Vec<&str> = line.split(' ').collect();
        let links: Vec<String> = words[4..]
            .iter()
            .map(|id| format!(r#"{{"spanId": "{id}"}}"#))
            .collect();
        format!(
            r#"{{"traceId": "t", "spanId": "{0}", "parentSpanId": "{1}", "name": "{0}", "startTimeUnixNano": "{2}00000000", "endTimeUnixNano": {3}00000000, "links": [{4}]}}"#,
            words[0],
            words[1].trim_matches('-'),
            words[2],
            words[3],
            links.join(", ")
        )
    };
    let spans: Vec<String> = lines.iter().map(span).collect();
    format!(
        r#"{{"resourceSpans": [{{"scopeSpans": [{{"spans": [{}]}}]}}]}}"#,
        spans.join(",\n")
    )
}

#[test]
fn clocks_that_differ_are_told_and_set_right() {
    // Times are in tenths of a second.
    let read = traces(&spans(&[
        "run - 100 900",
        "a run 100 300",
        "b run 297 400 a",
        "c run 405 398 b",
        "d run 410 950 c",
        "e run 150 300 d",
    ]));
    insta::assert_snapshot!(remarks(&read).join("\n"));
    let run = &read.runs[0];
    let step = |name: &str| run.steps.iter().find(|step| step.name == name).unwrap();
    assert_eq!(step("b").started, step("a").ended);
    assert_eq!(step("c").length(), 0);
    assert_eq!(step("e").after, [] as [usize; 0]);
    assert_eq!(run.ended, step("d").ended);
}

#[test]
fn spans_hold_others_or_are_steps_with_parts() {
    let read = traces(&spans(&[
        "run - 10 900",
        "tests run 10 500",
        "unit tests 10 300",
        "e2e tests 10 500",
        "deploy run 500 900",
        "upload deploy 500 600",
        "switch deploy 600 900",
        "after run 900 900 tests",
    ]));
    insta::assert_snapshot!(told(&read.runs[0]).join("\n"));
}

#[test]
fn circles_are_mistakes() {
    let said = wrong(&spans(&["run - 1 9", "a b 1 2", "b a 1 2"]));
    assert!(
        said[0].contains("waits for itself, or lies within itself"),
        "{said:?}"
    );
    let said = wrong(&spans(&["run - 1 9", "a run 5 5 b", "b run 5 5 a"]));
    assert!(said[0].contains("trace-circle"), "{said:?}");
}

#[test]
fn strays_and_twins_are_told() {
    let read = traces(&spans(&["a gone 1 2", "b - 2 3", "b - 2 3"]));
    assert_eq!(read.runs[0].steps.len(), 2);
    let said = remarks(&read).join("\n");
    assert!(
        said.contains("`a` lies within one that is not there")
            && said.contains("`b` is there twice"),
        "{said}"
    );
}

#[test]
fn deep_and_wide_traces_are_read_in_time() {
    let deep: Vec<String> = (0..20_000)
        .map(|at| {
            format!(
                "s{at} {} 1 2",
                if at == 0 {
                    "-".to_owned()
                } else {
                    format!("s{}", at - 1)
                }
            )
        })
        .collect();
    let deep: Vec<&str> = deep.iter().map(String::as_str).collect();
    assert_eq!(traces(&spans(&deep)).runs[0].steps.len(), 1);
    let wide: Vec<String> = (0..20_000)
        .map(|at| format!("s{at} - {} {} s0", at % 50 * 10 + 10, at % 50 * 10 + 19))
        .collect();
    let wide: Vec<&str> = wide.iter().map(String::as_str).collect();
    assert_eq!(traces(&spans(&wide)).runs[0].steps.len(), 20_000);
}

#[test]
fn kinds_are_guessed_by_whole_words() {
    let read = traces(&spans(&[
        "run - 1 99",
        "attestation run 1 2",
        "integration-tests run 1 2",
        "actions/upload-artifact@v4 run 1 2",
        "Manual-approval run 1 2",
        "terraform-apply run 1 2",
        "compile run 1 2",
        "queued run 1 2",
    ]));
    let kinds: Vec<Kind> = read.runs[0].steps.iter().map(|step| step.kind).collect();
    use Kind::{Approval, Provision, Queue, Test, Transfer, Work};
    assert_eq!(
        kinds,
        [Work, Test, Transfer, Approval, Provision, Work, Queue]
    );
}

/// What a step waits for, by comparing it with every other: the relation without what follows from the rest of it.
#[test]
fn the_order_that_is_inferred_is_that_of_the_times() {
    let mut noise = 88_172_645_463_325_252_u64;
    let mut next = |below: u64| {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        noise % below
    };
    for _ in 0..300 {
        let lines: Vec<String> = (0..3 + next(20))
            .map(|at| {
                let from = 1 + next(15);
                format!("s{at} - {from} {}", from + next(4))
            })
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let run = traces(&spans(&lines)).runs.remove(0);
        let place = |at: usize| (run.steps[at].ready, run.steps[at].ended, at);
        let precedes = |one: usize, other: usize| {
            run.steps[one].ended <= run.steps[other].ready && place(one) < place(other)
        };
        let all = 0..run.steps.len();
        for at in all.clone() {
            let direct = |one: &usize| {
                precedes(*one, at)
                    && !all
                        .clone()
                        .any(|between| precedes(*one, between) && precedes(between, at))
            };
            let expected: Vec<usize> = all.clone().filter(direct).collect();
            assert_eq!(run.steps[at].after, expected, "{lines:?}");
        }
    }
}
