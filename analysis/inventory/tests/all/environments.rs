use holdpoint_inventory::Inventory;

use crate::world::repository;

fn names(inventory: &Inventory) -> Vec<&str> {
    inventory
        .environments
        .iter()
        .map(|one| one.name.as_str())
        .collect()
}

fn of_paths(paths: &[&str]) -> Inventory {
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (*path, "")).collect();
    repository(&files)
}

#[test]
fn without_any_sign_the_usual_three_are_given_and_it_says_so() {
    let inventory = of_paths(&["README.md", "src/production/line.rs", "values-minimal.yaml"]);
    assert_eq!(names(&inventory), ["development", "staging", "production"]);
    let production = &inventory.environments[2];
    assert!(production.protected && production.spellings.is_empty());
    assert!(
        production.reasons[0]
            .text
            .starts_with("nothing in the repository names")
    );
}

#[test]
fn files_and_directories_tell_environments_in_order() {
    let inventory = of_paths(&[
        "charts/till/values-prod.yaml",
        "charts/till/values-stg.yaml",
        "infra/dev.tfvars",
        "k8s/overlays/canary/kustomization.yaml",
        "k8s/overlays/base/kustomization.yaml",
        "deploy/uat/app.yaml",
        "deploy/scripts/run.sh",
        ".env.production",
        ".env.test",
        ".env.example",
        "src/main/resources/application-prod-eu.yml",
        "src/test/resources/application-qa.yml",
    ]);
    let expected = [
        "development",
        "acceptance",
        "staging",
        "canary",
        "production",
        "production-eu",
    ];
    assert_eq!(names(&inventory), expected);
    let production = &inventory.environments[4];
    assert_eq!(production.spellings, ["production", "prod"]);
    assert_eq!(production.reasons[1].file, "charts/till/values-prod.yaml");
    assert_eq!(
        production.reasons[1].text,
        "it looks like Helm values of `prod`"
    );
    assert!(production.protected && inventory.environments[5].protected);
    assert!(!inventory.environments[2].protected);
}

#[test]
fn jobs_tell_environments_with_their_lines() {
    let workflow = "on: push\njobs:\n  a:\n    environment: staging\n  b:\n    environment:\n      name: eu-live\n      url: x\n  c:\n    environment: ${{ inputs.where }}\n  d:\n    environment: github-pages\n";
    let gitlab = "deploy:\n  script: [x]\n  environment:\n    name: review/$CI_COMMIT_REF_SLUG\n";
    let inventory = repository(&[
        (".github/workflows/deploy.yml", workflow),
        (".gitlab-ci.yml", gitlab),
    ]);
    assert_eq!(names(&inventory), ["preview", "staging", "eu-production"]);
    let staging = &inventory.environments[1].reasons[0];
    assert_eq!(
        (staging.file.as_str(), staging.line),
        (".github/workflows/deploy.yml", Some(4))
    );
    assert_eq!(inventory.environments[2].reasons[0].line, Some(7));
}

#[test]
fn a_gate_that_is_called_an_environment_is_none() {
    let workflow =
        "jobs:\n  a:\n    environment: release-approval\n  b:\n    environment: uv-test-publish\n";
    let inventory = repository(&[(".github/workflows/release.yml", workflow)]);
    assert_eq!(names(&inventory), ["development", "staging", "production"]);
}

#[test]
fn a_broken_workflow_is_told() {
    let inventory = repository(&[(".github/workflows/x.yml", "jobs:\n  a: {environment: [\n")]);
    assert_eq!(inventory.problems.len(), 1);
    assert_eq!(inventory.problems[0].file, ".github/workflows/x.yml");
}
