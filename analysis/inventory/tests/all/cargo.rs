use holdpoint_inventory::Kind;

use crate::world::{found, ids, problems, repository};

const ROOT: &str = r#"
[workspace]
members = ["crates/*", "tools/{a,b}"]
exclude = ["crates/old"]
[workspace.package]
version = "2.1.0"
[workspace.dependencies]
core = { path = "crates/core" }
serde = "1"
"#;

#[test]
fn a_workspace_has_members_that_inherit_and_depend() {
    let inventory = repository(&[
        ("Cargo.toml", ROOT),
        (
            "crates/till/Cargo.toml",
            "[package]\nname = \"till\"\nversion.workspace = true\n[dependencies]\n\
             core.workspace = true\nserde.workspace = true\nmoney = { path = \"../money\" }\n\
             [dev-dependencies]\nfake = { path = \"../fake\" }",
        ),
        ("crates/till/src/main.rs", ""),
        (
            "crates/core/Cargo.toml",
            "[package]\nname = \"core\"\nversion = \"0.3.0\"\npublish = false",
        ),
        (
            "crates/money/Cargo.toml",
            "[package]\nname = \"money\"\n[target.'cfg(unix)'.build-dependencies]\ncore = { path = \"../core\" }",
        ),
        ("crates/fake/Cargo.toml", "[package]\nname = \"fake\""),
        ("crates/old/Cargo.toml", "[package]\nname = \"old\""),
        ("elsewhere/Cargo.toml", "[package]\nname = \"elsewhere\""),
        (
            "crates/till/tests/fixtures/x/Cargo.toml",
            "[package]\nname = \"x\"",
        ),
    ]);
    assert_eq!(ids(&inventory), ["core", "fake", "money", "till"]);
    let till = found(&inventory, "till");
    assert_eq!(
        (till.kind, till.version.as_deref()),
        (Kind::Application, Some("2.1.0"))
    );
    assert_eq!(till.dependencies, ["core", "money"]);
    assert_eq!(till.purl.as_deref(), Some("pkg:cargo/till"));
    assert_eq!(
        till.reason,
        "a member of the Cargo workspace at the root, with `src/main.rs`"
    );
    assert!(found(&inventory, "core").private);
    assert_eq!(found(&inventory, "money").dependencies, ["core"]);
    assert_eq!(inventory.problems, []);
}

#[test]
fn what_the_root_reaches_by_path_is_a_member_without_being_listed() {
    let inventory = repository(&[
        (
            "Cargo.toml",
            "[workspace]\n[package]\nname = \"app\"\n[dependencies]\nlib = { path = \"lib\" }",
        ),
        ("lib/Cargo.toml", "[package]\nname = \"lib\""),
        ("stray/Cargo.toml", "[package]\nname = \"stray\""),
    ]);
    assert_eq!(ids(&inventory), ["app", "lib"]);
}

#[test]
fn a_mistake_is_told_at_its_place_and_the_rest_is_found() {
    let inventory = repository(&[
        ("a/Cargo.toml", "[package]\nname = \"a\"\nversion = 1.\n"),
        ("b/Cargo.toml", "[package]\nname = \"b\""),
    ]);
    assert_eq!(ids(&inventory), ["b"]);
    let problem = &inventory.problems[0];
    assert_eq!((problem.file.as_str(), problem.line), ("a/Cargo.toml", 3));
    assert!(
        problem.column > 0 && !problem.message.contains('\n'),
        "{problem}"
    );
    assert_eq!(problems(&inventory).len(), 1);
}

#[test]
fn benches_and_examples_only_support() {
    let inventory = repository(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"benches\", \"app\"]",
        ),
        ("benches/Cargo.toml", "[package]\nname = \"speed\""),
        (
            "app/Cargo.toml",
            "[package]\nname = \"app\"\n[[bin]]\nname = \"x\"",
        ),
    ]);
    assert_eq!(found(&inventory, "speed").kind, Kind::Support);
    assert_eq!(found(&inventory, "app").kind, Kind::Application);
}
