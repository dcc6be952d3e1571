//! What a check says on a forge, as its jobs run it; the forge is a recording.

use std::process::{Command, Output};

use holdpoint_conformance::Recording;
use serde_json::{Value, json};
use tempfile::TempDir;

const OLD: &str = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {'200': {description: pets}}
";

/// A repository in which a parameter has become required.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("released.yaml", OLD);
    let new = OLD.replace("in: query,", "in: query, required: true,");
    write("openapi.yaml", &new);
    let event = json!({ "pull_request": { "number": 7, "head": { "sha": "abc" } } });
    write("event.json", &event.to_string());
    folder
}

fn exchange(method: &str, path: &str, body: Value, status: u16, answer: Value) -> Value {
    json!({
        "request": { "method": method, "path": path, "body": body, "headers": { "authorization": "Bearer s3cret" } },
        "response": { "status": status, "body": answer },
    })
}

/// All that the job asks of GitHub; each path begins with that.
fn exchanges(before: &str) -> Vec<Value> {
    let at = |rest: &str| format!("{before}/repos/octo/shop{rest}");
    let hunk = "@@ -6 +6 @@ get:\n-      parameters: []\n+      parameters: [required]\n";
    let files = json!([{ "filename": "openapi.yaml", "patch": hunk }]);
    let status = json!({
        "state": "failure",
        "context": "holdpoint/contracts",
        "description": "no-go: 1 error, 1 info",
        "target_url": "https://github.example.org/octo/shop/actions/runs/42",
    });
    let remark = json!({ "path": "openapi.yaml", "line": 6, "side": "RIGHT", "body": "<!-- holdpoint contracts finding …❌ error `api-…" });
    let review = json!({ "commit_id": "abc", "event": "COMMENT", "comments": [remark] });
    let comment = json!({ "body": "<!-- holdpoint contracts summary -->\n### ❌ holdpoint check api: no-go…1 more at the lines…" });
    vec![
        exchange("POST", &at("/statuses/abc"), status, 201, json!({})),
        exchange(
            "GET",
            &at("/pulls/7/files?per_page=100&page=1"),
            Value::Null,
            200,
            files,
        ),
        exchange(
            "GET",
            &at("/pulls/7/comments?per_page=100&page=1"),
            Value::Null,
            200,
            json!([]),
        ),
        exchange("POST", &at("/pulls/7/reviews"), review, 200, json!({})),
        exchange(
            "GET",
            &at("/issues/7/comments?per_page=100&page=1"),
            Value::Null,
            200,
            json!([]),
        ),
        exchange("POST", &at("/issues/7/comments"), comment, 201, json!({})),
    ]
}

/// Runs a check as a job of GitHub.
fn job(folder: &TempDir, more: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_holdpoint"))
        .args([
            "check",
            "api",
            "--base",
            "released.yaml",
            "--revision",
            "openapi.yaml",
        ])
        .args(["--report-to", "auto", "--report-as", "contracts"])
        .args(more)
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_REPOSITORY", "octo/shop")
        .env("GITHUB_SERVER_URL", "https://github.example.org")
        .env("GITHUB_RUN_ID", "42")
        .env("GITHUB_SHA", "merge")
        .env("GITHUB_EVENT_PATH", "event.json")
        .env("GITHUB_WORKSPACE", folder.path())
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn play(exchanges: &[Value]) -> Recording {
    Recording::play(&serde_json::to_string(exchanges).unwrap())
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_job_of_github_reports_at_the_pull_request() {
    let forge = play(&exchanges(""));
    let token = [("GITHUB_API_URL", forge.url()), ("GITHUB_TOKEN", "s3cret")];
    let output = job(&folder(), &[], &token);
    forge.finish();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("reported on GitHub: a new comment; remarks: 1 new"),
        "{said}"
    );
    assert!(!said.contains("s3cret"), "{said}");
}

#[test]
fn a_proxy_is_asked_where_there_is_one() {
    let forge = play(&exchanges("http://api.github.example.org"));
    let token = [
        ("GITHUB_API_URL", "http://api.github.example.org"),
        ("HTTP_PROXY", forge.url()),
        ("http_proxy", forge.url()),
        ("HOLDPOINT_FORGE_TOKEN", "s3cret"),
    ];
    let output = job(&folder(), &[], &token);
    forge.finish();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn a_change_from_a_fork_is_annotated_and_fails_only_for_what_is_found() {
    let no = json!({ "message": "Resource not accessible by integration" });
    let mut all = exchanges("");
    all.truncate(4);
    for at in [0, 3] {
        all[at]["response"] = json!({ "status": 403, "body": no });
    }
    let forge = play(&all);
    let token = [("GITHUB_API_URL", forge.url()), ("GITHUB_TOKEN", "s3cret")];
    let output = job(&folder(), &[], &token);
    forge.finish();
    let told = said(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains("not reported on GitHub, as a change from a fork may not be: Resource not"),
        "{told}"
    );
    assert!(told.contains("::error file=openapi.yaml,line=6"), "{told}");
    // Without any token it is the same; on standard output the annotations stand already.
    let url = [("GITHUB_API_URL", "http://127.0.0.1:1")];
    let output = job(&folder(), &["--format", "github"], &url);
    let told = said(&output);
    assert!(told.contains("there is no token"), "{told}");
    assert!(!told.contains("::error"), "{told}");
    assert_eq!(output.status.code(), Some(2), "{told}");
}

#[test]
fn a_check_that_passes_fails_if_it_is_not_reported_for_another_reason() {
    let refused = |folder: &TempDir, code: i32| {
        let no = json!({ "message": "Bad credentials" });
        let mut all = exchanges("");
        all.truncate(1);
        all[0]["request"]["body"] =
            json!({ "state": "…", "context": "…", "description": "…", "target_url": "…" });
        all[0]["response"] = json!({ "status": 401, "body": no });
        // What else is asked is not in the recording, and makes no difference.
        let forge = play(&all);
        let token = [("GITHUB_API_URL", forge.url()), ("GITHUB_TOKEN", "s3cret")];
        let output = job(folder, &[], &token);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(
            told.contains("error[forge]") && told.contains("Bad credentials"),
            "{told}"
        );
    };
    let folder = folder();
    refused(&folder, 2);
    std::fs::copy(
        folder.path().join("released.yaml"),
        folder.path().join("openapi.yaml"),
    )
    .unwrap();
    refused(&folder, 1);
}

#[test]
fn it_has_to_be_known_where_unless_nobody_insists() {
    let folder = folder();
    let nowhere = [("GITHUB_ACTIONS", "false")];
    let told = said(&job(&folder, &[], &nowhere));
    assert!(
        told.contains("nothing is reported: this is no job of a CI system"),
        "{told}"
    );
    let output = Command::new(env!("CARGO_BIN_EXE_holdpoint"))
        .args([
            "check",
            "api",
            "--base",
            "released.yaml",
            "--revision",
            "released.yaml",
        ])
        .args(["--report-to", "gitlab"])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .output()
        .unwrap();
    let told = said(&output);
    assert!(
        told.contains("error[forge-unclear]: it is not known where on GitLab"),
        "{told}"
    );
    assert_eq!(output.status.code(), Some(3));
}
