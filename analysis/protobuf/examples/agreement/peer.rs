//! What `buf` says.

use std::path::Path;
use std::process::Command;

use crate::Found;

/// All rules of its four categories.
pub(crate) const ALL: &str =
    r#"{"version":"v2","breaking":{"use":["FILE","PACKAGE","WIRE_JSON","WIRE"]}}"#;

fn command(buf: &Path, directory: &Path) -> Command {
    let mut command = Command::new(buf);
    // Files are named as from their own folder.
    command.current_dir(directory);
    command
}

/// What breaks; none if it refuses the files.
pub(crate) fn breaking(
    buf: &Path,
    previous: &Path,
    current: &Path,
    configuration: Option<&str>,
) -> Option<Vec<Found>> {
    let mut command = command(buf, current);
    command.args(["breaking", ".", "--error-format=json", "--against"]);
    command.arg(std::path::absolute(previous).unwrap());
    if let Some(text) = configuration {
        command.args(["--config", text, "--against-config", text]);
    }
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    if !matches!(output.status.code(), Some(0 | 100)) {
        print!("{}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let mut found = Vec::new();
    for line in text.lines() {
        let said: serde_json::Value = serde_json::from_str(line).unwrap();
        if said["type"] == "COMPILE" {
            println!("{line}");
            return None;
        }
        let word = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| said[key].as_u64().unwrap_or(1);
        let place = (number("start_line"), number("start_column"));
        found.push((word("type"), word("path"), place.0, place.1));
    }
    found.sort();
    Some(found)
}

/// A contract as a set of descriptors.
pub(crate) fn image(buf: &Path, directory: &Path) -> Option<Vec<u8>> {
    let output = command(buf, directory)
        .args(["build", ".", "-o", "-#format=binpb", "--config"])
        .arg(r#"{"version":"v2"}"#)
        .output()
        .unwrap();
    output.status.success().then_some(output.stdout)
}
