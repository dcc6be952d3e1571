//! Files that are written from the program itself are as it would write them now.

use std::path::PathBuf;

/// Compares; with `UPDATE` in the environment it writes instead.
fn same(path: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "`{}` is out of date: run `cargo xtask update`",
        path.display()
    );
}

#[test]
fn drift_of_the_schema_of_settings() {
    let text = serde_json::to_string_pretty(&holdpoint_cli::settings_schema()).unwrap();
    same("schemas/server.schema.json", &(text + "\n"));
}

#[test]
fn drift_of_the_command_line_reference() {
    same("docs/reference/cli.md", &holdpoint_cli::reference());
}
