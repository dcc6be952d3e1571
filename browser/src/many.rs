//! The sample with 10,000 further releases, made by the real commands over HTTP.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::http;
use crate::sample::Server;

/// How many, and how many at once.
const RELEASES: usize = 10_000;
const AT_ONCE: usize = 250;

/// The units, who leads their releases, and a component of theirs.
const UNITS: [(&str, &str, &str); 3] = [
    ("payments", "miriam", "payments-api"),
    ("retail", "tomas", "web-shop"),
    ("operations", "hanna", "identity"),
];

/// Makes them.
pub(crate) fn fill(server: &Server) -> Result<()> {
    for (unit, handle, component) in UNITS {
        let somebody = server.somebody(handle)?;
        let numbers: Vec<_> = (0..RELEASES / UNITS.len() + 1).collect();
        for some in numbers.chunks(AT_ONCE) {
            let commands: Vec<_> = some
                .iter()
                .flat_map(|number| commands(unit, component, *number))
                .collect();
            let answer = http::post(
                &server.url,
                "/api/v1/commands/batch",
                &somebody.token,
                &json!(commands),
            )?;
            let wrong = answer
                .as_array()
                .into_iter()
                .flatten()
                .find(|done| done.get("receipt").is_none());
            ensure!(wrong.is_none(), "{}", wrong.unwrap_or(&Value::Null));
        }
        eprintln!("releases of {unit}: {}", numbers.len());
    }
    Ok(())
}

/// A patch release with the content of the newest train: half of them submitted, a third of those called off again.
fn commands(unit: &str, component: &str, number: usize) -> Vec<Value> {
    let release = format!("{unit}-patch-{number:05}");
    let command = |name: &str| json!({ "command": name, "arguments": { "release": release } });
    let mut commands = vec![json!({ "command": "release.create", "arguments": {
        "release": release, "from": { "release": format!("{unit}-train-27") },
        "title": { "plain": format!("Patch {number} of {component}") },
    } })];
    if number.is_multiple_of(2) {
        commands.push(command("release.submit"));
    }
    if number.is_multiple_of(6) {
        commands.push(command("release.cancel"));
    }
    commands
}
