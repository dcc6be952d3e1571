//! What CI systems run, run here: each script as it stands in its file.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const OLD: &str = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets: {get: {responses: {'200': {description: pets}}}}
  /cats: {get: {responses: {'200': {description: cats}}}}
";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// A folder with the contract that was released, and one that has changed.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("released.yaml", OLD);
    write("openapi.yaml", &OLD.replace("/cats", "/dogs"));
    folder
}

/// Runs a script as a CI system would.
fn run(shell: &[&str], script: &str, folder: &TempDir, variables: &[(&str, &str)]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_holdpoint")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    Command::new(shell[0])
        .args(&shell[1..])
        .arg(script)
        .current_dir(folder.path())
        .env("PATH", format!("{}:{path}", program.display()))
        .env_remove("GITHUB_ACTIONS")
        .env_remove("GITLAB_CI")
        .env_remove("JENKINS_URL")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn written(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn an_action_of_github_annotates_and_hands_on_what_it_has_found() {
    let action = yaml(&text("integrations/github/action.yml"));
    let steps = action["runs"]["steps"].as_array().unwrap();
    let check = steps.iter().find(|step| step["id"] == "check").unwrap();
    let ran = |revision: &str| {
        let folder = folder();
        let arguments = format!("--base\nreleased.yaml\n--revision\n{revision}\n");
        let output = run(
            &["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"],
            check["run"].as_str().unwrap(),
            &folder,
            &[
                ("CHECK", "api"),
                ("ARGUMENTS", &arguments),
                ("SARIF", "holdpoint.sarif"),
                ("REPORT", "true"),
                ("NAME", ""),
                ("GITHUB_OUTPUT", "output"),
                ("GITHUB_STEP_SUMMARY", "summary.md"),
            ],
        );
        (folder, output)
    };
    let (folder, output) = ran("openapi.yaml");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("::error file=openapi.yaml,line="), "{said}");
    assert_eq!(written(&folder, "output"), "verdict=no-go\n");
    assert!(written(&folder, "summary.md").contains("/cats"));
    let sarif: Value = serde_json::from_str(&written(&folder, "holdpoint.sarif")).unwrap();
    assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());

    let (folder, output) = ran("released.yaml");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(written(&folder, "output"), "verdict=go\n");

    let (folder, output) = ran("no such file.yaml");
    assert_eq!(output.status.code(), Some(3));
    assert!(!folder.path().join("output").exists());
    let inputs = action["inputs"].as_object().unwrap();
    for name in inputs.keys() {
        let named = format!("inputs.{name}");
        assert!(text("integrations/github/action.yml").contains(&named));
    }
}

#[test]
fn a_component_of_gitlab_reports_what_it_has_found() {
    let text = text("templates/check.yml");
    let (spec, job) = text.split_once("\n---\n").unwrap();
    let spec = yaml(spec);
    let inputs = [
        ("check", "api"),
        (
            "arguments",
            "--base\\nreleased.yaml\\n--revision\\nopenapi.yaml",
        ),
        ("image", "holdpoint"),
        ("stage", "test"),
        ("job", "contracts"),
        ("report", "auto"),
    ];
    assert_eq!(
        spec["spec"]["inputs"].as_object().unwrap().len(),
        inputs.len()
    );
    let with = |text: String, (name, value): &(&str, &str)| {
        text.replace(&format!("$[[ inputs.{name} ]]"), value)
    };
    let job = &yaml(&inputs.iter().fold(job.to_owned(), with))["contracts"];
    let variables = job["variables"].as_object().unwrap().iter();
    let variables: Vec<_> = variables
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    let folder = folder();
    let script = job["script"][0].as_str().unwrap();
    let output = run(&["sh", "-ec"], script, &folder, &variables);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let quality = job["artifacts"]["reports"]["codequality"].as_str().unwrap();
    let quality: Value = serde_json::from_str(&written(&folder, quality)).unwrap();
    assert!(!quality.as_array().unwrap().is_empty());
    let junit = job["artifacts"]["reports"]["junit"].as_str().unwrap();
    assert!(written(&folder, junit).contains("<failure"));
}

#[test]
fn a_pipeline_of_jenkins_reports_what_it_has_found() {
    let file = text("integrations/jenkins/Jenkinsfile");
    let script = file.split("'''").nth(1).unwrap();
    let folder = folder();
    let git = |arguments: &str| {
        let git = format!("git -c user.name=a -c user.email=a@example.org {arguments}");
        assert!(run(&["sh", "-ec"], &git, &folder, &[]).status.success());
    };
    git("init -q");
    let moved = "mv openapi.yaml new.yaml && cp released.yaml openapi.yaml";
    assert!(run(&["sh", "-ec"], moved, &folder, &[]).status.success());
    git("add openapi.yaml");
    git("commit -qm released");
    git("update-ref refs/remotes/origin/main HEAD");
    std::fs::rename(
        folder.path().join("new.yaml"),
        folder.path().join("openapi.yaml"),
    )
    .unwrap();
    let output = run(&["sh", "-xec"], script, &folder, &[]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(written(&folder, "holdpoint.xml").contains("<failure"));
    assert!(written(&folder, "holdpoint.sarif").contains("\"2.1.0\""));
}

#[test]
fn hooks_of_pre_commit_look_at_the_files_that_they_are_for() {
    let hooks = yaml(&text(".pre-commit-hooks.yaml"));
    let folder = folder();
    std::fs::create_dir_all(folder.path().join("db/migrations")).unwrap();
    let file = "db/migrations/V2__note.sql";
    let sql = "ALTER TABLE orders ADD COLUMN note text NOT NULL;\n";
    std::fs::write(folder.path().join(file), sql).unwrap();
    let mut seen = Vec::new();
    for hook in hooks.as_array().unwrap() {
        let (id, entry) = (
            hook["id"].as_str().unwrap(),
            hook["entry"].as_str().unwrap(),
        );
        let files = regex_lite::Regex::new(hook["files"].as_str().unwrap()).unwrap();
        let arguments = match id {
            "holdpoint-migrations" => {
                assert!(files.is_match(file) && files.is_match("migrations/1_a.sql"));
                assert!(!files.is_match("report.sql") && !files.is_match("db/migrations/a.rb"));
                file
            }
            _ => {
                assert!(files.is_match("api/openapi.yml") && !files.is_match("a.rs"));
                "--base released.yaml --revision openapi.yaml"
            }
        };
        let output = run(
            &["sh", "-ec"],
            &format!("{entry} {arguments}"),
            &folder,
            &[],
        );
        assert_eq!(output.status.code(), Some(2), "{id}: {output:?}");
        seen.push(id.to_owned());
    }
    assert_eq!(seen, ["holdpoint-migrations", "holdpoint-api"]);
}
