use holdpoint_inventory::Kind;

use crate::world::{found, ids, repository};

#[test]
fn an_npm_or_yarn_workspace_has_its_members_only() {
    for workspaces in [r#"["packages/*"]"#, r#"{"packages": ["./packages/*/"]}"#] {
        let root = format!(r#"{{"name": "shop", "private": true, "workspaces": {workspaces}}}"#);
        let inventory = repository(&[
            ("package.json", &root),
            (
                "packages/till/package.json",
                r#"{"name": "@shop/till", "version": "1.2.0", "bin": "x.js",
                    "dependencies": {"@shop/core": "workspace:*", "react": "19"},
                    "devDependencies": {"@shop/fake": "*"}}"#,
            ),
            (
                "packages/core/package.json",
                r#"{"name": "@shop/core", "private": true}"#,
            ),
            ("packages/fake/package.json", r#"{"name": "@shop/fake"}"#),
            (
                "packages/till/templates/t/package.json",
                r#"{"name": "template"}"#,
            ),
            (
                "packages/till/node_modules/x/package.json",
                r#"{"name": "x"}"#,
            ),
        ]);
        assert_eq!(ids(&inventory), ["core", "fake", "till"]);
        let till = found(&inventory, "till");
        assert_eq!(
            (till.kind, till.name.as_str()),
            (Kind::Application, "@shop/till")
        );
        assert_eq!(till.dependencies, ["core"]);
        assert_eq!(till.purl.as_deref(), Some("pkg:npm/%40shop/till"));
        assert!(found(&inventory, "core").private);
    }
}

#[test]
fn a_pnpm_workspace_takes_away_what_it_negates() {
    let inventory = repository(&[
        ("package.json", r#"{"name": "root"}"#),
        (
            "pnpm-workspace.yaml",
            "packages:\n  - 'apps/**'\n  - '!**/skip/**'\n",
        ),
        ("apps/a/b/package.json", r#"{"name": "deep"}"#),
        ("apps/skip/c/package.json", r#"{"name": "skipped"}"#),
        ("other/package.json", r#"{"name": "other"}"#),
    ]);
    assert_eq!(ids(&inventory), ["root", "deep"]);
    assert_eq!(
        found(&inventory, "deep").reason,
        "a member of the workspace in `pnpm-workspace.yaml`, with nothing to run"
    );
}

#[test]
fn a_private_package_that_is_started_is_an_application() {
    let inventory = repository(&[(
        "ui/package.json",
        r#"{"name": "ui", "private": true, "scripts": {"start": "vite"}, "version": 7}"#,
    )]);
    let ui = found(&inventory, "ui");
    assert_eq!((ui.kind, ui.version.clone()), (Kind::Application, None));
}

#[test]
fn two_packages_of_one_name_get_two_ids() {
    let inventory = repository(&[
        ("a/package.json", r#"{"name": "@a/till"}"#),
        ("b/package.json", r#"{"name": "@b/till"}"#),
        ("c/Cargo.toml", "[package]\nname = \"till\""),
    ]);
    assert_eq!(ids(&inventory), ["till", "b-till", "till-cargo"]);
}

#[test]
fn broken_json_and_yaml_are_told_at_their_places() {
    let inventory = repository(&[
        ("a/package.json", "{\n  \"name\": \"a\",\n}"),
        ("pnpm-workspace.yaml", "packages:\n  - [a\n"),
        ("b/package.json", r#"{"name": "b"}"#),
    ]);
    assert_eq!(ids(&inventory), ["b"]);
    let places: Vec<_> = inventory
        .problems
        .iter()
        .map(|one| (one.file.as_str(), one.line > 0))
        .collect();
    assert_eq!(
        places,
        [("a/package.json", true), ("pnpm-workspace.yaml", true)]
    );
    assert_eq!(inventory.problems[0].line, 3);
}
